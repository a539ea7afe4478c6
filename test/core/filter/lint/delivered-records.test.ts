import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { combinationsOf } from "../../../../src/core/filter/compiled-pattern.ts";
import { kafkaFilter } from "../../../../src/core/filter/kafka-filter.ts";
import { whyEverything } from "../../../../src/core/filter/lint/delivered-records.ts";
import { ConditionSets } from "../../../../src/core/filter/lint/rule-cover.ts";
import { someFilter, someRecord } from "./arbitrary-filters.ts";
import { compiledOf, isDelivered, patternOf } from "./samples-of-engine.ts";
import { budget } from "./sets/set-samples.ts";

function why(texts: readonly string[]) {
  return whyEverything(
    texts.map((text) => kafkaFilter(compiledOf(text))),
    new ConditionSets(),
    budget(),
  );
}

describe("why every record is delivered", () => {
  const anyOrNone = '[{"exists":true},{"exists":false}]';

  it.each([
    [[`{"value":{"a":${anyOrNone}}}`], "all-json-accepted"],
    [[`{"value":{"a":${anyOrNone},"b":${anyOrNone}}}`], "all-json-accepted"],
    [['{"value":{"a":[{"exists":true}]}}', '{"value":{"a":[{"exists":false}]}}'], "all-json-accepted"],
    [['{"value":{"$or":[{"a":["x",{"exists":false}]},{"a":[{"anything-but":"x"}]}]}}'], "all-json-accepted"],
    [['{"value":[{"exists":true}]}'], "all-text-accepted"],
    [['{"value":[{"prefix":""}]}'], "all-text-accepted"],
    [['{"value":["a"]}', '{"value":[{"anything-but":"a"}]}'], "all-text-accepted"],
    [['{"value":["ERROR"]}', '{"value":{"level":["ERROR"]}}'], "both-formats"],
    [['{"$or":[{"value":["ERROR"]},{"value":{"level":["ERROR"]}}]}'], "both-formats"],
    [['{"key":[{"exists":false}]}'], "no-data-condition"],
    [['{"value":{"a":[{"exists":true}]}}'], undefined],
    [['{"value":["a"]}', '{"value":{"level":["ERROR"]},"key":["x"]}'], undefined],
    // In [{"a":1},{"b":"x"}] whatever is chosen for a leaves no b.
    [[`{"value":{"a":${anyOrNone},"b":["x"]}}`, `{"value":{"a":${anyOrNone},"b":[{"anything-but":"x"},{"exists":false}]}}`], undefined],
  ])("%j: %s", (texts, expected) => {
    expect(why(texts)).toBe(expected);
  });

  it("is never given when a record is dropped", () => {
    const small = someFilter.filter((text) => combinationsOf(patternOf(text)) <= 16);
    fc.assert(
      fc.property(
        fc.array(small, { minLength: 1, maxLength: 3 }),
        fc.array(someRecord, { minLength: 4, maxLength: 8 }),
        (texts, records) => {
          if (why(texts) === undefined) return;
          for (const record of records) expect(isDelivered(texts.map(compiledOf), record)).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
