import fc from "fast-check";
import { expect, it } from "vitest";
import { offsetSet, runsOf } from "../../../src/core/redrive/offset-set.ts";

const run = (first: number, last: number) => ({ first: BigInt(first), last: BigInt(last) });

it("joins neighbours and what overlaps", () => {
  const set = offsetSet();
  for (const each of [run(10, 12), run(1, 2), run(3, 3), run(20, 20), run(11, 15), run(30, 40), run(14, 31)]) set.add(each);
  expect(set.runs()).toEqual([run(1, 3), run(10, 40)]);
});

it("knows what it holds, whatever comes in which order", () => {
  const runs = fc.array(
    fc.tuple(fc.nat(60), fc.nat(8)).map(([first, more]) => run(first, first + more)),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(runs, (added) => {
      const [set, expected] = [offsetSet(), new Set<bigint>()];
      for (const each of added) {
        const known = offsetsOf(each).filter((offset) => expected.has(offset));
        expect(set.common(each)).toBe(BigInt(known.length));
        set.add(each);
        for (let offset = each.first; offset <= each.last; offset++) expected.add(offset);
      }
      for (let offset = 0n; offset < 75n; offset++) expect(set.has(offset)).toBe(expected.has(offset));
      expect(set.size).toBe(set.runs().length);
      expect(set.runs()).toEqual(runsOf([...expected].sort((a, b) => Number(a - b))));
    }),
  );
});

it("makes runs of ascending offsets", () => {
  expect(runsOf([])).toEqual([]);
  expect(runsOf([1n, 2n, 3n, 7n, 9n, 10n])).toEqual([run(1, 3), run(7, 7), run(9, 10)]);
});

function offsetsOf({ first, last }: ReturnType<typeof run>): bigint[] {
  return Array.from({ length: Number(last - first) + 1 }, (_, index) => first + BigInt(index));
}
