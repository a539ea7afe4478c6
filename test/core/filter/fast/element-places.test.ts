import { describe, expect, it } from "vitest";
import { ElementPlaces, inNoElement } from "../../../../src/core/filter/fast/element-places.ts";

describe("elements that a scan comes through", () => {
  it("are named as the plain engine names them", () => {
    const places = new ElementPlaces();
    const outer = places.add(0, 3, inNoElement);
    const inner = places.add(1, 2, outer);
    expect([places.list(inner), places.index(inner), places.isInner(inner), places.isInner(outer)]).toEqual([1, 2, true, false]);
    expect(places.element(inner)).toEqual({ list: 1, index: 2, outer: { list: 0, index: 3, outer: undefined } });
    expect(places.element(inNoElement)).toBeUndefined();
  });

  it("can be very many, and are forgotten for the next object", () => {
    const places = new ElementPlaces();
    for (let index = 0; index < 1_000; index++) places.add(7, index, inNoElement);
    expect([places.list(999), places.index(999)]).toEqual([7, 999]);
    places.clear();
    expect(places.add(1, 1, inNoElement)).toBe(0);
  });
});
