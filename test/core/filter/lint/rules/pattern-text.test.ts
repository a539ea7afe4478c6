import { describe, expect, it } from "vitest";
import { lintFilters } from "../../../../../src/core/filter/lint/lint-filters.ts";
import { said } from "../lint-samples.ts";

const ofLength = (length: number) => `{"value":{"id":["${"x".repeat(length - 21)}"]}}`;

describe("MSK143: a pattern that is too long", () => {
  it("is said from 4,097 characters on, at what is too much", () => {
    expect(said("MSK143", ofLength(4096))).toEqual([]);
    expect(said("MSK143", ofLength(4097))).toMatchObject([{ severity: "error", at: "}", evidence: { characters: 4097, limit: 4096 } }]);
  });

  it("does not keep the other rules from looking, unless it is far too long", () => {
    const withError = (length: number) => `{"value":{"a":5,"id":["${"x".repeat(length)}"]}}`;
    expect(said("MSK101", withError(5_000))).toHaveLength(1);
    expect(lintFilters([withError(10_000_000)], { dialect: "lambda" })[0]).toMatchObject([{ id: "MSK143" }]);
  });
});

describe("MSK144: a pattern that cannot be known", () => {
  it("is told with its reason", () => {
    expect(lintFilters([{ unknown: "Fn::Join" }, { unknown: undefined }], { dialect: "lambda" })).toMatchObject([
      [{ id: "MSK144", severity: "info", message: "The pattern cannot be known here: Fn::Join. It is not checked." }],
      [{ message: "The pattern cannot be known here. It is not checked." }],
    ]);
  });
});
