import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explainRecord } from "../../../src/core/filter/explain/explain.ts";
import type { ExplainedNode } from "../../../src/core/filter/explain/explanation.ts";
import { renderExplanationTree } from "../../../src/shell/render/explanation-tree.ts";
import { textWidth } from "../../../src/shell/render/text-width.ts";
import { readPatternOf } from "../../core/filter/explain/reading.ts";
import { anyRecordPattern, anyRecordText } from "../../core/filter/random-patterns.ts";
import { plainLook } from "./look.ts";

function treeOf(pattern: unknown, value: unknown): ExplainedNode {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return explainRecord(readPatternOf(pattern), text, () => undefined).tree;
}

const order = {
  value: { status: ["PAID", "SHIPPED"], amount: [{ numeric: [">", 100, "<=", 500] }], country: [{ "anything-but": "DE" }] },
};
const paid = { status: "PAID", amount: "250", country: "FR" };

describe("the tree of an explanation", () => {
  it("stands in columns: path, what is expected, what was found", () => {
    expect(renderExplanationTree(treeOf(order, paid), plainLook(80))).toEqual([
      "└ all of",
      '  ├ ✔ value.status   is "PAID" or "SHIPPED"  found "PAID"',
      '  ├ ✖ value.amount   > 100 and ≤ 500         found "250" (text, not a number)',
      '  └ ✔ value.country  is not "DE"             found "FR"',
    ]);
  });

  it("can be drawn in ASCII", () => {
    expect(renderExplanationTree(treeOf(order, paid), plainLook(80, { unicode: false }))).toEqual([
      "` all of",
      '  | + value.status   is "PAID" or "SHIPPED"  found "PAID"',
      '  | x value.amount   > 100 and <= 500        found "250" (text, not a number)',
      '  ` + value.country  is not "DE"             found "FR"',
    ]);
  });

  it("of one condition is one line", () => {
    expect(renderExplanationTree(treeOf({ value: { a: [1] } }, { a: [2, 3, 4, 5, 6] }), plainLook(80))).toEqual([
      "└ ✖ value.a  is 1  found 2, 3, 4 and 2 more",
    ]);
  });

  it("nests, and goes on beside what is nested", () => {
    const pattern = { value: { $or: [{ a: [1], b: [2] }, { c: [3] }], d: [4] } };
    expect(renderExplanationTree(treeOf(pattern, { a: 1, d: 4 }), plainLook(80))).toEqual([
      "└ all of",
      "  ├ ✖ any of",
      "  │ ├ ✖ all of",
      "  │ │ ├ ✔ value.a  is 1  found 1",
      "  │ │ └ ✖ value.b  is 2  found nothing",
      "  │ └ ✖ value.c    is 3  found nothing",
      "  └ ✔ value.d      is 4  found 4",
    ]);
  });

  it("says what does not count, and what nobody looked at", () => {
    expect(renderExplanationTree(treeOf('{"value":{"a":[1],"a":[2]}}', { a: 2 }), plainLook(80))).toEqual([
      "└ all of",
      "  ├ – value.a  is 1  does not count: a later condition on this path does",
      "  └ ✔ value.a  is 2  found 2",
    ]);
    expect(renderExplanationTree(treeOf({ value: { a: [1] } }, "text"), plainLook(80))).toEqual(["└ – value.a  is 1  not looked at"]);
  });

  it("says which element satisfies which condition", () => {
    const items = [{ a: 1 }, { a: 1 }, { a: 1 }, { a: 1 }, { b: 2 }];
    expect(renderExplanationTree(treeOf({ value: { i: { a: [1], b: [2] } } }, { i: items }), plainLook(80))).toEqual([
      "└ all of",
      "  ├ ✔ value.i.a  is 1  found 1",
      "  ├ ✔ value.i.b  is 2  found 2",
      "  └ ✖ not in one element of value.i",
      "    ├ value.i.a  is 1  in value.i[0], value.i[1], value.i[2] and 1 more",
      "    └ value.i.b  is 2  in value.i[4]",
    ]);
  });

  it("says how much it leaves out", () => {
    const branches = Array.from({ length: 35 }, (_, index) => ({ [`f${index}`]: [index] }));
    const lines = renderExplanationTree(treeOf({ value: { $or: branches } }, {}), plainLook(80));
    expect(lines).toHaveLength(32);
    expect(lines.slice(-2)).toEqual(["  ├ ✖ value.f29  is 29  found nothing", "  └ 5 more"]);
  });

  it("cuts a path at its start, and the rest at its end, to fit", () => {
    const long = { "customer.address.street_and_house_number": [{ prefix: "Pariser Kommune, northern entrance" }], ...order.value };
    expect(renderExplanationTree(treeOf({ value: long }, paid), plainLook(80))).toEqual([
      "└ all of",
      '  ├ ✖ …nd_house_number  starts with "Pariser…   found nothing',
      '  ├ ✔ value.status      is "PAID" or "SHIPPED"  found "PAID"',
      '  ├ ✖ value.amount      > 100 and ≤ 500         found "250" (text, not a number)',
      '  └ ✔ value.country     is not "DE"             found "FR"',
    ]);
  });

  it("paints what fails, with or without a word for it", () => {
    const lines = renderExplanationTree(treeOf(order, paid), plainLook(80, { colour: true }));
    expect(lines[2]).toContain("\u001b[31m");
    expect(lines[1]).not.toContain("\u001b[");
  });

  it("fits the terminal, and shows no control character", () => {
    const hostile = fc.constantFrom('{"value":{"\\u001b[2J":["\\u001b[31m"],"\\u202e":["漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字"]}}');
    fc.assert(
      fc.property(fc.oneof(anyRecordPattern, hostile), anyRecordText, fc.integer({ min: 40, max: 130 }), (pattern, text, columns) => {
        for (const line of renderExplanationTree(treeOf(pattern, text), plainLook(columns))) {
          expect(textWidth(line)).toBeLessThanOrEqual(columns);
          expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        }
      }),
      { numRuns: 300 },
    );
  });
});
