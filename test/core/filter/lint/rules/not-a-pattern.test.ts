import { describe, expect, it } from "vitest";
import { said } from "../lint-samples.ts";

describe("MSK100: the text is no pattern", () => {
  it.each([
    ["{'value':{'a':['x']}}", "names and texts want double quotes", '{"value":{"a":["x"]}}'],
    ['{value:{a:["x"]}}', "names want double quotes", '{"value":{"a":["x"]}}'],
    ['{"value":{"a":["x"],}}', "there is a comma behind the last entry", '{"value":{"a":["x"]}}'],
    ['{"value":{"a":["x"]}', "it ends before all brackets are closed: } is missing", '{"value":{"a":["x"]}}'],
    ['{\\"value\\":{\\"a\\":[1]}}', "its quotes are escaped once too often", '{"value":{"a":[1]}}'],
    ['{"value":{"a":[True]}}', "true, false and null are written in lower case", '{"value":{"a":[true]}}'],
    ["[object Object]", "an object was made a text without being written as JSON", undefined],
    ['{"value":{"a":["x]}}', "the text ends inside a string (character 16)", undefined],
  ])("%s", (text, problem, fix) => {
    expect(said("MSK100", text)).toMatchObject([
      { severity: "error", message: `The pattern is not JSON: ${problem}. AWS refuses it.`, fix },
    ]);
  });

  it("knows a pattern that was written as JSON twice", () => {
    const [finding] = said("MSK100", JSON.stringify('{"value":{"a":[1]}}'));
    expect(finding?.message).toMatch(/^The pattern was written as JSON twice/);
    expect(finding?.fix).toBe('{"value":{"a":[1]}}');
  });

  it.each(["null", "5", '"PAID"', '[{"value":{"a":[1]}}]', "", " \n"])(
    "refuses %j with the words of AWS's library beside its own",
    (text) => {
      expect(said("MSK100", text)).toMatchObject([{ severity: "error", evidence: { aws: "Filter is not an object" } }]);
    },
  );

  it("warns of what follows the pattern, which AWS does not look at", () => {
    expect(said("MSK100", '{"value":{"a":[1]}} , {"value":{"b":[1]}}\n')).toMatchObject([
      { severity: "warning", at: ', {"value":{"b":[1]}}', fix: '{"value":{"a":[1]}}', message: expect.stringContaining("several filters") },
    ]);
    expect(said("MSK100", '{"value":{"a":[1]}}\n ')).toEqual([]);
  });
});
