import { describe, expect, it } from "vitest";
import { eventValues } from "../../../../src/core/filter/event-values.ts";
import { foundValues } from "../../../../src/core/filter/explain/found.ts";
import { conditionOf } from "../examples/condition.ts";

function found(values: unknown, json: string, decisive?: number) {
  const all = eventValues(`{"a":${json}}`, new Set(["a"])).values.get("a") ?? [];
  return foundValues(all, conditionOf(values), decisive === undefined ? undefined : all[decisive]);
}

describe("what was found", () => {
  it.each([
    [[5], '"5"', "text, not a number"],
    [[{ numeric: [">", 1] }], '"2e0"', "text, not a number"],
    [[{ numeric: [">", 1] }], '"0"', undefined],
    [[true], '"true"', "text, not true"],
    [[null], '"null"', "text, not null"],
    [["5"], "5", "a number, not text"],
    [[{ prefix: "5" }], "5.5", "a number, not text"],
    [["true"], "true", "true, not text"],
    [[{ exists: false }], "null", "null, which is not absent"],
    [["x"], "null", undefined],
    [[{ numeric: [">", 1] }], "9007199254740993", "too many digits to be compared"],
    [["PAID"], '"paid"', "other case"],
    [[{ prefix: "AB" }], '"abc"', "other case"],
    [[{ suffix: "AB" }], '"cab"', "other case"],
    [["PAID"], '" PAID"', "spaces around it"],
    [["PAID"], '"SHIPPED"', undefined],
  ])("for %j in %s has the note %s", (values, json, note) => {
    expect(found(values, json).values[0]?.note).toBe(note);
  });

  it("has no note where the condition holds", () => {
    expect(found(["5", 5], "5").values).toEqual([{ type: "number", text: "5" }]);
  });

  it("knows the types", () => {
    expect(found(["x"], '["y",true,null]').values.map(({ type }) => type)).toEqual(["string", "boolean", "null"]);
  });

  it("begins with what decides, names a value once, and counts the rest", () => {
    expect(found(["z"], '["x","x","y","z","z","u","v","x"]', 3)).toEqual({
      values: ["z", "x", "y"].map((text) => ({ type: "string", text: `"${text}"` })),
      more: 2,
    });
  });

  it("is short for long values", () => {
    const { values, more } = found(["x"], JSON.stringify(["y".repeat(1_000_000), "\u001b".repeat(100)]));
    expect(values[0]?.text).toBe(`"${"y".repeat(60)}"…`);
    expect(values[1]?.text).toBe(`"${"\\u001b".repeat(60)}"…`);
    expect(more).toBe(0);
  });
});
