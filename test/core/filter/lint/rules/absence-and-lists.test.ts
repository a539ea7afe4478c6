import { describe, expect, it } from "vitest";
import { said } from "../lint-samples.ts";

describe("MSK127: absence and lists", () => {
  it.each([
    ['[{"anything-but":["x"]}]', '{"anything-but":["x"]}', '{"anything-but":["x"]},{"exists":false}'],
    ['["x",null]', "null", 'null,{"exists":false}'],
  ])("%s does not match what is absent", (list, at, fix) => {
    expect(said("MSK127", `{"value":{"a":${list}}}`)).toMatchObject([{ severity: "info", at, path: "value.a", fix }]);
    expect(said("MSK127", `{"value":{"a":${list.slice(0, -1)},{"exists":false}]}}`)).toEqual([]);
  });

  it("says nothing of text, which is never absent", () => {
    expect(said("MSK127", '{"value":[{"anything-but":["x"]}]}')).toEqual([]);
  });

  it("tells of one element where a name sounds like a list", () => {
    expect(said("MSK127", '{"value":{"lineItems":{"sku":["A"],"quantity":[2]}}}')).toMatchObject([
      { severity: "info", at: '"lineItems"', path: "value.lineItems" },
    ]);
    for (const text of ['{"value":{"lineItems":{"sku":["A"]}}}', '{"value":{"address":{"city":["A"],"zip":["B"]}}}'])
      expect(said("MSK127", text)).toEqual([]);
  });
});
