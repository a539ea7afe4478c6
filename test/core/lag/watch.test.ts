import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import type { LagEvent } from "../../../src/core/lag/feed.ts";
import type { LagPicture } from "../../../src/core/lag/report.ts";
import { watchLag } from "../../../src/core/lag/watch.ts";
import { noonMs } from "../../support/sample-reports.ts";

const picture: LagPicture = { atMs: noonMs, reports: [], calls: 4, costUsd: 0.0001, notes: [] };
const throttled = new MskctlError("throttled", "Rate exceeded");
const unavailable = new MskctlError("unavailable", "connection refused");

/** Answers in order, then pictures; a function answers when it likes to. */
function scripted(answers: readonly (LagPicture | Error | (() => Promise<LagPicture>))[] = []) {
  const left = [...answers];
  const looks: (readonly string[])[] = [];
  return {
    looks,
    async read(lookAt: ReadonlySet<string> = new Set()) {
      looks.push([...lookAt]);
      const answer = left.shift() ?? picture;
      if (typeof answer === "function") return answer();
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
}

/** Each sleep lasts as long as it says, at once; a test may have something happen during one. */
function quickClock() {
  const clock = {
    atMs: noonMs,
    slept: [] as number[],
    during: (_sleep: number): Promise<void> | undefined => undefined,
    now: () => clock.atMs,
    async sleep(ms: number) {
      clock.slept.push(ms);
      await clock.during(clock.slept.length);
      clock.atMs += ms;
    },
  };
  return clock;
}
const never = () => new Promise<never>(() => {});

/** The first `count` events. */
async function take(feed: { readonly events: AsyncIterable<LagEvent> }, count: number): Promise<LagEvent[]> {
  const events: LagEvent[] = [];
  for await (const event of feed.events) {
    events.push(event);
    if (events.length === count) break;
  }
  return events;
}
const beginnings = (events: readonly LagEvent[]) => events.flatMap((event) => (event.kind === "reading" ? [event.atMs - noonMs] : []));

describe("watchLag", () => {
  it("reads at the interval, from beginning to beginning, and tells what an hour costs", async () => {
    const clock = quickClock();
    const slow = async () => {
      clock.atMs += 7_000;
      return picture;
    };
    const events = await take(watchLag(scripted([slow, slow]), { clock, intervalMs: 30_000 }), 5);
    expect(beginnings(events)).toEqual([0, 30_000, 60_000]);
    expect(events[1]).toEqual({ kind: "picture", picture, intervalMs: 30_000, costUsdPerHour: 0.012 });
  });

  it("reads at once when reading takes longer than the interval", async () => {
    const clock = quickClock();
    const slow = async () => {
      clock.atMs += 31_000;
      return picture;
    };
    expect(beginnings(await take(watchLag(scripted([slow]), { clock, intervalMs: 30_000 }), 3))).toEqual([0, 31_000]);
  });

  it("slows down when throttled, to five minutes, and comes back step by step", async () => {
    const feed = watchLag(scripted([...Array<Error>(5).fill(throttled)]), { clock: quickClock(), intervalMs: 30_000 });
    const events = await take(feed, 20);
    const seconds = events.flatMap((event) => (event.kind === "reading" ? [] : [event.intervalMs / 1_000]));
    expect(seconds).toEqual([60, 120, 240, 300, 300, 150, 75, 37.5, 30, 30]);
    expect(events[1]).toMatchObject({ kind: "failed", error: throttled, atMs: noonMs });
    expect(beginnings(events).slice(0, 3)).toEqual([0, 60_000, 180_000]);
  });

  it("never reads more often than was asked for, however long the interval", async () => {
    const events = await take(watchLag(scripted([throttled]), { clock: quickClock(), intervalMs: 600_000 }), 4);
    expect(events.flatMap((event) => (event.kind === "reading" ? [] : [event.intervalMs]))).toEqual([600_000, 600_000]);
  });

  it.each([unavailable, new MskctlError("timed-out", "no answer")])("goes on after %s at the same pace", async (error) => {
    const events = await take(watchLag(scripted([picture, error]), { clock: quickClock(), intervalMs: 30_000 }), 6);
    expect(events.map(({ kind }) => kind)).toEqual(["reading", "picture", "reading", "failed", "reading", "picture"]);
    expect(beginnings(events)).toEqual([0, 30_000, 60_000]);
  });

  it.each([
    new MskctlError("credentials", "the token has expired"),
    new MskctlError("interrupted", "interrupted"),
    new MskctlError("not-permitted", "not permitted: lambda:ListEventSourceMappings"),
    new TypeError("a bug"),
  ])("ends with %s", async (error) => {
    await expect(take(watchLag(scripted([picture, error]), { clock: quickClock(), intervalMs: 30_000 }), 9)).rejects.toBe(error);
  });

  it("ends with what the verb is ended by, also where that would pass otherwise", async () => {
    const deadline = new MskctlError("timed-out", "the time given by --timeout is up");
    const feed = watchLag(scripted([deadline]), { clock: quickClock(), intervalMs: 30_000, isEnding: () => true });
    await expect(take(feed, 9)).rejects.toBe(deadline);
  });

  it("ends when its sleep is interrupted", async () => {
    const clock = quickClock();
    const interrupted = new MskctlError("interrupted", "interrupted");
    clock.during = () => Promise.reject(interrupted);
    await expect(take(watchLag(scripted(), { clock, intervalMs: 30_000 }), 9)).rejects.toBe(interrupted);
  });

  it("reads at once what is to be looked at, and goes on looking at it", async () => {
    const clock = quickClock();
    const reading = scripted();
    const feed = watchLag(reading, { clock, intervalMs: 30_000 });
    clock.during = (sleep) => {
      if (sleep > 1) return undefined;
      feed.lookAt(new Set(["a"]));
      return never();
    };
    expect(beginnings(await take(feed, 6))).toEqual([0, 0, 30_000]);
    expect(reading.looks).toEqual([[], ["a"], ["a"]]);
  });

  it("refreshes at once, also when that is asked for while it reads", async () => {
    const clock = quickClock();
    const asking = async () => {
      feed.refreshNow();
      return picture;
    };
    const feed = watchLag(scripted([asking]), { clock, intervalMs: 30_000 });
    expect(beginnings(await take(feed, 5))).toEqual([0, 0, 30_000]);
  });

  it("ends when it is closed: between readings, while it sleeps, while it reads, before it begins", async () => {
    const between = watchLag(scripted(), { clock: quickClock(), intervalMs: 30_000 });
    const kinds: string[] = [];
    for await (const { kind } of between.events) {
      kinds.push(kind);
      if (kind === "picture") between.close();
    }
    expect(kinds).toEqual(["reading", "picture"]);

    const clock = quickClock();
    const sleeping = watchLag(scripted(), { clock, intervalMs: 30_000 });
    clock.during = () => {
      sleeping.close();
      return never();
    };
    expect(await take(sleeping, 9)).toHaveLength(2);

    const closes = () => {
      reading.close();
      return never();
    };
    const reading = watchLag(scripted([closes]), { clock: quickClock(), intervalMs: 30_000 });
    expect(await take(reading, 9)).toHaveLength(1);

    const closed = watchLag(scripted(), { clock: quickClock(), intervalMs: 30_000 });
    closed.close();
    expect(await take(closed, 9)).toEqual([]);
  });

  it("reads soon after a machine woke up", async () => {
    const clock = quickClock();
    clock.during = (sleep) => {
      if (sleep === 2) clock.atMs += 3_600_000;
      return undefined;
    };
    expect(beginnings(await take(watchLag(scripted(), { clock, intervalMs: 30_000 }), 3))).toEqual([0, 3_610_000]);
  });

  it("does not wait longer when the clock is set back", async () => {
    const clock = quickClock();
    clock.during = (sleep) => {
      if (sleep === 1) clock.atMs -= 3_600_000;
      return undefined;
    };
    await take(watchLag(scripted(), { clock, intervalMs: 30_000 }), 3);
    expect(clock.slept.reduce((sum, ms) => sum + ms, 0)).toBe(30_000);
  });
});
