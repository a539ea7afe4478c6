import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OffsetRun } from "../../../src/core/redrive/offset-run.ts";
import { offsetSet } from "../../../src/core/redrive/offset-set.ts";

const run = (first: number, last: number): OffsetRun => ({ first: BigInt(first), last: BigInt(last) });

describe("an offset set", () => {
  it("joins what touches or overlaps, and keeps what does not apart", () => {
    const set = offsetSet();
    for (const each of [run(10, 19), run(30, 39), run(20, 24), run(50, 50)]) set.add(each);
    expect(set.runs()).toEqual([run(10, 24), run(30, 39), run(50, 50)]);
    set.add(run(22, 49));
    expect(set.runs()).toEqual([run(10, 50)]);
    expect(set.size).toBe(1);
  });

  it("tells how many offsets were there before", () => {
    const set = offsetSet();
    expect(set.add(run(0, 9))).toBe(0n);
    expect(set.add(run(5, 14))).toBe(5n);
    expect(set.add(run(0, 14))).toBe(15n);
    expect(set.common(run(14, 20))).toBe(1n);
    expect(set.common(run(15, 20))).toBe(0n);
  });

  it("is a set of numbers, whatever is added in whatever order", () => {
    const runs = fc.array(
      fc.tuple(fc.nat(60), fc.nat(8)).map(([first, more]) => run(first, first + more)),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(runs, (all) => {
        const set = offsetSet();
        const numbers = new Set<number>();
        for (const each of all) {
          const own = numbersOf(each);
          expect(set.common(each)).toBe(BigInt(own.filter((number) => numbers.has(number)).length));
          expect(set.add(each)).toBe(BigInt(own.filter((number) => numbers.has(number)).length));
          for (const number of own) numbers.add(number);
        }
        expect(set.runs().flatMap(numbersOf)).toEqual([...numbers].sort((a, b) => a - b));
        // The fewest runs: between two of them something is missing.
        expect(set.runs().every(({ first }, index) => index === 0 || first > (set.runs()[index - 1]?.last ?? 0n) + 1n)).toBe(true);
      }),
    );
  });
});

function numbersOf({ first, last }: OffsetRun): number[] {
  return Array.from({ length: Number(last - first) + 1 }, (_, index) => Number(first) + index);
}
