import { describe, expect, it } from "vitest";
import { newBreaker, note, tripped } from "../../../src/core/redrive/breaker.ts";

describe("the breaker", () => {
  it("says nothing below ten records", () => {
    const breaker = newBreaker(50, 0.5);
    note(breaker, 9, true);
    expect(tripped(breaker)).toBeUndefined();
    note(breaker, 1, true);
    expect(tripped(breaker)).toEqual({ poison: 10, of: 10 });
  });

  it("trips above its share, not at it", () => {
    const breaker = newBreaker(50, 0.5);
    note(breaker, 25, true);
    note(breaker, 25, false);
    expect(tripped(breaker)).toBeUndefined();
    note(breaker, 1, true);
    // The oldest of the window was poison, too.
    expect(tripped(breaker)).toBeUndefined();
  });

  it("looks at the last records only", () => {
    const breaker = newBreaker(50, 0.5);
    note(breaker, 100_000, false);
    note(breaker, 26, true);
    expect(tripped(breaker)).toEqual({ poison: 26, of: 50 });
  });
});
