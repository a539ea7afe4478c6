import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deadValues } from "../../../../src/core/filter/lint/dead-values.ts";
import { WorkBudget } from "../../../../src/core/filter/lint/work-budget.ts";
import { passesTest } from "../../../../src/core/filter/value-test.ts";
import { someMatcher, someScalar } from "./arbitrary-filters.ts";
import { budget, conditionOf, scalarOf } from "./sets/set-samples.ts";

function dead(list: string): string[] {
  const text = `{"a":${list}}`;
  return deadValues(conditionOf(list), budget()).map(({ matcher, by }) => {
    const other = by === undefined ? "the rest" : text.slice(by.start, by.end);
    return `${text.slice(matcher.start, matcher.end)} by ${other}`;
  });
}

describe("entries of a list that could be left out", () => {
  it.each([
    ['["a","b","a"]', ['"a" by "a"']],
    ["[300,3.0e2]", ["3.0e2 by 300"]],
    ["[9007199254740993,9007199254740993.0]", []],
    ['["a",{"exactly":"a"}]', ['{"exactly":"a"} by "a"']],
    ['["ab",{"prefix":"a"}]', ['"ab" by {"prefix":"a"}']],
    ['[{"prefix":"ab"},{"prefix":"a"}]', ['{"prefix":"ab"} by {"prefix":"a"}']],
    ['[{"prefix":"a"},{"wildcard":"a*"}]', ['{"wildcard":"a*"} by {"prefix":"a"}']],
    ['["10.0.0.1","10.0.0.01"]', ['"10.0.0.01" by "10.0.0.1"']],
    ['[{"anything-but":"a"},"b",5,null]', ['"b" by {"anything-but":"a"}', '5 by {"anything-but":"a"}', 'null by {"anything-but":"a"}']],
    ['[{"numeric":["<",5]},{"numeric":[">=",5]},{"numeric":[">",0,"<",9]}]', ['{"numeric":[">",0,"<",9]} by the rest']],
    ['[{"numeric":[">",0,"<",9]},5]', ['5 by {"numeric":[">",0,"<",9]}']],
    ['["ab",{"wildcard":"ab"}]', ['{"wildcard":"ab"} by "ab"']],
    ['["a",{"exists":false}]', []],
    ['[{"anything-but":"a"},{"exists":false}]', []],
    ['["a",{"anything-but":"a"}]', []],
  ])("%s: %j", (list, expected) => {
    expect(dead(list)).toEqual(expected);
  });

  it("could be left out all at once: the others accept every value that they do", () => {
    fc.assert(
      fc.property(
        fc.array(someMatcher, { minLength: 2, maxLength: 5 }),
        fc.array(someScalar, { minLength: 10, maxLength: 20 }),
        (all, scalars) => {
          const condition = conditionOf(`[${all.join(",")}]`);
          const gone = new Set(deadValues(condition, budget()).map(({ matcher }) => matcher));
          const left = condition.tests.filter(({ matcher }) => !gone.has(matcher));
          for (const value of scalars.map(scalarOf)) {
            const passes = (tests: typeof left) => tests.some((test) => passesTest(value, test, condition.comparesNumbers));
            expect(passes(left)).toBe(passes([...condition.tests]));
          }
          const acceptsAbsence = (tests: typeof left) => tests.some(({ matcher }) => matcher.kind === "exists" && !matcher.present);
          expect(acceptsAbsence(left)).toBe(acceptsAbsence([...condition.tests]));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("are not looked for any more when that would take too long", () => {
    expect(deadValues(conditionOf('[{"prefix":"ab"},{"prefix":"a"}]'), new WorkBudget(0))).toEqual([]);
  });
});
