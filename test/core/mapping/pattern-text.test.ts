import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalPattern, patternObject, patternText } from "../../../src/core/mapping/pattern-text.ts";

describe("patternObject", () => {
  it("reads a JSON object", () => expect(patternObject('{"value":{"a":["x",1.5,-3e2]}}')).toEqual({ value: { a: ["x", 1.5, -300] } }));

  it.each(["not json", "[1]", '"text"', "null", "5", ""])("has none for %j", (text) => expect(patternObject(text)).toBeUndefined());

  it.each(['{"a":[9007199254740993]}', '{"a":[0.12345678901234567]}', '{"a":[1e400]}'])(
    "keeps its hands off %s, whose number a double changes",
    (text) => expect(patternObject(text)).toBeUndefined(),
  );

  it("leaves a pattern alone whose fields it would put into another order", () =>
    expect(patternObject('{"$or":[{"1":["a"]},{"b":["c"]}],"1":["b"]}')).toBeUndefined());

  it.each([
    ["a text without end", `{"a":["${'\\"'.repeat(1_000_000)}`],
    ["brackets without end", "[".repeat(1_000_000)],
  ])("is not held up by %s", (_, text) => expect(patternObject(text)).toBeUndefined());

  it("reads a very long text", () => expect(patternObject(`{"a":["${"x".repeat(8_000_000)}"]}`)).toBeDefined());

  it("does not take digits in a text for a number", () => expect(patternObject('{"a":["90071992547409931234"]}')).toBeDefined());
});

describe("patternText", () => {
  it("leaves text alone and writes objects on one line", () => {
    expect(patternText('{ "a": [1] }')).toBe('{ "a": [1] }');
    expect(patternText({ value: { a: ["x"] } })).toBe('{"value":{"a":["x"]}}');
  });

  it("is taken back by patternObject", () => {
    const key = fc.string().filter((text) => !/^\d+$/.test(text));
    const pattern = fc.dictionary(key, fc.array(fc.oneof(fc.string(), fc.integer(), fc.boolean())));
    fc.assert(
      fc.property(pattern, (value) => {
        expect(patternObject(patternText(value))).toEqual({ ...value });
      }),
    );
  });
});

describe("canonicalPattern", () => {
  it.each([
    ['{"value": {"b": [1], "a": [2]}}', '{"value":{"a":[2],"b":[1]}}'],
    ['{"value":{"n":[3.0e2]}}', '{"value":{"n":[300]}}'],
    ['{"value":{"b":["$or"],"a":[2]}}', '{"value":{"a":[2],"b":["$or"]}}'],
    ['{"value":{"n":[{"numeric":[">", 0]}]}}', '{"value":{"n":[{"numeric":[">",0]}]}}'],
  ])("is one for %s", (text, same) => expect(canonicalPattern(text)).toBe(canonicalPattern(same)));

  it.each([
    ['{"value":{"a":["x"]}}', '{"value":{"a":["X"]}}'],
    ['{"value":{"n":[{"numeric":[">",0]}]}}', '{"value":{"n":[{"numeric":[0,">"]}]}}'],
    // The later of two conditions on one path wins, so their order says something.
    ['{"a":[1],"$or":[{"a":[2]},{"b":[3]}]}', '{"$or":[{"a":[2]},{"b":[3]}],"a":[1]}'],
    ['{"a":{"b":[1]},"a.b":[2]}', '{"a.b":[2],"a":{"b":[1]}}'],
    ['{"a":[9007199254740993]}', '{"a":[9007199254740992]}'],
  ])("tells %s from %s", (text, other) => expect(canonicalPattern(text)).not.toBe(canonicalPattern(other)));
});
