import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lintFilters, lintPattern } from "../../../../src/core/filter/lint/lint-filters.ts";
import { parsePattern } from "../../../../src/core/filter/parse-pattern.ts";
import { someFilter } from "./arbitrary-filters.ts";
import { edited } from "./lint-samples.ts";

const options = { dialect: "lambda" } as const;

/** A pattern with some of its characters replaced, left out, or put in. */
const damaged = fc
  .tuple(someFilter, fc.array(fc.tuple(fc.nat(), fc.nat(2), fc.constantFrom(...'{}[]",:\\0-.e$n\ud800 *a'.split(""))), { maxLength: 4 }))
  .map(([text, changes]) =>
    changes.reduce((before, [place, removed, put]) => {
      const at = place % (before.length + 1);
      return before.slice(0, at) + put + before.slice(at + removed);
    }, text),
  );
const anyText = fc.oneof(someFilter, damaged, fc.json(), fc.string({ unit: "binary" }));

describe("linting a pattern", () => {
  it("never throws; findings stand in the text, in its order, and errors of the parser are all told", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const findings = lintPattern(text, options);
        const starts = findings.map(({ start }) => start);
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
        for (const { start, end, message, edit } of findings) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(message).toMatch(/\S/);
          if (edit !== undefined) expect(edit.end).toBeLessThanOrEqual(text.length);
        }
        const isRefused = parsePattern(text).errors.length > 0;
        if (isRefused) expect(findings.some(({ severity }) => severity === "error")).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it("is as strict as the parser: what AWS refuses is an error, however it is refused", () => {
    fc.assert(
      fc.property(damaged, (text) => {
        for (const error of parsePattern(text).errors) {
          const near = lintPattern(text, options).filter(
            ({ severity, start, end }) => severity === "error" && start <= error.end && end >= error.start,
          );
          expect(near.length, `${text}: ${error.message}`).toBeGreaterThan(0);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("offers edits after which there are fewer errors, and none of those edits again", () => {
    fc.assert(
      fc.property(someFilter, (text) => {
        const scalars = text.replaceAll(/\[("[a-z]*"|[0-9]+)\]/g, "$1");
        fc.pre(scalars !== text);
        const after = edited(scalars);
        const left = parsePattern(after).errors;
        if (after !== scalars) expect(left.length).toBeLessThan(parsePattern(scalars).errors.length);
        expect(edited(after)).toBe(after);
      }),
      { numRuns: 500 },
    );
  });

  it("says the same each time", () => {
    const text = `{"value":{"a":[${Array.from({ length: 150 }, (_, i) => `{"wildcard":"*${i}*a*"}`).join(",")}]}}`;
    expect(lintPattern(text, options)).toEqual(lintPattern(text, options));
  });
});

const repeated = (count: number, piece: (index: number) => string) => Array.from({ length: count }, (_, index) => piece(index)).join(",");

describe("hostile patterns", () => {
  it.each([
    ["10^6 combinations", `{"value":{${repeated(20, (i) => `"f${i}":{"$or":[{"a":[1]},{"b":[2]}]}`)}}}`],
    [
      "many combinations of many fields",
      `{"value":{${repeated(14, (i) => `"f${i}":{"$or":[{"a":[1]},{"b":[2]}]}`)},${repeated(200, (i) => `"x${i}":[1]`)}}}`,
    ],
    ["256 fields", `{"value":{${repeated(256, (i) => `"x${i}":[1]`)}}}`],
    ["wildcards that overlap", `{"value":{"a":[${repeated(100, (i) => `{"wildcard":"*a*b${i.toString(2)}*a*b*"}`)}]}}`],
    ["many branches", `{"value":{"$or":[${repeated(300, (i) => `{"a":[${i}]}`)}]}}`],
    ["nested branches", `{"value":${'{"$or":[{"a":[1]},'.repeat(200)}{"b":[1]}${"]}".repeat(200)}}`],
    ["deep objects", `{"value":${'{"a":'.repeat(990)}["x"]${"}".repeat(990)}}`],
    ["10,000 nested lists", `{"value":${"[".repeat(10_000)}`],
    [
      "reserved names of JavaScript",
      '{"__proto__":{"constructor":["x"]},"value":{"__proto__":["x"],"hasOwnProperty":5,"toString":[{"__proto__":1}]}}',
    ],
    ["100 MB", "x".repeat(100_000_000)],
  ])("%s are linted", (_, text) => {
    expect(Array.isArray(lintPattern(text, options))).toBe(true);
  });

  it("many filters are linted, the first hundred against each other", () => {
    const filters = Array.from({ length: 300 }, (_, i) => `{"value":{"a":["k${i % 150}"]}}`);
    const findings = lintFilters(filters, options);
    expect(findings).toHaveLength(300);
    expect(findings.flat()).toEqual([]);
  });
});
