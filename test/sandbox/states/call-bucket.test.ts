import { expect, it } from "vitest";
import { createCallBucket } from "../../../src/sandbox/states/call-bucket.ts";

it("lets five calls through at once, then one a second, and saves up no more than five", () => {
  let nowMs = 0;
  const bucket = createCallBucket({ now: () => nowMs });
  const takes = (count: number) => Array.from({ length: count }, () => bucket.take());
  expect(takes(6)).toEqual([true, true, true, true, true, false]);
  nowMs += 500;
  expect(takes(1)).toEqual([false]);
  nowMs += 500;
  expect(takes(2)).toEqual([true, false]);
  nowMs += 3_600_000;
  expect(takes(6)).toEqual([true, true, true, true, true, false]);
});
