import { describe, expect, it } from "vitest";
import { JsonSyntaxError } from "../../../src/core/filter/json-tokens.ts";
import { deepestJson, readJson } from "../../../src/core/filter/json-tree.ts";

describe("JSON as a tree with places", () => {
  it("keeps doubled names, the order and the text of numbers", () => {
    const text = '{"b":1.0,"a":[true,"x"],"b":2}';
    const { node } = readJson(text);
    expect(node.kind === "object" && node.members.map(({ name, value }) => [name, text.slice(value.start, value.end)])).toEqual([
      ["b", "1.0"],
      ["a", '[true,"x"]'],
      ["b", "2"],
    ]);
  });

  it("tells names by their place, quotes included", () => {
    const text = '{ "a\\"b" : null }';
    const { node } = readJson(text);
    const [member] = node.kind === "object" ? node.members : [];
    expect(member && [member.name, text.slice(member.nameStart, member.nameEnd)]).toEqual(['a"b', '"a\\"b"']);
  });

  it("tells whether something follows", () => {
    expect(readJson("1 ").restIsBlank).toBe(true);
    expect(readJson("{} {}").restIsBlank).toBe(false);
  });

  it("refuses more levels than Jackson does", () => {
    expect(readJson("[".repeat(deepestJson) + "]".repeat(deepestJson)).node.kind).toBe("array");
    expect(() => readJson("[".repeat(deepestJson + 1))).toThrow(JsonSyntaxError);
  });

  it("takes __proto__ for a name like others", () => {
    const { node } = readJson('{"__proto__":{"a":1}}');
    expect(node.kind === "object" && node.members.map(({ name }) => name)).toEqual(["__proto__"]);
  });
});
