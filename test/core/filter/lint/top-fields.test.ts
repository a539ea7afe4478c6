import { describe, expect, it } from "vitest";
import { readJson } from "../../../../src/core/filter/json-tree.ts";
import { fieldsOutsideValue, hasValueField } from "../../../../src/core/filter/lint/top-fields.ts";

const outside = (text: string) =>
  fieldsOutsideValue(readJson(text).node).map(({ member, insideOr, asksForPresence }) => [member.name, insideOr, asksForPresence]);

describe("fields beside value", () => {
  it.each([
    ['{"value":{"a":[1]},"value.b":[1]}', []],
    [
      '{"a":[1],"$or":[{"b":[1]},{"value":[1]}]}',
      [
        ["a", false, true],
        ["b", true, true],
      ],
    ],
    ['{"a":["x",{"exists":false}]}', [["a", false, false]]],
    ['{"a":{"b":[{"exists":false}],"c":[1]}}', [["a", false, true]]],
    ['{"a":{"$or":[{"b":[1]},{"b":[{"exists":false}]}]}}', [["a", false, false]]],
    [
      '{"a":5,"valuee":[1],"values.x":[1]}',
      [
        ["a", false, true],
        ["valuee", false, true],
        ["values.x", false, true],
      ],
    ],
    ['{"":{"value":["x"]}}', []],
    ["[1]", []],
  ])("%s: %j", (text, expected) => {
    expect(outside(text)).toEqual(expected);
  });

  it("are told apart from a value in a branch", () => {
    expect(hasValueField(readJson('{"$or":[{"a":[1]},{"value":[1]}]}').node)).toBe(true);
    expect(hasValueField(readJson('{"a":{"value":[1]}}').node)).toBe(false);
    expect(hasValueField(undefined)).toBe(false);
  });
});
