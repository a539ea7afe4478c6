import { describe, expect, it } from "vitest";
import { eventValues } from "../../../src/core/filter/event-values.ts";

function valuesOf(text: string, steps: readonly string[], path?: string) {
  return [...eventValues(text, new Set(steps), path).values].map(([name, values]) => [name, values.map((value) => value.text)]);
}

describe("the values of an event", () => {
  it("stand at their paths, with the text of numbers", () => {
    expect(valuesOf('{"a":{"b":1.50,"c":["x",{"d":null}]},"b":true}', ["a", "b", "c", "d"])).toEqual([
      ["a.b", ["1.50"]],
      ["a.c", ["x"]],
      ["a.c.d", ["null"]],
      ["b", ["true"]],
    ]);
  });

  it("are those below the names that are asked for", () => {
    expect(valuesOf('{"a":{"x":{"b":1},"b":2},"c":[{"a":1}]}', ["a", "b"])).toEqual([["a.b", ["2"]]]);
  });

  it("know their elements: two values of one element share the list and the index", () => {
    const { values } = eventValues('{"a":[{"b":1,"c":2},[{"b":3}]]}', new Set(["a", "b", "c"]));
    const elements = (path: string) => values.get(path)?.map(({ element }) => element);
    expect(elements("a.b")).toMatchObject([
      { list: 0, index: 0, outer: undefined },
      { list: 1, index: 0, outer: { list: 0, index: 1, outer: undefined } },
    ]);
    expect(elements("a.c")).toMatchObject([{ list: 0, index: 0 }]);
  });

  it("know the paths of their lists by number", () => {
    const { lists, values } = eventValues('{"x":[1],"a":[{"b":[1]},[{"b":2}]],"a.b":[]}', new Set(["a", "b"]), "value");
    expect(lists).toEqual(["value.a", "value.a.b", "value.a", "value.a.b"]);
    expect(values.get("value.a.b")?.map(({ element }) => element && lists[element.list])).toEqual(["value.a", "value.a"]);
  });

  it("can stand below a path, lists and scalars at the top as well", () => {
    expect(valuesOf('{"a":1}', ["value", "a"], "value")).toEqual([["value.a", ["1"]]]);
    expect(valuesOf('[{"a":1},2]', ["value", "a"], "value")).toEqual([
      ["value.a", ["1"]],
      ["value", ["2"]],
    ]);
    expect(valuesOf("5", ["value"], "value")).toEqual([["value", ["5"]]]);
  });

  it("may stand at any depth", () => {
    const depth = 100_000;
    expect(valuesOf(`{"a":${"[".repeat(depth)}1${"]".repeat(depth)}}`, ["a"])).toEqual([["a", ["1"]]]);
    expect(valuesOf(`{"a":${"[".repeat(depth)}1${"]".repeat(depth)}}`, ["b"])).toEqual([]);
  });
});
