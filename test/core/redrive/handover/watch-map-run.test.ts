import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../../src/core/errors.ts";
import type { MapRun } from "../../../../src/core/redrive/handover/map-run.ts";
import type { MapRunProgress } from "../../../../src/core/redrive/handover/map-run-progress.ts";
import { type MapRunDelay, mapRunWatch, watchMapRun } from "../../../../src/core/redrive/handover/watch-map-run.ts";
import { fakeClock } from "../../../support/fakes/clock.ts";
import { fakeMapRuns, mapRunAfter, mapRunArn, someMapRun, throttledError } from "../../../support/redrive/map-runs.ts";

const done = someMapRun({ status: "SUCCEEDED" });
const gone = () => new MskctlError("unavailable", "no answer");

function setUp(answers: readonly (MapRun | Error)[], intervalMs = 5_000) {
  const clock = fakeClock();
  const startMs = clock.now();
  const runs = fakeMapRuns(answers, clock.now);
  const delays: MapRunDelay[] = [];
  const watch = mapRunWatch({ runs, arn: mapRunArn, clock, intervalMs, onDelay: (delay) => delays.push(delay) });
  const askedAfter = () => runs.askedAtMs.map((atMs) => (atMs - startMs) / 1_000);
  const waits = () => delays.map(({ waitMs }) => waitMs / 1_000);
  return { clock, watch, askedAfter, waits };
}

describe("watching a Map Run", () => {
  it("asks at once, then at the interval, until it is over", async () => {
    const { watch, askedAfter } = setUp([mapRunAfter(0), mapRunAfter(40), done]);
    const told: MapRunProgress[] = [];
    const last = await watchMapRun(watch, await watch.soon(), (progress) => told.push(progress));
    expect(askedAfter()).toEqual([0, 5, 10]);
    expect(told.map(({ run }) => run.status)).toEqual(["RUNNING", "RUNNING", "SUCCEEDED"]);
    expect(last).toBe(told.at(-1));
  });

  it("that is over already asks once", async () => {
    const { watch, askedAfter } = setUp([done]);
    await watchMapRun(watch, await watch.soon(), () => undefined);
    expect(askedAfter()).toEqual([0]);
  });

  it("ends when nobody wants to know any more", async () => {
    const { watch, askedAfter } = setUp([mapRunAfter(0)]);
    let looks = 0;
    const count = () => void looks++;
    await watchMapRun(watch, await watch.soon(), count, () => looks < 3);
    expect(askedAfter()).toEqual([0, 5, 10]);
  });

  it("never asks twice within a second, however soon it is wanted", async () => {
    const { watch, askedAfter } = setUp([mapRunAfter(0)]);
    for (let looks = 0; looks < 4; looks++) await watch.soon();
    expect(askedAfter()).toEqual([0, 1, 2, 3]);
  });

  it("backs off when it is throttled, says so, and comes back to its pace step by step", async () => {
    const run = mapRunAfter(0);
    const { watch, askedAfter, waits } = setUp([run, throttledError(), throttledError(), run, run, run, done]);
    await watchMapRun(watch, await watch.soon(), () => undefined);
    // Twice as long after each, up to 20; then 10 and 5 again.
    expect(waits()).toEqual([10, 20]);
    expect(askedAfter()).toEqual([0, 5, 15, 35, 45, 50, 55]);
  });

  it("is patient with the first look, too", async () => {
    const { watch, waits } = setUp([throttledError(), mapRunAfter(0)], 1_000);
    expect((await watch.soon()).run.status).toBe("RUNNING");
    expect(waits()).toEqual([2]);
  });

  it("gives up after eight in a row, waiting a minute at most between them", async () => {
    const { watch, waits } = setUp([throttledError()]);
    await expect(watch.soon()).rejects.toMatchObject({ code: "throttled" });
    expect(waits()).toEqual([10, 20, 40, 60, 60, 60, 60]);
  });

  it("goes on after an outage, but not where nobody has ever answered", async () => {
    const { watch, waits } = setUp([mapRunAfter(0), gone(), done]);
    await watchMapRun(watch, await watch.soon(), () => undefined);
    expect(waits()).toEqual([10]);
    await expect(setUp([gone()]).watch.soon()).rejects.toMatchObject({ code: "unavailable" });
  });

  it("ends with what patience does not help against", async () => {
    const { watch } = setUp([mapRunAfter(0), new MskctlError("not-permitted", "no")]);
    await expect(watchMapRun(watch, await watch.soon(), () => undefined)).rejects.toMatchObject({ code: "not-permitted" });
  });

  it("ends with an interruption, and with a deadline", async () => {
    const { clock, watch, askedAfter } = setUp([mapRunAfter(0)]);
    clock.interruptAfter(12_000, new MskctlError("timed-out", "time is up"));
    await expect(watchMapRun(watch, await watch.soon(), () => undefined)).rejects.toMatchObject({ code: "timed-out" });
    expect(askedAfter()).toEqual([0, 5, 10]);
  });

  it("keeps an interval of more than a minute when it is throttled", async () => {
    const { watch, waits } = setUp([throttledError(), done], 300_000);
    await watch.soon();
    expect(waits()).toEqual([300]);
  });
});
