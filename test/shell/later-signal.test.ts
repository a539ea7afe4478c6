import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { laterSignal } from "../../src/shell/later-signal.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it.each([false, true])("aborts later, for the same reason (aborted before: %s)", (isBefore) => {
  const first = new AbortController();
  const reason = new Error("Ctrl-C");
  if (isBefore) first.abort(reason);
  const later = laterSignal(first.signal);
  if (!isBefore) first.abort(reason);
  vi.advanceTimersByTime(2_999);
  expect(later.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(later.aborted).toBe(true);
  expect(later.reason).toBe(reason);
});
