import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type GracefulInterruption, gracefulInterruption } from "../../src/shell/graceful-interruption.ts";

const graceMs = 25_000;
const listeners = () => process.listenerCount("SIGINT") + process.listenerCount("SIGTERM");
let before: number;
let current: GracefulInterruption;

beforeEach(() => {
  vi.useFakeTimers();
  before = listeners();
});
afterEach(() => {
  current.release();
  vi.useRealTimers();
  expect(listeners()).toBe(before);
});

/** With something on its way, which is told of each wish to stop. */
function busy(deadlineMs?: number) {
  current = gracefulInterruption(deadlineMs, graceMs);
  const told: string[] = [];
  current.stop.listen((_, says) => told.push(says));
  return { ...current, told };
}

const reasonOf = ({ signal }: GracefulInterruption) => (signal.reason as { readonly code: string }).code;

describe("Ctrl-C", () => {
  it("once asks to stop; twice ends at once, and hands the third to the process's default", () => {
    const { signal, asked, askedBy, told } = busy();
    process.emit("SIGINT");
    expect({ told, code: askedBy()?.code, asked: asked.aborted, ended: signal.aborted }).toEqual({
      told: ["interrupted"],
      code: "interrupted",
      asked: true,
      ended: false,
    });
    expect(listeners()).toBe(before + 2);
    process.emit("SIGINT");
    expect(reasonOf(current)).toBe("interrupted");
    expect(told).toHaveLength(1);
    expect(listeners()).toBe(before);
  });

  it("ends at once while nothing is on its way", () => {
    current = gracefulInterruption(undefined, graceMs);
    process.emit("SIGINT");
    expect(reasonOf(current)).toBe("interrupted");
    expect(listeners()).toBe(before);
  });

  it("is told to whoever begins to listen afterwards, and no more to who has stopped", () => {
    const { stop } = busy();
    const told: string[] = [];
    stop.listen(() => told.push("left"))();
    process.emit("SIGINT");
    stop.listen(() => told.push("late"));
    expect(told).toEqual(["late"]);
  });
});

describe("SIGTERM", () => {
  it("asks to stop, and ends what is not done when the grace is over, however often it comes", () => {
    const { signal, askedBy, told } = busy();
    process.emit("SIGTERM");
    vi.advanceTimersByTime(graceMs - 1);
    process.emit("SIGTERM");
    expect({ told, code: askedBy()?.code, ended: signal.aborted }).toEqual({ told: ["terminated"], code: "terminated", ended: false });
    vi.advanceTimersByTime(1);
    expect(reasonOf(current)).toBe("terminated");
    expect(listeners()).toBe(before);
  });

  it("after Ctrl-C sets the deadline, too", () => {
    const { signal, askedBy } = busy();
    process.emit("SIGINT");
    process.emit("SIGTERM");
    expect({ code: askedBy()?.code, ended: signal.aborted }).toEqual({ code: "interrupted", ended: false });
    vi.advanceTimersByTime(graceMs);
    expect(reasonOf(current)).toBe("terminated");
  });
});

it("--timeout asks to stop, and waits for what is on its way", () => {
  const { signal, askedBy } = busy(5_000);
  vi.advanceTimersByTime(5_000 + graceMs);
  expect({ code: askedBy()?.code, ended: signal.aborted }).toEqual({ code: "timed-out", ended: false });
});
