import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CompiledPattern, compilePattern } from "../../../../src/core/filter/compiled-pattern.ts";
import { eventValues } from "../../../../src/core/filter/event-values.ts";
import {
  ConditionSets,
  conditionsCover,
  JoinedConditions,
  withoutTrailingTautologies,
} from "../../../../src/core/filter/lint/rule-cover.ts";
import { matches } from "../../../../src/core/filter/match.ts";
import { parsePattern } from "../../../../src/core/filter/parse-pattern.ts";
import { someJson, twoRules } from "./arbitrary-filters.ts";
import { budget } from "./sets/set-samples.ts";

function compiled(text: string): CompiledPattern {
  const { pattern } = parsePattern(text);
  const result = pattern && compilePattern(pattern).compiled;
  if (result === undefined) throw new Error(text);
  return result;
}

function answer(rule: string, other: string) {
  const [[first], [second]] = [compiled(rule).rules, compiled(other).rules];
  if (first === undefined || second === undefined) throw new Error(rule);
  const sets = new ConditionSets();
  const needed = withoutTrailingTautologies(first, sets, budget());
  return conditionsCover(needed, new JoinedConditions(second.conditions), sets, budget());
}

describe("whether a rule covers another", () => {
  it.each([
    ['{"a":["x"]}', '{"a":["x"],"b":["y"]}'],
    ['{"b":["y","z"]}', '{"a":["x"],"b":["y"]}'],
    ['{"a":[{"prefix":"x"}]}', '{"a":["xy"]}'],
    ['{"a":["x"],"b":[{"exists":false}]}', '{"a":["x"],"b":[{"exists":false}],"c":["z"]}'],
    ['{"a":["x"],"z":[{"exists":true},{"exists":false}]}', '{"a":["x"]}'],
    ['{"a":["x",{"exists":false}]}', '{"a":["x"],"b":[1]}'],
  ])("%s covers %s", (rule, other) => {
    expect(answer(rule, other)).toBe("yes");
  });

  it.each([
    ['{"a":["x"],"b":["y"]}', '{"a":["x"]}'],
    ['{"a":["x"]}', '{"a":["x","y"]}'],
    // In [{"a":"x"},{"b":1}] the first element has no b, but the list has.
    ['{"l":{"b":[{"exists":false}]}}', '{"l":{"a":["x"],"b":[{"exists":false}]}}'],
    // In [{"a":1},{"b":"x"}] whatever is chosen for a leaves no b.
    ['{"l":{"a":[{"exists":true},{"exists":false}],"b":["x"]}}', '{"l":{"b":["x"]}}'],
    // The event {"a":{"":"x"}} is looked into only where some condition has an empty step.
    ['{"a.":["x"]}', '{"a.":["x"],".b":[{"exists":false}]}'],
  ])("%s is not said to cover %s", (rule, other) => {
    expect(answer(rule, other)).toBe("unknown");
  });

  it("is never said when an event satisfies only the other", () => {
    fc.assert(
      fc.property(twoRules, fc.array(someJson, { minLength: 4, maxLength: 10 }), ([one, two], jsons) => {
        for (const [text, narrower] of [
          [one, two],
          [two, one],
        ] as const) {
          if (answer(text, narrower) !== "yes") continue;
          const [rule, other] = [compiled(text), compiled(narrower)];
          for (const json of jsons) {
            const event = `{"a":${json},"b":${json}}`;
            if (matches(other, eventValues(event, other.steps).values))
              expect(matches(rule, eventValues(event, rule.steps).values)).toBe(true);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});
