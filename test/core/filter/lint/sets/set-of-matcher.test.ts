import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyPresent, covers, everything, hasValue, isNothing, unionOf } from "../../../../../src/core/filter/lint/sets/value-set.ts";
import { satisfies } from "../../../../../src/core/filter/value-test.ts";
import { someList, someScalar } from "../arbitrary-filters.ts";
import { budget, conditionOf, scalarOf, setOf } from "./set-samples.ts";

describe("the set of a list of values", () => {
  it("has exactly the values that the engine lets through", () => {
    fc.assert(
      fc.property(someList, someScalar, (list, scalar) => {
        const condition = conditionOf(list);
        expect(hasValue(setOf(list), scalarOf(scalar))).toBe(satisfies(scalarOf(scalar), condition));
        expect(setOf(list).absent).toBe(condition.mayBeAbsent);
      }),
      { numRuns: 1500 },
    );
  });

  it("covers another only if each value of the other is in it", () => {
    fc.assert(
      fc.property(someList, someList, fc.array(someScalar, { minLength: 5, maxLength: 30 }), (list, other, scalars) => {
        const [set, otherSet] = [setOf(list), setOf(other)];
        const answer = covers(set, otherSet, budget());
        const missing = scalars.map(scalarOf).find((value) => hasValue(otherSet, value) && !hasValue(set, value));
        if (answer === "yes") expect(missing).toBeUndefined();
        if (answer === "yes") expect(set.absent || !otherSet.absent).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });

  it("covers its own part", () => {
    fc.assert(
      fc.property(someList, someList, (list, other) => {
        const whole = unionOf([setOf(list), setOf(other)]);
        // What is compared as it is may look like something else as bytes, and digits of addresses are not worked out.
        expect(covers(whole, setOf(list), budget())).not.toBe("no");
      }),
      { numRuns: 1000 },
    );
  });

  it("is all or nothing only if it is for every value", () => {
    fc.assert(
      fc.property(someList, someScalar, (list, scalar) => {
        const set = setOf(list);
        if (covers(set, anyPresent, budget()) === "yes") expect(hasValue(set, scalarOf(scalar))).toBe(true);
        if (covers(set, everything, budget()) === "yes") expect(set.absent).toBe(true);
        if (isNothing(set)) expect(hasValue(set, scalarOf(scalar)) || set.absent).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});
