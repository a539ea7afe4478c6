import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changedShare } from "../../../src/sandbox/runtime/changed-share.ts";

describe("the records of an embedded topic that are changed", () => {
  it("are their share of any stretch, to a record", () => {
    const stretches = fc.record({
      from: fc.nat(2_000),
      length: fc.nat(500),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      seed: fc.nat(50),
    });
    fc.assert(
      fc.property(stretches, ({ from, length, share, seed }) => {
        const isChanged = changedShare("orders", share, seed);
        let changed = 0;
        for (let offset = from; offset < from + length; offset++) changed += isChanged(3, offset) ? 1 : 0;
        expect(Math.abs(changed - share * length)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("are others with another seed and in another partition", () => {
    const of = (seed: number, partition: number): boolean[] => {
      const isChanged = changedShare("orders", 0.5, seed);
      return Array.from({ length: 20 }, (_, offset) => isChanged(partition, offset));
    };
    const sequences = Array.from({ length: 10 }, (_, seed) => [of(seed, 0), of(seed, 1)]).flat();
    expect(new Set(sequences.map(String)).size).toBeGreaterThan(1);
  });
});
