import { describe, expect, it } from "vitest";
import { MskctlError } from "../../src/core/errors.ts";
import type { LagEvent, LagFeed } from "../../src/core/lag/feed.ts";
import { isInterruption, watchInLines } from "../../src/shell/lag-watch.ts";
import { noonMs, sampleFleet } from "../support/sample-reports.ts";
import { plainLook } from "./render/look.ts";

const picture: LagEvent = { kind: "picture", picture: { ...sampleFleet(), costUsd: 0.006 }, intervalMs: 30_000, costUsdPerHour: 0.72 };

/** Watches these events, then what `end` throws; each takes a minute. */
async function watch(events: readonly LagEvent[], end?: Error) {
  let atMs = noonMs;
  const printed: string[] = [];
  let isClosed = false;
  async function* tell() {
    for (const event of events) {
      if (isClosed) return;
      yield event;
      atMs += 60_000;
    }
    if (end !== undefined) throw end;
  }
  const feed: LagFeed = {
    events: tell(),
    lookAt: () => undefined,
    refreshNow: () => undefined,
    close: () => {
      isClosed = true;
    },
  };
  const listeners: (() => void)[] = [];
  const terminal = {
    out: (text: string) => {
      printed.push(text);
      if (printed.length === 3) for (const listener of listeners) listener();
    },
    err: () => undefined,
    onClosed: (listener: () => void) => void listeners.push(listener),
  };
  await watchInLines({ feed, terminal, look: plainLook(), now: () => atMs, ndjson: false });
  return printed;
}

describe("watchInLines", () => {
  it("ends with what was read and what it cost", async () => {
    await expect(watch([picture, picture], new MskctlError("interrupted", "interrupted"))).rejects.toMatchObject({
      code: "interrupted",
      message: "interrupted; watched for 2 min: 2 readings, 22 calls, $0.01",
      details: { readings: 2, calls: 22, costUsd: 0.012, elapsedMs: 120_000 },
    });
  });

  it("ends with any other error as it is", async () => {
    const bug = new TypeError("a bug");
    await expect(watch([picture], bug)).rejects.toBe(bug);
  });

  it("ends when nobody reads any more", async () => {
    expect(await watch(Array<LagEvent>(9).fill(picture))).toHaveLength(3);
  });
});

it("An interruption is what a person, a signal or a deadline did.", () => {
  const codes = ["interrupted", "terminated", "timed-out", "throttled", "credentials"] as const;
  expect(codes.filter((code) => isInterruption(new MskctlError(code, "")))).toEqual(["interrupted", "terminated", "timed-out"]);
});
