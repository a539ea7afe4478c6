import { describe, expect, it } from "vitest";
import { MskctlError } from "../../src/core/errors.ts";
import type { LagEvent, LagFeed } from "../../src/core/lag/feed.ts";
import type { LagReport } from "../../src/core/lag/report.ts";
import { waitUntilDrained } from "../../src/shell/lag-until.ts";
import { noonMs, sampleFleet, sampleReport, sampleSeries } from "../support/sample-reports.ts";
import { plainLook } from "./render/look.ts";

const refresh = (reports: readonly LagReport[]): LagEvent => ({
  kind: "picture",
  picture: { ...sampleFleet(), reports },
  intervalMs: 30_000,
  costUsdPerHour: 0,
});

/** A feed that tells these events, then throws `end` where there is one. */
function feedOf(events: readonly LagEvent[], end?: Error): LagFeed & { readonly closed: () => boolean } {
  let isClosed = false;
  async function* tell() {
    yield* events;
    if (end !== undefined) throw end;
  }
  return {
    events: tell(),
    lookAt: () => undefined,
    refreshNow: () => undefined,
    close: () => {
      isClosed = true;
    },
    closed: () => isClosed,
  };
}

function waitFor(feed: LagFeed, ndjson = false) {
  const told = { out: [] as string[], progress: [] as string[], notes: [] as string[] };
  const terminal = { out: (text: string) => void told.out.push(text), err: () => undefined, onClosed: () => undefined };
  const following = { feed, terminal, look: plainLook(), now: () => noonMs, ndjson };
  const drained = waitUntilDrained(following, {
    atMostRecords: 0,
    onProgress: (line) => told.progress.push(line),
    onNote: (line) => told.notes.push(line),
    again: "mskctl lag orders --until-lag 0 --timeout 20m",
  });
  return { drained, told };
}

/** As CloudWatch says it: minutes from 12:00 on, all settled. */
const byCloudWatch = (minutes: readonly number[]) =>
  sampleReport("orders", {
    lagRecords: minutes.at(-1),
    samples: sampleSeries({ lagRecords: minutes }, { untilMs: noonMs + minutes.length * 60_000 }),
  });

describe("waitUntilDrained", () => {
  it("waits for a second minute without lag, and closes the feed", async () => {
    const feed = feedOf([refresh([byCloudWatch([9])]), refresh([byCloudWatch([9, 0])]), refresh([byCloudWatch([9, 0, 0])])]);
    const { drained, told } = waitFor(feed);
    expect((await drained)?.progress.drained).toHaveLength(1);
    expect(told.progress.map((line) => line.split(" · ")[1])).toEqual(["orders 9", "orders 0, to be confirmed"]);
    expect(feed.closed()).toBe(true);
  });

  it.each(["timed-out", "interrupted", "terminated"] as const)("says who is left when it is %s", async (code) => {
    const end = new MskctlError(code, "over");
    const catchUp = { kind: "never" } as const;
    const { drained } = waitFor(feedOf([refresh([{ ...byCloudWatch([9]), catchUp }])], end));
    await expect(drained).rejects.toMatchObject({
      code,
      message: "over; 1 mapping is not drained after 0 ms: orders 9 (never at this rate)",
      suggestions: ["mskctl lag orders --until-lag 0 --timeout 20m"],
      details: { limit: 0, left: [{ name: "orders", why: "lag", lagRecords: 9, catchUp }] },
    });
  });

  it("says so when nothing could be read before", async () => {
    const { drained } = waitFor(feedOf([], new MskctlError("timed-out", "over")));
    await expect(drained).rejects.toMatchObject({ message: "over; nothing could be read before" });
  });

  it("passes on what ended it otherwise", async () => {
    const error = new MskctlError("credentials", "expired");
    await expect(waitFor(feedOf([], error)).drained).rejects.toBe(error);
  });

  it("tells failures in their place", async () => {
    const failed: LagEvent = { kind: "failed", error: new MskctlError("throttled", "Rate exceeded"), atMs: noonMs, intervalMs: 60_000 };
    const text = waitFor(feedOf([failed, refresh([byCloudWatch([0, 0])])]));
    await text.drained;
    expect(text.told.notes).toEqual(["12:00:00 UTC · not read: Rate exceeded · again in 60 s"]);
    const json = waitFor(feedOf([failed, refresh([byCloudWatch([0, 0])])]), true);
    await json.drained;
    expect(json.told.notes).toEqual([]);
    expect(json.told.out.map((line) => (JSON.parse(line) as { type: string }).type)).toEqual(["error", "lag"]);
  });
});
