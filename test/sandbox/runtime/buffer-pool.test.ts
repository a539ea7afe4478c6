import { expect, it } from "vitest";
import { createBufferPool } from "../../../src/sandbox/runtime/buffer-pool.ts";

const roundedToBytes = 256 * 1024;

it("rounds up what it makes, so that it fits the next event", () => {
  const pool = createBufferPool();
  expect(pool.take(1).length).toBe(roundedToBytes);
  expect(pool.take(roundedToBytes).length).toBe(roundedToBytes);
  expect(pool.take(roundedToBytes + 1).length).toBe(2 * roundedToBytes);
});

it("gives out again what came back, whole, and never to two at a time", () => {
  const pool = createBufferPool();
  const first = pool.take(100);
  pool.give(first.subarray(0, 7));
  const again = pool.take(roundedToBytes);
  expect(again.buffer).toBe(first.buffer);
  expect(again.length).toBe(roundedToBytes);
  expect(pool.take(100).buffer).not.toBe(first.buffer);
});

it("passes over what is too small", () => {
  const pool = createBufferPool();
  const [small, large] = [pool.take(1), pool.take(2 * roundedToBytes)];
  pool.give(small);
  pool.give(large);
  expect(pool.take(roundedToBytes + 1).buffer).toBe(large.buffer);
  expect(pool.take(1).buffer).toBe(small.buffer);
});

it("keeps sixteen, and leaves the others to the garbage collector", () => {
  const pool = createBufferPool();
  const all = Array.from({ length: 17 }, () => pool.take(1));
  for (const buffer of all) pool.give(buffer);
  const kept = new Set(all.slice(0, 16).map(({ buffer }) => buffer));
  const taken = Array.from({ length: 17 }, () => pool.take(1).buffer);
  expect(taken.filter((buffer) => kept.has(buffer))).toHaveLength(16);
  expect(taken[16]).not.toBe(all[16]?.buffer);
});
