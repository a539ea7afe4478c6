import fc from "fast-check";
import { expect, it } from "vitest";
import { NumberSet } from "../../../../src/platform/disk/journal/number-set.ts";

it("holds what a set holds, whatever is put in and taken out", () => {
  const steps = fc.array(fc.tuple(fc.constantFrom("add", "delete"), fc.oneof(fc.integer({ min: 1, max: 70 }), fc.constant(2_000_000))));
  fc.assert(
    fc.property(steps, (all) => {
      const [numbers, set] = [new NumberSet(), new Set<number>()];
      for (const [what, n] of all) {
        numbers[what as "add" | "delete"](n);
        set[what as "add" | "delete"](n);
      }
      const asked = [...Array.from({ length: 80 }, (_, n) => n), 2_000_000, 9_000_000];
      expect(asked.filter((n) => numbers.has(n))).toEqual(asked.filter((n) => set.has(n)));
    }),
  );
});
