import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { LogItem } from "../../../src/core/record/kafka-record.ts";
import { limitedReading } from "../../../src/platform/kafka/limited-reading.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const gap: LogItem = { kind: "gap", from: 0n, until: 1n, cause: "compacted" };

/** A reading whose items come when the test says so. */
function reading(answerWithinMs?: number) {
  const [interruption, abandon, ended] = [new AbortController(), vi.fn(), vi.fn()];
  let give = () => {};
  const items: AsyncIterator<LogItem> = {
    next: () =>
      new Promise((resolve) => {
        give = () => resolve({ done: false, value: gap });
      }),
    return: async () => {
      ended();
      return { done: true, value: undefined };
    },
  };
  const noAnswer = (ms: number) => new Error(`no answer within ${ms}`);
  const limited = limitedReading(items, { signal: interruption.signal, answerWithinMs, noAnswer, abandon });
  return { limited, interruption, abandon, ended, give: () => give() };
}

it("waits for each item as long as the limit says, however long whoever asks takes in between", async () => {
  const { limited, give, abandon } = reading(5_000);
  for (let item = 0; item < 3; item++) {
    const next = limited.next();
    await vi.advanceTimersByTimeAsync(4_000);
    give();
    expect(await next).toEqual({ done: false, value: gap });
    await vi.advanceTimersByTimeAsync(20_000);
  }
  expect(abandon).not.toHaveBeenCalled();
  const late = expect(limited.next()).rejects.toThrow("no answer within 5000");
  await vi.advanceTimersByTimeAsync(5_000);
  await late;
  expect(abandon).toHaveBeenCalledOnce();
  expect(vi.getTimerCount()).toBe(0);
});

it("gives an item its whole time when it is asked for while the time of the one before it runs", async () => {
  const { limited, give, abandon } = reading(5_000);
  const first = limited.next();
  await vi.advanceTimersByTimeAsync(3_000);
  give();
  await first;
  const second = limited.next();
  await vi.advanceTimersByTimeAsync(4_999);
  give();
  expect(await second).toEqual({ done: false, value: gap });
  expect(abandon).not.toHaveBeenCalled();
});

it("ends what waits with the interruption, and is left alone by one that comes when nothing waits", async () => {
  const waiting = reading();
  const next = expect(waiting.limited.next()).rejects.toThrow("stopped");
  waiting.interruption.abort(new Error("stopped"));
  await next;
  expect(waiting.abandon).toHaveBeenCalledOnce();

  const idle = reading();
  const answered = idle.limited.next();
  idle.give();
  await answered;
  idle.interruption.abort(new Error("stopped"));
  expect(idle.abandon).not.toHaveBeenCalled();
  await expect(idle.limited.next()).rejects.toThrow("stopped");
});

it("that is broken off ends what it reads from, and leaves no timer", async () => {
  const { limited, ended, give } = reading(5_000);
  const next = limited.next();
  give();
  await next;
  await limited.return?.();
  expect(ended).toHaveBeenCalledOnce();
  expect(vi.getTimerCount()).toBe(0);
});
