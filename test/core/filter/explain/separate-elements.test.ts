import { describe, expect, it } from "vitest";
import { eventValues } from "../../../../src/core/filter/event-values.ts";
import { separateElements } from "../../../../src/core/filter/explain/separate-elements.ts";
import { compiledOf } from "../matching.ts";

function apart(pattern: unknown, event: unknown) {
  const compiled = compiledOf(pattern);
  const { values, lists } = eventValues(JSON.stringify(event), compiled.steps);
  const { list, places, more } = separateElements(compiled.rules[0]?.conditions ?? [], values, lists);
  return { list, places: places.map(({ path, elements, more: others }) => [path, elements, others]), more };
}

describe("conditions that hold in separate elements", () => {
  it("are named with their elements, without those that are in nobody's way", () => {
    const pattern = { z: [0], items: { sku: ["A"], qty: [2], ok: [true] } };
    const items = [
      { sku: "A", qty: 1, ok: true },
      { sku: "B", qty: 2, ok: true },
    ];
    expect(apart(pattern, { z: 0, items })).toEqual({
      list: "items",
      places: [
        ["items.sku", ["items[0]"], 0],
        ["items.qty", ["items[1]"], 0],
      ],
      more: 0,
    });
  });

  it("may stand in lists in lists", () => {
    const event = { orders: [{ items: [{ a: 0 }] }, { items: [{ a: 1 }, { b: 2 }] }] };
    expect(apart({ orders: { items: { a: [1], b: [2] } } }, event)).toEqual({
      list: "orders.items",
      places: [
        ["orders.items.a", ["orders[1].items[0]"], 0],
        ["orders.items.b", ["orders[1].items[1]"], 0],
      ],
      more: 0,
    });
    expect(apart({ a: { b: [1], c: [2] } }, { a: [[{ b: 1 }], [{ c: 2 }]] })).toMatchObject({
      list: "a",
      places: [
        ["a.b", ["a[0][0]"], 0],
        ["a.c", ["a[1][0]"], 0],
      ],
    });
  });

  it("may be apart on the outer list only", () => {
    const event = {
      orders: [
        { id: 1, items: [{ a: 0 }] },
        { id: 2, items: [{ a: 1 }] },
      ],
    };
    expect(apart({ orders: { id: [1], items: { a: [1] } } }, event)).toEqual({
      list: "orders",
      places: [
        ["orders.id", ["orders[0]"], 0],
        ["orders.items.a", ["orders[1]"], 0],
      ],
      more: 0,
    });
  });

  it("may be three of which each two hold together", () => {
    const items = [
      { a: 1, b: 1 },
      { b: 1, c: 1 },
      { a: 1, c: 1 },
    ];
    const { places } = apart({ i: { a: [1], b: [1], c: [1] } }, { i: items });
    expect(places).toEqual([
      ["i.a", ["i[0]", "i[2]"], 0],
      ["i.b", ["i[0]", "i[1]"], 0],
      ["i.c", ["i[1]", "i[2]"], 0],
    ]);
  });

  it("say how many elements and conditions they leave out", () => {
    const names = Array.from({ length: 15 }, (_, index) => `c${index}`);
    const items = names.flatMap((missing) =>
      Array.from({ length: 2 }, () => Object.fromEntries(names.map((name) => [name, name === missing ? 0 : 1]))),
    );
    const { places, more } = apart({ i: Object.fromEntries(names.map((name) => [name, [1]])) }, { i: items });
    expect(places).toHaveLength(10);
    expect(places[0]).toEqual(["i.c0", ["i[2]", "i[3]", "i[4]"], 25]);
    expect(more).toBe(5);
  });
});
