import { describe, expect, it } from "vitest";
import { explainRecord } from "../../../src/core/filter/explain/explain.ts";
import { renderExplanation, renderTogether } from "../../../src/shell/render/explanation.ts";
import { readPatternOf } from "../../core/filter/explain/reading.ts";
import { plainLook } from "./look.ts";

function rendered(pattern: unknown, value: string, columns = 80): string {
  return renderExplanation(
    explainRecord(readPatternOf(pattern), value, () => undefined),
    plainLook(columns),
  ).join("\n");
}

describe("an explanation", () => {
  it.each([
    ["kept", { value: { a: [1] } }, '{"a":1}', "✔ kept\n└ ✔ value.a  is 1  found 1"],
    ["filtered out", { value: { a: [1] } }, '{"a":2}', "✖ filtered out\n└ ✖ value.a  is 1  found 2"],
    [
      "that bypasses",
      { value: { a: [1] } },
      "hello",
      "▲ bypasses the filter and is delivered: text, the pattern wants JSON\n└ – value.a  is 1  not looked at",
    ],
    [
      "that no record passes",
      { a: [1] },
      '{"a":1}',
      `✖ filtered out: the pattern asks for what a Kafka record does not have
└ ✖ a  is 1  found nothing
a cannot be filtered on: of a Kafka record only its value can, below "value"
did you mean {"value":{"a":[1]}}`,
    ],
  ])("of a record %s begins with the verdict and ends with hints", (_, pattern, value, expected) => {
    expect(rendered(pattern, value)).toBe(expected);
  });

  it("breaks sentences between words on a narrow terminal", () => {
    expect(
      rendered({ value: { a: [1] } }, "hello", 40)
        .split("\n")
        .slice(0, -1),
    ).toEqual(["▲ bypasses the filter and is", "  delivered: text, the pattern wants", "  JSON"]);
  });
});

describe("several filters", () => {
  it.each([
    [["filteredOut", "kept"], "delivered: kept by filter 2"],
    [["bypassed", "kept", "kept"], "delivered: kept by filter 2, 3 · bypasses filter 1"],
    [["filteredOut", "filteredOut"], "filtered out by all 2 filters"],
  ] as const)("with %j come to: %s", (verdicts, expected) => {
    expect(renderTogether(verdicts, plainLook())).toBe(expected);
  });
});
