import { describe, expect, it } from "vitest";
import { errorsOf } from "./matching.ts";

const anythingBut = (operand: string) => errorsOf(`{"a":[{"anything-but":${operand}}]}`);
const mixed = "Inside anything but list, either all values are number or string, mixed type is not supported";

describe("anything-but", () => {
  it.each([
    ["null", "Value of anything-but must be an array or single string/number value."],
    ["[]", mixed],
    ['["x",1]', mixed],
    ['["x",null]', "Inside anything but list, start|null|boolean is not supported."],
    ["[1e400]", "Cannot compare number : 1e400"],
    ["{}", "Anything-But expression name not found"],
    ['{"numeric":["=",5]}', "Unsupported anything-but pattern: numeric"],
    ['{"prefix":""}', "Null prefix/suffix not allowed"],
    ['{"suffix":["x",""]}', "Null prefix/suffix not allowed"],
    ['{"prefix":27}', "prefix/suffix match pattern must be a string"],
    ['{"equals-ignore-case":[1]}', "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported."],
    ['{"wildcard":[1]}', "wildcard match pattern must be a string"],
    ['{"wildcard":["x","a**"]}', "Consecutive wildcard characters at pos 2"],
    ['{"prefix":"x","suffix":"y"}', "Too many elements in numeric expression"],
    // The library takes it, and fails when it adds the rule: recorded.
    ['{"wildcard":[]}', "Empty arrays are not allowed"],
  ])("%s is refused", (operand, message) => {
    expect(anythingBut(operand)).toMatchObject([{ message }]);
  });

  it("refuses a second key beside it", () => {
    expect(errorsOf('{"a":[{"anything-but":"x","prefix":"y"}]}')).toMatchObject([
      { kind: "two-operators", message: "Too many elements in numeric expression" },
    ]);
  });

  it.each([
    '"x"',
    '["x","y"]',
    "5",
    "[5,6.0]",
    '{"prefix":"x"}',
    '{"suffix":["x","y"]}',
    '{"equals-ignore-case":"x"}',
    '{"wildcard":"*x"}',
  ])("%s is fine", (operand) => {
    expect(anythingBut(operand)).toEqual([]);
  });
});
