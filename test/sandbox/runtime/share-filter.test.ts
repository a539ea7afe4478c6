import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { everythingPasses, shareFilter } from "../../../src/sandbox/runtime/share-filter.ts";

const ranges = fc
  .record({ from: fc.nat(2_000), length: fc.nat(500), share: fc.double({ min: 0.001, max: 1, noNaN: true }), seed: fc.nat(50) })
  .map(({ from, length, share, seed }) => ({ from, until: from + length, filter: shareFilter("orders", share, seed), share }));

describe("a filter by its share", () => {
  it("counts exactly the records that pass one by one", () => {
    fc.assert(
      fc.property(ranges, ({ from, until, filter }) => {
        let passed = 0;
        for (let offset = from; offset < until; offset++) passed += filter.passes(3, offset) ? 1 : 0;
        expect(filter.passing(3, from, until)).toBe(passed);
      }),
    );
  });

  it("lets its share through, to a record", () => {
    fc.assert(
      fc.property(ranges, ({ from, until, filter, share }) => {
        expect(Math.abs(filter.passing(0, from, until) - share * (until - from))).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("reads as far as it can without passing more than there is room for", () => {
    fc.assert(
      fc.property(ranges, fc.integer({ min: 1, max: 600 }), ({ from, until, filter }, room) => {
        const reached = filter.reach(1, from, until, room);
        expect(reached).toBeLessThanOrEqual(until);
        expect(filter.passing(1, from, reached)).toBe(Math.min(room, filter.passing(1, from, until)));
      }),
    );
  });

  it("lets everything through when the share is 1", () => {
    expect(shareFilter("orders", 1, 5)).toBe(everythingPasses);
    expect(everythingPasses.reach(0, 10, 500, 100)).toBe(110);
  });
});
