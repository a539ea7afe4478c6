import { describe, expect, it } from "vitest";
import { filterVerdict } from "../../../src/core/filter/kafka-filter.ts";
import { readRecordValue } from "../../../src/core/filter/record-value.ts";
import { noBranch, notInOneElement, rejectionOf, tryingOrder } from "../../../src/core/filter/rejection.ts";
import { decodeUtf8, kafkaFilterOf } from "./matching.ts";

function guilty(pattern: unknown, value: string): string | number {
  const filter = kafkaFilterOf(pattern);
  const record = readRecordValue(value, filter.compiled.steps, decodeUtf8);
  expect(filterVerdict(filter, record)).toBe("filteredOut");
  const order = tryingOrder(filter);
  const index = rejectionOf(filter, order, record);
  return order[index]?.path ?? index;
}

describe("why a record is filtered out", () => {
  const pattern = { value: { amount: [{ numeric: [">", 5] }], status: ["PAID"], z: ["z"] } };
  it.each([
    ["strings are tried first", pattern, '{"amount":1,"status":"NEW"}', "value.status"],
    ["… one after the other by path", pattern, '{"amount":1,"status":"PAID"}', "value.z"],
    ["then the rest", pattern, '{"amount":1,"status":"PAID","z":"z"}', "value.amount"],
    ["text", { value: ["x"] }, "y", "value"],
    ["something that Kafka has not", { key: ["k"], value: ["x"] }, "x", "key"],
    ["… also where the format does not fit", { key: ["k"], value: ["x"] }, "{}", "key"],
    ["a condition that all branches share", { $or: [{ value: { a: [1] } }, { value: { b: [1] } }], "value.c": [1] }, '{"a":1}', "value.c"],
    ["no branch", { $or: [{ value: { a: [1] } }, { value: { b: [1] } }] }, "{}", noBranch],
    ["not in one element", { value: { l: { a: [1], b: [1] } } }, '{"l":[{"a":1},{"b":1}]}', notInOneElement],
  ] as const)("%s", (_, each, value, expected) => {
    expect(guilty(each, value)).toBe(expected);
  });
});
