import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countBelow, listedOffsets, type Offsets, offsetRange } from "../../../src/sandbox/runtime/offsets.ts";

const listOf = (offsets: Offsets): number[] => Array.from({ length: offsets.length }, (_, index) => offsets.at(index));

/** The same offsets, as a list and, where they are a stretch, as its ends. */
const given = fc
  .record({ from: fc.nat(50), length: fc.nat(30), stretch: fc.boolean(), keep: fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }) })
  .map(({ from, length, stretch, keep }) => {
    const all = Array.from({ length }, (_, index) => from + index);
    const expected = stretch ? all : all.filter((_, index) => keep[index]);
    return { expected, offsets: stretch ? offsetRange(from, from + length) : listedOffsets(expected) };
  });

describe("offsets", () => {
  it("have a length, places and slices as a list has", () => {
    fc.assert(
      fc.property(given, fc.nat(40), fc.nat(40), ({ expected, offsets }, start, end) => {
        expect(listOf(offsets)).toEqual(expected);
        expect(listOf(offsets.slice(start))).toEqual(expected.slice(start));
        expect(listOf(offsets.slice(Math.min(start, end), Math.max(start, end)))).toEqual(
          expected.slice(Math.min(start, end), Math.max(start, end)),
        );
      }),
    );
  });

  it("tell how many of them are below one", () => {
    fc.assert(
      fc.property(given, fc.nat(100), ({ expected, offsets }, offset) => {
        expect(countBelow(offsets, offset)).toBe(expected.filter((each) => each < offset).length);
      }),
    );
  });

  it("of a list end where it ends", () => {
    expect(() => listedOffsets([4]).at(1)).toThrow(RangeError);
  });
});
