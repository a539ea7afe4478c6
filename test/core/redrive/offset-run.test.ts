import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { offsetsIn, runsOf, runWith, without } from "../../../src/core/redrive/offset-run.ts";

const offsets = fc
  .uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 40 })
  .map((list) => list.toSorted((a, b) => a - b).map(BigInt));

describe("runs of offsets", () => {
  it("hold exactly the offsets that they are made of, none twice, in as few runs as can be", () => {
    fc.assert(
      fc.property(offsets, (list) => {
        const runs = runsOf(list);
        for (let offset = -1n; offset <= 61n; offset++) expect(runWith(runs, offset) !== undefined).toBe(list.includes(offset));
        for (const [index, run] of runs.entries()) expect(run.first > (runs[index - 1]?.last ?? -2n) + 1n).toBe(true);
        expect(runs.reduce((sum, run) => sum + offsetsIn(run), 0)).toBe(list.length);
      }),
    );
  });

  it("leave what others do not have", () => {
    fc.assert(
      fc.property(offsets, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 20 }), (list, first, length) => {
        const run = { first: BigInt(first), last: BigInt(first + length) };
        const left = without(run, runsOf(list));
        for (let offset = -1n; offset <= 85n; offset++) {
          const isLeft = offset >= run.first && offset <= run.last && !list.includes(offset);
          expect(runWith(left, offset) !== undefined).toBe(isLeft);
        }
      }),
    );
  });
});
