import { describe, expect, it } from "vitest";
import { containersAt } from "../../../../src/core/filter/explain/containers.ts";

function at(text: string, paths: readonly string[], base?: string) {
  return Object.fromEntries(containersAt(text, new Set(paths), base));
}

describe("containers at paths", () => {
  it.each([
    ['{"a":{"b":[]}}', ["a", "a.b", "a.c"], { a: "object", "a.b": "list" }],
    ['{"a":1,"b":"{"}', ["a", "b"], {}],
    ['{"a":[[],{}]}', ["a"], { a: "object" }],
    ['{"a":[{"b":{}},{"b":[]}]}', ["a.b"], { "a.b": "object" }],
    ['{"a.b":{},"a":{"b":1}}', ["a.b"], { "a.b": "object" }],
    ['{"x":{"a":{}},"a":[]}', ["a"], { a: "list" }],
    ['{"__proto__":{}}', ["__proto__"], JSON.parse('{"__proto__":"object"}')],
    ["5", ["a"], {}],
  ] as const)("of %s at %j are %j", (text, paths, expected) => {
    expect(at(text, paths)).toEqual(expected);
  });

  it("can stand below a path, the value at the top included", () => {
    expect(at('{"a":{}}', ["value", "value.a", "a"], "value")).toEqual({ value: "object", "value.a": "object" });
    expect(at("[1]", ["value"], "value")).toEqual({ value: "list" });
  });

  it("are found without looking into what is not on the way", () => {
    const deep = `{"x":${"[".repeat(100_000)}${"]".repeat(100_000)},"a":[]}`;
    expect(at(deep, ["a"])).toEqual({ a: "list" });
  });
});
