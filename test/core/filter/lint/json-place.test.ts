import { describe, expect, it } from "vitest";
import { readJson } from "../../../../src/core/filter/json-tree.ts";
import { pathOfPlace, placeOf } from "../../../../src/core/filter/lint/json-place.ts";

const text = '{"value":{"a":{"b":["x",{"anything-but":{"prefix":["p"]}}]},"$or":[{"c":5},{"d":[7]}]}}';
const { node: tree } = readJson(text);

function place(part: string) {
  const start = text.indexOf(part);
  return placeOf(tree, { start, end: start + part.length });
}

describe("the place of a part of a pattern", () => {
  it.each([
    ['"a"', "value.a", []],
    ['"x"', "value.a.b", []],
    ['{"anything-but":{"prefix":["p"]}}', "value.a.b", []],
    ['{"prefix":["p"]}', "value.a.b", ["anything-but"]],
    ['"prefix"', "value.a.b", ["anything-but", "prefix"]],
    ['"p"', "value.a.b", ["anything-but", "prefix"]],
    ["5", "value.c", []],
    ["7", "value.d", []],
  ])("%s stands at %s, inside %j", (part, path, operators) => {
    const found = place(part);
    expect(pathOfPlace(found)).toBe(path);
    expect(found.operators).toEqual(operators);
  });

  it("knows the field, the entry of its list, and the node itself", () => {
    const found = place('["p"]');
    expect(found.field?.name).toBe("b");
    expect(text.slice(found.entry?.start, found.entry?.end)).toBe('{"anything-but":{"prefix":["p"]}}');
    expect(found.node?.kind).toBe("array");
    expect(place('"prefix"').node).toBeUndefined();
  });

  it("is the pattern as a whole where there is no field", () => {
    expect(pathOfPlace(placeOf(tree, { start: 0, end: text.length }))).toBeUndefined();
    expect(placeOf(undefined, { start: 0, end: 1 }).steps).toEqual([]);
  });
});
