import { describe, expect, it } from "vitest";
import { checkShape, knownPart, modelViolation, type Shape, structure } from "../../../../src/core/mapping/rules/shape.ts";

const shape = structure({
  Count: { kind: "integer", minimum: 1, maximum: 5 },
  Names: { kind: "list", maximumLength: 2, member: { kind: "string", minimumLength: 2, pattern: "[a-z]*" } },
  Limits: { kind: "map", keys: ["A"], value: { kind: "boolean" } },
  At: { kind: "timestamp" },
});
const check = (value: unknown) => checkShape(shape, value, ["Thing"]).map(({ rule, path }) => [rule, ...path]);

describe("checkShape", () => {
  const cases: [value: unknown, found: unknown[]][] = [
    [{ Count: 3, Names: ["ab"], Limits: { A: true }, At: "2026-11-23T12:00:00Z" }, []],
    [undefined, []],
    [{ Count: null, Unknown: 9 }, []],
    [{ Count: 0 }, [["count-range", "Thing", "Count"]]],
    [{ Count: 6 }, [["count-range", "Thing", "Count"]]],
    [{ Count: Number.NaN }, [["count-type", "Thing", "Count"]]],
    [{ Names: ["ab", "cd", "ef"] }, [["names-length", "Thing", "Names"]]],
    [
      { Names: ["a", "B2"] },
      [
        ["names-length", "Thing", "Names", 0],
        ["names-pattern", "Thing", "Names", 1],
      ],
    ],
    [{ Names: ["ab\n"] }, [["names-pattern", "Thing", "Names", 0]]],
    [{ Names: [null] }, [["names-type", "Thing", "Names", 0]]],
    [
      { Limits: { B: 1 } },
      [
        ["limits-enum", "Thing", "Limits"],
        ["b-type", "Thing", "Limits", "B"],
      ],
    ],
    [{ At: "yesterday" }, [["at-type", "Thing", "At"]]],
    [{ At: "5" }, [["at-type", "Thing", "At"]]],
    [[], [["thing-type", "Thing"]]],
    ["text", [["thing-type", "Thing"]]],
  ];
  it.each(cases)("of %j", (value, found) => expect(check(value)).toEqual(found));

  it("tells every constraint that one value breaks, the greatest first", () => {
    const narrow: Shape = { kind: "string", minimumLength: 3, pattern: "[a-z]*", members: ["abc"] };
    expect(checkShape(narrow, "A", ["Word"]).map(({ constraint }) => constraint.kind)).toEqual(["minimum-length", "pattern", "enum"]);
  });
});

describe("knownPart", () => {
  it("leaves out what the shape does not name, and keeps what does not fit it", () => {
    const list: Shape = { kind: "list", member: shape };
    expect(knownPart(list, [{ Count: "5", Future: 1, Limits: { B: 2 } }, "text", null])).toEqual([
      { Count: "5", Limits: { B: 2 } },
      "text",
      null,
    ]);
  });
});

describe("modelViolation", () => {
  it.each([
    [{ kind: "minimum", limit: 1_000 } as const, 5, "Thing must be at least 1,000; it is 5."],
    [{ kind: "minimum-length", limit: 1 } as const, "", "Thing needs at least 1 character; it has 0."],
    [{ kind: "maximum-length", limit: 2 } as const, [1, 2, 3], "Thing takes at most 2 entries; it has 3."],
    [{ kind: "enum", members: ["A", "B"] } as const, "C", 'Thing is "C"; AWS knows A, B.'],
    [{ kind: "type", expected: "a list" } as const, "x", 'Thing must be a list; it is "x".'],
    [{ kind: "not-null" } as const, undefined, "Thing is missing."],
  ])("says %o", (constraint, value, message) => expect(modelViolation(constraint, value, ["Thing"]).message).toBe(message));
});
