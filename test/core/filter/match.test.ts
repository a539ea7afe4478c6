import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventValues } from "../../../src/core/filter/event-values.ts";
import { matchesRule, satisfyingValues } from "../../../src/core/filter/match.ts";
import { satisfies } from "../../../src/core/filter/value-test.ts";
import { compiledOf, isMatch } from "./matching.ts";
import { anyCase } from "./random-patterns.ts";

describe("matching", () => {
  it.each([
    ["fields are joined by and", { a: [1], b: [2] }, { a: 1, b: 2, c: 3 }, true],
    ["… all of them", { a: [1], b: [2] }, { a: 1 }, false],
    ["dots and nesting are the same path", { a: { b: [1] } }, { "a.b": 1 }, true],
    ["… in the pattern too", { "a.b": [1] }, { a: { b: 1 } }, true],
    ["names are case-sensitive", { A: [1] }, { a: 1 }, false],
    ["elements of a list are alternatives", { a: [2] }, { a: [1, 2] }, true],
    ["… at any depth", { a: { b: [2] } }, { a: [[{ b: 1 }], { b: [[2]] }] }, true],
    ["two fields of one element", { a: { b: [1], c: [2] } }, { a: [{ b: 1, c: 2 }] }, true],
    ["… not of two elements", { a: { b: [1], c: [2] } }, { a: [{ b: 1 }, { c: 2 }] }, false],
    ["… of any lists beside each other", { a: { x: [1] }, b: { x: [2] } }, { a: [{ x: 0 }, { x: 1 }], b: [{ x: 2 }] }, true],
    ["scalars of a list are in no element", { a: [1, 2], b: { c: [3] } }, { a: [2], b: [{ c: 3 }] }, true],
    ["__proto__ is a name", { __proto__x: [1], ["__proto__"]: [1] }, '{"__proto__x":1}', false],
    ["one branch of $or is enough", { $or: [{ a: [1] }, { b: [2] }] }, { b: 2 }, true],
    ["… beside other fields", { c: [3], $or: [{ a: [1] }, { b: [2] }] }, { b: 2 }, false],
    ["$ors multiply", { $or: [{ a: [1] }, { a: [2] }], x: { $or: [{ b: [1] }, { c: [1] }] } }, { a: 2, x: { c: 1 } }, true],
    ["absence fits when no chosen element has the field", { a: { b: [1], c: [{ exists: false }] } }, { a: [{ b: 1 }, { c: 1 }] }, true],
    ["… and does not when it has", { a: { b: [1], c: [{ exists: false }] } }, { a: [{ b: 1, c: 1 }] }, false],
  ] as const)("%s", (_, pattern, event, expected) => {
    expect(isMatch(pattern, event)).toBe(expected);
  });

  it.each([
    ["the later of two conditions on a path wins", '{"a":[1],"a":[2]}', '{"a":1}', false],
    ["… a branch of $or after it, too", '{"a":[1],"$or":[{"a":[2]},{"b":[1]}]}', '{"a":2}', true],
    ["… and a field after $or", '{"$or":[{"a":[2]},{"b":[1]}],"a":[1]}', '{"a":2}', false],
    ["a name that comes twice in an event keeps both values", '{"a":[1]}', '{"a":1,"a":2}', true],
    ["… the later one, too", '{"a":[2]}', '{"a":1,"a":2}', true],
    ["what follows the event is not looked at", '{"a":[1]}', '{"a":1} x', true],
  ])("%s", (_, pattern, event, expected) => {
    expect(isMatch(pattern, event)).toBe(expected);
  });

  it("does not try all elements of lists beside each other with each other", () => {
    const lists = ["a", "b", "c", "d", "e", "f"];
    const elements = Array.from({ length: 200 }, (_, index) => ({ x: index }));
    const pattern = Object.fromEntries(lists.map((name) => [name, { x: [{ numeric: [">=", 0] }] }]));
    const event = Object.fromEntries(lists.map((name) => [name, elements]));
    expect(isMatch({ ...pattern, g: { x: [1] } }, { ...event, g: [{ x: 0 }] })).toBe(false);
    expect(isMatch({ ...pattern, g: { x: [1], y: [1] } }, { ...event, g: [{ x: 1 }, { y: 1 }] })).toBe(false);
  });

  it("does not go through a long list for each of its elements", () => {
    const elements = Array.from({ length: 40_000 }, (_, index) => (index % 2 === 0 ? { b: 1 } : { c: 1 }));
    expect(isMatch({ a: { b: [1], c: [1] } }, { a: elements })).toBe(false);
    expect(isMatch({ a: { b: [1], c: [1] } }, { a: [...elements, { b: 1, c: 1 }] })).toBe(true);
  });
});

describe("the values that satisfy a rule", () => {
  it("are from one element where they have to be", () => {
    const compiled = compiledOf({ a: { b: [1], c: [2], d: [{ exists: false }] } });
    const { values } = eventValues('{"a":[{"b":1,"d":0},{"c":2},{"b":1,"c":2}]}', compiled.steps);
    const chosen = compiled.rules.flatMap((rule) => satisfyingValues(rule, values));
    expect(chosen.map((value) => value?.element?.index)).toEqual([2, 2, undefined]);
    expect(chosen[2]).toBeUndefined();
  });

  it("are values that satisfy its conditions, and none at all for a rule that does not match", () => {
    fc.assert(
      fc.property(anyCase, ([pattern, event]) => {
        const compiled = compiledOf(pattern);
        const { values } = eventValues(event, compiled.steps);
        for (const rule of compiled.rules.slice(0, 50)) {
          const chosen = satisfyingValues(rule, values);
          if (!matchesRule(rule, values)) expect(chosen).toEqual([]);
          else
            for (const [index, condition] of rule.conditions.entries()) {
              const value = chosen[index];
              expect(value === undefined ? condition.mayBeAbsent : satisfies(value, condition)).toBe(true);
            }
        }
      }),
      { numRuns: 500 },
    );
  });
});
