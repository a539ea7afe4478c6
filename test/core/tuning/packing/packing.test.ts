import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fewestUnits } from "../../../../src/core/tuning/packing/fewest-units.ts";
import { type Packable, packable } from "../../../../src/core/tuning/packing/packable.ts";
import { packed } from "../../../../src/core/tuning/packing/packing.ts";
import { everyPacking, firstFitDecreasing, isAllowed, unitsOfPacking } from "../../../support/tuning/packings.ts";

const mapping = (pollers: number, changes: Partial<Packable> = {}): Packable =>
  packable({ pollers, bytesPerSecond: 0, maximumPollers: 10, mappings: 1, groups: 0, ...changes });
const times = (count: number, item: () => Packable) => Array.from({ length: count }, item);
/** Pollers of each member of each group, the largest group first. */
const shape = (items: readonly Packable[]) =>
  packed(items)
    .map((group) => group.map(({ pollers }) => pollers).sort((a, b) => b - a))
    .sort((a, b) => b.length - a.length || (b[0] ?? 0) - (a[0] ?? 0));

describe("who shares event poller units", () => {
  it("is everybody, where nothing forbids it", () => {
    expect(shape(times(10, () => mapping(1)))).toEqual([[1, 1, 1, 1, 1, 1, 1, 1, 1, 1]]);
    expect(shape([mapping(4), mapping(13), mapping(3)])).toEqual([[13, 4, 3]]);
  });

  it("is nobody who gains nothing by it", () => {
    expect(shape([mapping(10), mapping(10)])).toEqual([[10], [10]]);
    // A unit is full with the small ones; the large one fills its own.
    expect(shape([mapping(5), mapping(5), mapping(10)])).toEqual([[5, 5], [10]]);
    expect(shape([mapping(6), mapping(6)])).toEqual([[6], [6]]);
    expect(shape([mapping(3)])).toEqual([[3]]);
    expect(shape([])).toEqual([]);
  });

  it("goes by bytes where they are more than the pollers", () => {
    const bytesPerSecond = 8_000_000;
    // Three are 24 MB/s: two units, as many as two and one take.
    expect(shape(times(3, () => mapping(1, { bytesPerSecond })))).toEqual([[1, 1], [1]]);
  });

  it("is no more than a group may have", () => {
    const groups = packed(times(15, () => mapping(1, { maximumPollers: 200 })));
    expect(groups.map(({ length }) => length).sort((a, b) => a - b)).toEqual([5, 10]);
    expect(Math.max(...packed(times(150, () => mapping(1))).map(({ length }) => length))).toBe(100);
  });

  it("is a group that is there before a new one, and never two of those", () => {
    const existing = () => mapping(4, { groups: 1, mappings: 4, maximumPollers: 40 });
    expect(packed([mapping(1), mapping(2), existing()])).toEqual([[expect.objectContaining({ groups: 1 }), mapping(2), mapping(1)]]);
    expect(packed([existing(), existing()])).toEqual([[existing()], [existing()]]);
    // It has 99 mappings, or more pollers than it may.
    expect(packed([mapping(1), mapping(1), mapping(3, { groups: 1, mappings: 99 })]).map(({ length }) => length)).toContain(2);
    expect(packed([mapping(1), mapping(4, { groups: 1, maximumPollers: 3_000 })])).toHaveLength(2);
  });
});

const anyItem = fc
  .record({
    pollers: fc.integer({ min: 1, max: 24 }),
    bytesPerSecond: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 14_000_000 })),
    maximumPollers: fc.oneof(fc.constant(200), fc.integer({ min: 24, max: 1_200 })),
    isGroup: fc.boolean(),
    mappings: fc.integer({ min: 1, max: 60 }),
  })
  .map(({ isGroup, mappings, ...item }) => packable({ ...item, groups: isGroup ? 1 : 0, mappings: isGroup ? mappings : 1 }));

function expectSound(items: readonly Packable[], packing: readonly (readonly Packable[])[]) {
  expect(new Set(packing.flat())).toEqual(new Set(items));
  expect(packing.flat()).toHaveLength(items.length);
  expect(packing.filter((group) => !isAllowed(group))).toEqual([]);
}

describe("of few mappings", () => {
  const few = fc.array(anyItem, { minLength: 1, maxLength: 7 });

  it("takes as few units as the best of all packings", () => {
    fc.assert(
      fc.property(few, (items) => {
        const packing = packed(items);
        expectSound(items, packing);
        expect(unitsOfPacking(packing)).toBe(
          Math.min(
            ...everyPacking(items)
              .filter((each) => each.every(isAllowed))
              .map(unitsOfPacking),
          ),
        );
      }),
      { numRuns: 300 },
    );
  });

  it("is found by looking at all of them, too, without first fit's help", () => {
    fc.assert(
      fc.property(few, (items) => {
        const best = Math.min(
          ...everyPacking(items)
            .filter((each) => each.every(isAllowed))
            .map(unitsOfPacking),
        );
        const found = fewestUnits(items, best + 1) ?? [];
        expectSound(items, found);
        expect(unitsOfPacking(found)).toBe(best);
        expect(fewestUnits(items, best)).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it("leaves nobody in a group who pays as much alone", () => {
    fc.assert(
      fc.property(few, (items) => {
        for (const group of packed(items).filter(({ length }) => length > 1)) {
          for (const member of group.filter(({ groups }) => groups === 0)) {
            const others = group.filter((each) => each !== member);
            expect(unitsOfPacking([others, [member]])).toBeGreaterThan(unitsOfPacking([group]));
          }
        }
      }),
    );
  });
});

it("is better than first fit where all ways are looked at", () => {
  // Largest first, 9, 7 and 6 are a group of three units, which 5 may not join any more.
  const items = [
    mapping(9, { maximumPollers: 500 }),
    mapping(7, { maximumPollers: 500 }),
    mapping(6, { maximumPollers: 700 }),
    mapping(5, { maximumPollers: 500 }),
  ];
  expect(Math.min(...firstFitDecreasing(items).map(unitsOfPacking))).toBe(4);
  expect(unitsOfPacking(packed(items))).toBe(3);
});

it("of many is never worse than first fit decreasing", () => {
  fc.assert(
    fc.property(fc.array(anyItem, { minLength: 21, maxLength: 60 }), (items) => {
      const packing = packed(items);
      expectSound(items, packing);
      const firstFits = firstFitDecreasing(items).map(unitsOfPacking);
      expect(unitsOfPacking(packing)).toBeLessThanOrEqual(Math.min(...firstFits));
    }),
  );
});
