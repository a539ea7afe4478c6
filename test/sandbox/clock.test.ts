import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createClock, createManualClock } from "../../src/sandbox/clock.ts";

describe("the manual clock", () => {
  it("runs what is due in order of time and shows each callback its own time", () => {
    const clock = createManualClock(1_000);
    const seen: [string, number][] = [];
    const note = (name: string) => () => seen.push([name, clock.now()]);
    clock.at(1_300, note("third"));
    clock.at(1_100, note("first"));
    clock.at(1_100, note("second"));
    clock.at(1_400, note("later"));
    clock.advanceTo(1_350);
    expect(seen).toEqual([
      ["first", 1_100],
      ["second", 1_100],
      ["third", 1_300],
    ]);
    expect(clock.now()).toBe(1_350);
  });

  it("runs what a callback adds in the same advance, never before the callback itself", () => {
    const clock = createManualClock(0);
    const seen: number[] = [];
    clock.at(100, () => {
      clock.at(50, () => seen.push(clock.now()));
      clock.at(150, () => seen.push(clock.now()));
    });
    clock.advanceTo(200);
    expect(seen).toEqual([100, 150]);
  });

  it("does not run what was cancelled, and nothing after stop", () => {
    const clock = createManualClock(0);
    const callback = vi.fn();
    clock.at(1, callback)();
    clock.at(2, callback);
    clock.stop();
    clock.advanceTo(10);
    expect(callback).not.toHaveBeenCalled();
  });

  it("shows work the time as of which it is done, and its own time again afterwards", () => {
    const clock = createManualClock(500);
    expect([clock.asOf(450, () => clock.now()), clock.now()]).toEqual([450, 500]);
  });

  it("stands at the callback that holds it, and goes on when every hold is released", () => {
    const clock = createManualClock(0);
    const releases: (() => void)[] = [];
    const seen: [string, number][] = [];
    clock.at(100, () => {
      releases.push(clock.hold(), clock.hold());
    });
    clock.at(100, () => seen.push(["same time", clock.now()]));
    clock.at(150, () => seen.push(["later", clock.now()]));
    clock.advanceTo(200);
    expect([clock.now(), seen]).toEqual([100, []]);
    const [first = () => undefined, second = () => undefined] = releases;
    first();
    first();
    clock.advanceTo(200);
    expect(seen).toEqual([]);
    second();
    clock.advanceTo(200);
    expect(seen).toEqual([
      ["same time", 100],
      ["later", 150],
    ]);
  });

  it("does not go back", () => {
    const clock = createManualClock(500);
    clock.advanceTo(100);
    expect(clock.now()).toBe(500);
  });
});

describe("the clock of a running sandbox", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 10_000, toFake: ["setTimeout", "clearTimeout", "setImmediate", "clearImmediate", "Date", "performance"] });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  const refuseError = (error: unknown) => {
    throw error;
  };

  it("goes `speed` times as fast from where it started", () => {
    const clock = createClock({ speed: 60, onError: refuseError });
    vi.advanceTimersByTime(1_000);
    expect([clock.originMs, clock.now()]).toEqual([10_000, 70_000]);
    clock.stop();
  });

  it("runs callbacks when virtual time reaches them, also one that is added before the next", () => {
    const clock = createClock({ speed: 10, onError: refuseError });
    const seen: [string, number][] = [];
    clock.at(40_000, () => seen.push(["late", clock.now()]));
    clock.at(20_000, () => seen.push(["early", clock.now()]));
    vi.advanceTimersByTime(999);
    expect(seen).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(seen).toEqual([["early", 20_000]]);
    vi.advanceTimersByTime(2_000);
    expect(seen).toEqual([
      ["early", 20_000],
      ["late", 40_000],
    ]);
    clock.stop();
  });

  it("does not turn back with the wall clock", () => {
    let wallMs = 5_000;
    const clock = createClock({ speed: 2, onError: refuseError, wallNow: () => wallMs });
    wallMs = 6_000;
    expect(clock.now()).toBe(7_000);
    wallMs = 5_500;
    expect(clock.now()).toBe(7_000);
    clock.stop();
  });

  it("stands still for work that is done as of a moment, and has gone on afterwards", () => {
    let wallMs = 1_000;
    const clock = createClock({ speed: 50, onError: refuseError, wallNow: () => wallMs });
    const seen = clock.asOf(clock.originMs, () => {
      const before = clock.now();
      wallMs += 200;
      return [before, clock.now()];
    });
    expect([...seen, clock.now()]).toEqual([1_000, 1_000, 11_000]);
    clock.stop();
  });

  it("runs nothing while it is held, then what became due in order, each at its own time", () => {
    const clock = createClock({ speed: 10, onError: refuseError });
    const seen: [string, number][] = [];
    let release: () => void = () => undefined;
    clock.at(10_010, () => {
      release = clock.hold();
      clock.at(10_030, () => seen.push(["asked for while held", clock.now()]));
    });
    clock.at(10_010, () => seen.push(["same time", clock.now()]));
    clock.at(10_050, () => seen.push(["later", clock.now()]));
    vi.advanceTimersByTime(60_000);
    expect(seen).toEqual([]);
    clock.at(10_020, () => seen.push(["asked for from outside", clock.now()]));
    vi.advanceTimersByTime(60_000);
    expect(seen).toEqual([]);
    release();
    vi.advanceTimersByTime(1);
    expect(seen).toEqual([
      ["same time", 10_010],
      ["asked for from outside", 10_020],
      ["asked for while held", 10_030],
      ["later", 10_050],
    ]);
    clock.stop();
  });

  it("can be released after it was stopped", () => {
    const clock = createClock({ speed: 1, onError: refuseError });
    const callback = vi.fn();
    const release = clock.hold();
    clock.at(10_001, callback);
    clock.stop();
    release();
    vi.advanceTimersByTime(1_000);
    expect(callback).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("says once that callbacks run late, and nothing of those that are in time", () => {
    const onLate = vi.fn();
    let wallMs = 0;
    const clock = createClock({ speed: 100, onError: refuseError, onLate, wallNow: () => wallMs });
    clock.at(100, () => undefined);
    wallMs = 2;
    vi.advanceTimersByTime(2);
    expect(onLate).not.toHaveBeenCalled();
    clock.at(1_000, () => clock.at(1_001, () => undefined));
    wallMs = 5_020;
    vi.advanceTimersByTime(20);
    expect(onLate).toHaveBeenCalledOnce();
    clock.stop();
  });

  it("goes on after a callback that throws", () => {
    const onError = vi.fn();
    const clock = createClock({ speed: 1, onError });
    const after = vi.fn();
    const failure = new Error("broken");
    clock.at(10_010, () => {
      throw failure;
    });
    clock.at(10_020, after);
    vi.advanceTimersByTime(100);
    expect(onError).toHaveBeenCalledExactlyOnceWith(failure);
    expect(after).toHaveBeenCalledOnce();
    clock.stop();
  });

  it("waits for an event further away than a timer can, and for none after stop", () => {
    const clock = createClock({ speed: 1, onError: refuseError });
    const callback = vi.fn();
    const fortyDaysMs = 40 * 86_400_000;
    clock.at(10_000 + fortyDaysMs, callback);
    vi.advanceTimersByTime(fortyDaysMs - 1);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(callback).toHaveBeenCalledOnce();
    clock.at(clock.now() + 1, callback);
    clock.stop();
    vi.advanceTimersByTime(1_000);
    expect(callback).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });
});

it("gives the event loop its turn while much is due", async () => {
  const seen: string[] = [];
  await new Promise<void>((resolve) => {
    const clock = createClock({ speed: 1, onError: () => resolve() });
    const busy = (name: string) => () => {
      const until = performance.now() + 5;
      while (performance.now() < until);
      seen.push(name);
    };
    clock.at(clock.now() + 1, () => setImmediate(() => seen.push("a request")));
    for (let at = 0; at < 20; at++) clock.at(clock.now() + 1, busy(`${at}`));
    clock.at(clock.now() + 1, () => {
      clock.stop();
      resolve();
    });
  });
  expect(seen).toHaveLength(21);
  expect(seen.indexOf("a request")).toBeLessThan(seen.indexOf("19"));
});
