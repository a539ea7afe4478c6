import { describe, expect, it } from "vitest";
import { leavesAtMs, newPace, pauseMs, slowDown, speedUp, spend } from "../../../src/core/redrive/pace.ts";

describe("pace", () => {
  it("starts with two batches, or fewer where fewer are allowed", () => {
    expect(newPace(10, undefined, 0).limit).toBe(2);
    expect(newPace(1, undefined, 0).limit).toBe(1);
  });

  it("allows one more after as many successes in a row as there may be at once, up to the cap", () => {
    const pace = newPace(4, undefined, 0);
    const limits = Array.from({ length: 12 }, () => {
      speedUp(pace);
      return pace.limit;
    });
    expect(limits).toEqual([2, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4]);
  });

  it("falls to 0.7 of it, once for batches that were sent together, and never below one", () => {
    const pace = { ...newPace(20, undefined, 0), limit: 10 };
    slowDown(pace, 1_000);
    slowDown(pace, 1_500);
    expect(pace.limit).toBe(7);
    slowDown(pace, 2_000);
    expect(pace.limit).toBe(4);
    for (let atMs = 3_000; atMs < 9_000; atMs += 1_000) slowDown(pace, atMs);
    expect(pace.limit).toBe(1);
  });

  it("stays where it fell as long as the target asks", () => {
    const pace = { ...newPace(20, undefined, 0), limit: 10 };
    slowDown(pace, 0, 5_000);
    slowDown(pace, 4_999);
    expect(pace.limit).toBe(7);
    slowDown(pace, 5_000);
    expect(pace.limit).toBe(4);
  });

  it("counts successes anew after a fall", () => {
    const pace = newPace(10, undefined, 0);
    speedUp(pace);
    slowDown(pace, 0);
    speedUp(pace);
    expect(pace.limit).toBe(2);
  });

  it("lets so many records a second go, a batch whole", () => {
    const pace = newPace(10, 100, 0);
    expect(leavesAtMs(pace, 0)).toBe(0);
    spend(pace, 300);
    // 200 too many: two seconds, and one record's time.
    expect(leavesAtMs(pace, 0)).toBe(2_010);
    expect(leavesAtMs(pace, 2_010)).toBe(2_010);
  });

  it("saves up a second's records at most", () => {
    const pace = newPace(10, 100, 0);
    leavesAtMs(pace, 60_000);
    spend(pace, 100);
    expect(leavesAtMs(pace, 60_000)).toBeGreaterThan(60_000);
  });

  it("pauses at random below a base that doubles from 0.2 s to 30 s", () => {
    expect([1, 2, 3, 9, 40].map((pauses) => pauseMs(pauses, 1))).toEqual([200, 400, 800, 30_000, 30_000]);
    expect(pauseMs(5, 0)).toBe(0);
  });
});
