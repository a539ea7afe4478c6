import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePattern } from "../../../src/core/filter/parse-pattern.ts";
import { errorsOf } from "./matching.ts";

describe("patterns", () => {
  // Words and causes: the reference, section 1 "Grammar".
  it.each([
    ["[1,2,3]", "not-an-object", "Filter is not an object"],
    ['"text"', "not-an-object", "Filter is not an object"],
    ["null", "not-an-object", "Filter is not an object"],
    ["", "not-an-object", "Filter is not an object"],
    ["{}", "empty-object", "Empty objects are not allowed"],
    ['{"a":{}}', "empty-object", "Empty objects are not allowed"],
    ['{"a":"x"}', "scalar-leaf", '"a" must be an object or an array'],
    ['{"a":null}', "scalar-leaf", '"a" must be an object or an array'],
    ['{"a":[]}', "empty-list", "Empty arrays are not allowed"],
    ['{"a":[["x"]]}', "nested-list", "Match value must be String, number, true, false, or null"],
    ['{"$or":{"a":["x"]}}', "or-not-a-list", "It must be an Array followed with $or."],
    ['{"$or":[{"a":["x"]}]}', "or-branches", "There must have at least 2 Objects in $or relationship."],
    ['{"$or":[{"a":["x"]},["x"]]}', "or-branch-not-an-object", "Only JSON object is allowed in array of $or relationship."],
    [
      '{"$or":[{"a":["x"]},{"b":{"numeric":["x"]}}]}',
      "or-reserved-name",
      "numeric is Ruler reserved fieldName which cannot be used inside $or.",
    ],
  ])("%s is refused", (text, kind, message) => {
    expect(errorsOf(text)).toMatchObject([{ kind, message }]);
  });

  it.each(['{"numeric":["x"]}', '{"$or":[{"a":["x"]},{"Numeric":["x"]}]}', '{"a":["x"]} and what follows', '{"a":["x"],"a":[1]}'])(
    "%s is fine",
    (text) => {
      expect(errorsOf(text)).toEqual([]);
    },
  );

  it("names everything that is wrong, each with its place", () => {
    const text = '{"a":"x","b":[],"c":[{"prefixx":"y"}]}';
    expect(errorsOf(text).map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([
      ["scalar-leaf", '"x"'],
      ["empty-list", "[]"],
      ["unknown-operator", '"prefixx"'],
    ]);
  });

  it("says where it is no JSON", () => {
    expect(errorsOf('{"a":[1 2]}')).toMatchObject([{ kind: "not-json", start: 8 }]);
  });

  it("keeps members in order, doubled names too, with their places", () => {
    const text = '{"b":["x"],"a":{"c":[1]},"b":[2]}';
    const { pattern } = parsePattern(text);
    const names = pattern?.root.members.map((member) => text.slice(member.nameSpan.start, member.nameSpan.end));
    expect(names).toEqual(['"b"', '"a"', '"b"']);
  });

  it("never throws, whatever the text", () => {
    const pieces = ["{", "}", "[", "]", '"a"', ":", ",", '"$or"', '"numeric"', '"prefix"', "1", "null", '">"', " ", '"\\ud800"'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), (words) => {
        const { pattern, errors } = parsePattern(words.join(""));
        expect(pattern === undefined).toBe(errors.length > 0);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(["[", '{"a":', '{"$or":['])("refuses %s ten thousand times in each other", (opening) => {
    expect(errorsOf(opening.repeat(10_000))).toMatchObject([{ kind: "not-json", message: "nested deeper than 1000 levels" }]);
  });
});
