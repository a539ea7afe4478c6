import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  coversNumbers,
  hasNoNumbers,
  hasNumber,
  numbersExcept,
  numbersWhere,
  unionOfNumbers,
} from "../../../../../src/core/filter/lint/sets/number-set.ts";

const some = fc.constantFrom(-1, 0, 1, 5, 5.000000000000001, 5e-324, -5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 1e300);
const operator = fc.constantFrom("=", "<", "<=", ">", ">=");
const comparison = fc.record({ operator, value: some });
const range = fc.array(comparison, { minLength: 1, maxLength: 2 });

function holds(each: { readonly operator: string; readonly value: number }, value: number): boolean {
  switch (each.operator) {
    case "=":
      return value === each.value;
    case "<":
      return value < each.value;
    case "<=":
      return value <= each.value;
    case ">":
      return value > each.value;
    default:
      return value >= each.value;
  }
}

describe("sets of numbers", () => {
  const value = fc.oneof(
    some,
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => each + 0),
  );

  it("have the numbers for which all comparisons hold", () => {
    fc.assert(
      fc.property(range, value, (comparisons, number) => {
        expect(hasNumber(numbersWhere(comparisons), "", number)).toBe(comparisons.every((each) => holds(each, number)));
      }),
      { numRuns: 1000 },
    );
  });

  it("are joined where no double lies between them", () => {
    const joined = unionOfNumbers([numbersWhere([{ operator: "<", value: 5 }]), numbersWhere([{ operator: ">=", value: 5 }])]);
    expect(joined.ranges).toEqual([{ lowest: -Number.MAX_VALUE, highest: Number.MAX_VALUE }]);
    const apart = unionOfNumbers([numbersWhere([{ operator: "<", value: 5 }]), numbersWhere([{ operator: ">", value: 5 }])]);
    expect(apart.ranges).toHaveLength(2);
    expect(coversNumbers(joined, numbersWhere([{ operator: "=", value: 5 }]))).toBe("yes");
    expect(coversNumbers(apart, numbersWhere([{ operator: "=", value: 5 }]))).toBe("no");
  });

  it("know what is covered exactly", () => {
    fc.assert(
      fc.property(
        fc.array(range, { minLength: 1, maxLength: 3 }),
        range,
        fc.array(value, { minLength: 5, maxLength: 20 }),
        (ranges, other, values) => {
          const set = unionOfNumbers(ranges.map(numbersWhere));
          const answer = coversNumbers(set, numbersWhere(other));
          expect(answer).not.toBe("unknown");
          const missing = values.some((number) => hasNumber(numbersWhere(other), "", number) && !hasNumber(set, "", number));
          if (answer === "yes") expect(missing).toBe(false);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("of all numbers but some have all others, also those that cannot be compared", () => {
    const set = numbersExcept([5, 0, 5]);
    expect([hasNumber(set, "5", 5), hasNumber(set, "0", 0), hasNumber(set, "4", 4), hasNumber(set, "9007199254740993", undefined)]).toEqual(
      [false, false, true, true],
    );
    expect(coversNumbers(unionOfNumbers([set, numbersExcept([6])]), numbersExcept([]))).toBe("yes");
    expect(hasNoNumbers(numbersExcept([Number.MAX_VALUE, -Number.MAX_VALUE]))).toBe(false);
  });
});
