import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventValues } from "../../../../src/core/filter/event-values.ts";
import { exampleText } from "../../../../src/core/filter/examples/example-text.ts";
import { type ExampleValue, literalValue, numberValue, textValue } from "../../../../src/core/filter/examples/example-value.ts";

function textOf(values: Readonly<Record<string, ExampleValue>>): string {
  return exampleText(new Map(Object.entries(values)));
}

describe("the text of an example", () => {
  it.each([
    [{}, "{}"],
    [{ "value.a": undefined }, "{}"],
    [
      { "value.a.b": numberValue("1.50"), "value.a.c": textValue('"'), "value.d": literalValue("null") },
      '{"a":{"b":1.50,"c":"\\""},"d":null}',
    ],
    [{ "value.a": textValue("x"), "value.a.b": numberValue(1) }, '{"a":["x",{"b":1}]}'],
    [{ value: textValue("x"), "value.a": numberValue(1) }, '["x",{"a":1}]'],
    [{ "value.": numberValue(1), "value..": numberValue(2) }, '{"":[1,{"":2}]}'],
    [{ "value.__proto__.x": numberValue(1) }, '{"__proto__":{"x":1}}'],
  ])("of %j is %s", (values, expected) => {
    expect(textOf(values)).toBe(expected);
  });

  it("has the values at their paths, at any depth", () => {
    const path = fc
      .array(fc.constantFrom("a", "b", "__proto__"), { minLength: 1, maxLength: 300 })
      .map((steps) => `value.${steps.join(".")}`);
    fc.assert(
      fc.property(fc.uniqueArray(path, { minLength: 1, maxLength: 5 }), (paths) => {
        const text = exampleText(new Map(paths.map((each, index) => [each, numberValue(index)])));
        const { values } = eventValues(text, new Set(["a", "b", "__proto__"]), "value");
        expect(paths.map((each) => values.get(each)?.map((value) => value.text))).toEqual(paths.map((_, index) => [String(index)]));
      }),
    );
  });
});
