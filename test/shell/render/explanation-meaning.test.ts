import { describe, expect, it } from "vitest";
import { exampleRecords } from "../../../src/core/filter/example-records.ts";
import { patternWords } from "../../../src/core/filter/pattern-words.ts";
import { renderMeaning } from "../../../src/shell/render/explanation-meaning.ts";
import { textWidth } from "../../../src/shell/render/text-width.ts";
import { readPatternOf } from "../../core/filter/explain/reading.ts";
import { plainLook } from "./look.ts";

function rendered(pattern: unknown, look = plainLook(80)): string[] {
  const read = readPatternOf(pattern);
  return renderMeaning(patternWords(read), exampleRecords(read), look);
}

describe("the meaning of a pattern", () => {
  const pattern = { value: { status: ["PAID"], amount: [{ numeric: [">=", 100] }] } };

  it("is words, records that are kept, and records that are not", () => {
    expect(rendered(pattern)).toEqual([
      "Keeps a JSON value when all of this holds:",
      '  value.status is "PAID"',
      "  value.amount ≥ 100",
      "Delivers without a look: text, what is not UTF-8, records without a value.",
      "",
      "✔ kept, for example",
      '  {"status":"PAID","amount":100}',
      "✖ filtered out, each by one field",
      '  value.status  "paid"  {"status":"paid","amount":100}',
      '  value.amount  99      {"status":"PAID","amount":99}',
    ]);
  });

  it("can be told in ASCII", () => {
    const lines = rendered(pattern, plainLook(80, { unicode: false }));
    expect(lines).toContain("  value.amount >= 100");
    expect(lines).toContain("+ kept, for example");
    expect(lines.join("")).toMatch(/^[ -~]*$/);
  });

  it("says that no record was found", () => {
    expect(rendered({ value: [5] }).at(-1)).toBe("No record was found that matches: mskctl lint says what is known about that.");
  });

  it("says nothing instead of a value that is missing", () => {
    expect(rendered({ value: { a: [{ exists: true }] } }).at(-1)).toBe("  value.a  nothing  {}");
  });

  it("fits the terminal", () => {
    const long = { value: { [`${"customer.".repeat(10)}name`]: ["x".repeat(200)], b: [{ prefix: "\u001b漢字" }] } };
    for (const columns of [40, 80, 125]) {
      const lines = rendered(long, plainLook(columns));
      expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(columns);
      expect(lines.join("\n")).not.toContain("\u001b");
    }
  });
});
