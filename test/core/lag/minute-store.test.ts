import { describe, expect, it } from "vitest";
import { createMinuteStore } from "../../../src/core/lag/minute-store.ts";
import { minuteMs } from "../../../src/core/lag/minutes.ts";
import type { MetricQuery } from "../../../src/core/mapping/ports.ts";
import { fakeCloudwatch } from "../../support/fakes/cloudwatch.ts";

const noonMs = Date.parse("2026-11-23T12:00:00Z");
const minute = (n: number) => noonMs + n * minuteMs;
const query = (name: string): MetricQuery => ({ namespace: "N", name, dimensions: new Map([["D", "1"]]), statistic: "Sum" });

function setUp(spanMinutes = 60) {
  const clock = { nowMs: noonMs + 30_000, now: () => clock.nowMs };
  const cloudwatch = fakeCloudwatch(clock);
  const put = (name: string, n: number, value: number, seenFrom = n) =>
    cloudwatch.put("N", name, { D: "1" }, { atMs: minute(n), value, seenFromMs: minute(seenFrom) });
  return { clock, cloudwatch, put, store: createMinuteStore(cloudwatch, clock, clock.nowMs - (spanMinutes - 1) * minuteMs) };
}

const minutesAsked = ({ fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number }) => (untilMs - fromMs) / minuteMs;

describe("a window of minutes", () => {
  it("is read whole at first, then its newest quarter of an hour, and keeps its length", async () => {
    const { clock, cloudwatch, put, store } = setUp();
    put("A", -59, 7);
    put("A", -10, 8);
    await store.read([query("A")]);
    expect(store.values(query("A"))).toHaveLength(60);
    expect(store.values(query("A"))[0]).toBe(7);
    clock.nowMs += minuteMs;
    put("A", 1, 9);
    await store.read([query("A")]);
    expect(store.values(query("A"))).toHaveLength(60);
    expect([store.values(query("A"))[0], store.values(query("A"))[48], store.values(query("A"))[59]]).toEqual([undefined, 8, 9]);
    // Both go 5 minutes past the running one, for a clock that is behind.
    expect(cloudwatch.reads.map(minutesAsked)).toEqual([65, 20]);
  });

  it("gets points that come late, and values that change", async () => {
    const { clock, put, store } = setUp();
    put("A", -1, 3);
    put("A", -1, 5, 4);
    put("A", -2, 4, 5);
    await store.read([query("A")]);
    expect(store.values(query("A")).slice(-3)).toEqual([undefined, 3, undefined]);
    clock.nowMs += 5 * minuteMs;
    await store.read([query("A")]);
    expect(store.values(query("A")).slice(-8, -5)).toEqual([4, 5, undefined]);
  });

  it("reads anew what it has not read for so long that points may be missing", async () => {
    const { clock, cloudwatch, store } = setUp();
    await store.read([query("A")]);
    clock.nowMs += 11 * minuteMs;
    await store.read([query("A")]);
    expect(cloudwatch.reads.map(minutesAsked)).toEqual([65, 65]);
  });

  it("reads a new series whole beside the others, and one that is asked for twice once", async () => {
    const { clock, cloudwatch, store } = setUp();
    await store.read([query("A"), query("A")]);
    clock.nowMs += minuteMs;
    await store.read([query("B"), query("A")]);
    expect(cloudwatch.reads.map((read) => [read.queries.map(({ name }) => name).join(), minutesAsked(read)])).toEqual([
      ["A", 65],
      ["B", 65],
      ["A", 20],
    ]);
    expect([store.takeAsked(), store.takeAsked()]).toEqual([3, 0]);
  });

  it("takes in points that are ahead of this machine's clock, for all series alike", async () => {
    const { put, store } = setUp(10);
    put("A", 3, 1, 0);
    await store.read([query("A"), query("B")]);
    expect(store.window).toEqual({ fromMs: minute(-6), minutes: 10 });
    expect(store.values(query("A")).at(-1)).toBe(1);
    expect(store.values(query("B"))).toHaveLength(10);
  });

  it("goes back with a clock that was set back", async () => {
    const { clock, store, put } = setUp(10);
    put("A", 0, 1);
    await store.read([query("A")]);
    clock.nowMs += 86_400_000;
    await store.read([query("A")]);
    clock.nowMs -= 86_400_000;
    await store.read([query("A")]);
    expect(store.values(query("A")).at(-1)).toBe(1);
  });

  it("is at least the running minute, and nothing where nothing was read", () => {
    const { clock, cloudwatch } = setUp();
    const store = createMinuteStore(cloudwatch, clock, clock.nowMs + 86_400_000);
    expect(store.window).toEqual({ fromMs: noonMs, minutes: 1 });
    expect(store.values(query("A"))).toEqual([undefined]);
  });
});
