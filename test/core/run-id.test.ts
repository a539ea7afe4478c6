import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newRunId, runBegan, runIdPrefix } from "../../src/core/run-id.ts";

describe("a run's id", () => {
  it("is a ULID: the example of its specification", () => {
    expect(newRunId(1_469_918_176_385, () => 0)).toBe("01ARYZ6S410000000000000000");
    expect(newRunId(2 ** 48 - 1, () => 0.999_999)).toBe("7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
  });

  it("sorts by time and tells it", () => {
    const times = fc.integer({ min: 0, max: 2 ** 48 - 1 });
    fc.assert(
      fc.property(times, times, fc.double({ min: 0, max: 0.999, noNaN: true }), (a, b, dice) => {
        const [first, second] = [newRunId(a, () => dice), newRunId(b, () => dice)];
        expect(first).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
        expect(runBegan(first)).toBe(a);
        if (a < b) expect(first < second).toBe(true);
      }),
    );
  });

  it.each([
    ["01aryz", "01ARYZ"],
    ["01ARYZ6S410000000000000000", "01ARYZ6S410000000000000000"],
    ["", undefined],
    ["01I", undefined],
    ["../x", undefined],
    ["0".repeat(27), undefined],
  ])("is typed as %j: %s", (typed, prefix) => expect(runIdPrefix(typed)).toBe(prefix));
});
