import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { combinationsOf } from "../../../../src/core/filter/compiled-pattern.ts";
import { kafkaFilter } from "../../../../src/core/filter/kafka-filter.ts";
import { deadFilters } from "../../../../src/core/filter/lint/filter-cover.ts";
import { someFilter, someRecord, twoRules } from "./arbitrary-filters.ts";
import { compiledOf, isDelivered, patternOf } from "./samples-of-engine.ts";
import { budget } from "./sets/set-samples.ts";

function dead(texts: readonly string[]) {
  return deadFilters(
    texts.map((text) => kafkaFilter(compiledOf(text))),
    budget(),
  );
}

describe("filters that could be left out", () => {
  const paid = '{"value":{"status":["PAID"]}}';

  it.each([
    [[paid, paid], [{ filter: 1, by: [0] }]],
    [[paid, '{"value":{"status":["PAID"],"country":["DE"]}}'], [{ filter: 1, by: [0] }]],
    [['{"value":{"status":["PAID"],"country":["DE"]}}', paid], [{ filter: 0, by: [1] }]],
    [[paid, '{"value":{"a":[1]}}', '{"value":{"$or":[{"status":["PAID"],"x":[1]},{"a":[1],"x":[2]}]}}'], [{ filter: 2, by: [0, 1] }]],
    [['{"value":[{"prefix":"E"}]}', '{"value":["ERROR"]}'], [{ filter: 1, by: [0] }]],
    [[paid, '{"value":{"status":["SHIPPED"]}}'], []],
    // JSON bypasses the first, text the second.
    [['{"value":["x"]}', '{"value":["x"],"value.a":["y"]}'], []],
  ])("%j: %j", (texts, expected) => {
    expect(dead(texts)).toEqual(expected);
  });

  it("could be left out all at once: every record that was delivered still is", () => {
    const small = someFilter.filter((text) => combinationsOf(patternOf(text)) <= 16);
    const narrowed = twoRules.map((rules) => rules.map((rule) => `{"value":${rule}}`));
    const filters = fc.oneof(fc.array(small, { minLength: 2, maxLength: 4 }), narrowed);
    fc.assert(
      fc.property(filters, fc.array(someRecord, { minLength: 4, maxLength: 8 }), (texts, records) => {
        const gone = new Set(dead(texts).map(({ filter }) => filter));
        if (gone.size === 0) return;
        const all = texts.map(compiledOf);
        const left = all.filter((_, index) => !gone.has(index));
        for (const record of records) expect(isDelivered(left, record)).toBe(isDelivered(all, record));
      }),
      { numRuns: 1500 },
    );
  });
});
