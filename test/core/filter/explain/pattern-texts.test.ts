import { describe, expect, it } from "vitest";
import { patternTexts } from "../../../../src/core/filter/explain/pattern-texts.ts";

describe("the patterns in a text", () => {
  it.each([
    ["a pattern", '{"value":["x"]}', ['{"value":["x"]}']],
    ["a FilterCriteria", '{"Filters":[{"Pattern":"{\\"a\\":[1]}"},{"Pattern":"x"}]}', ['{"a":[1]}', "x"]],
    ["one with patterns as objects, as they are written", '{"Filters":[{"Pattern": {"a": [1.0]} }]}', ['{"a": [1.0]}']],
    ["a pattern on a field of that name", '{"Filters":["x"]}', ['{"Filters":["x"]}']],
    ["a FilterCriteria without filters, which is no pattern either", '{"Filters":[]}', ['{"Filters":[]}']],
    ["one that has something else among its filters", '{"Filters":[{"Pattern":"x"},5]}', ['{"Filters":[{"Pattern":"x"},5]}']],
    ["what is no JSON", "{", ["{"]],
    ["nothing", "", [""]],
  ])("that is %s", (_, text, expected) => {
    expect(patternTexts(text)).toEqual(expected);
  });
});
