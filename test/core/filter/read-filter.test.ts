import { expect, it } from "vitest";
import { kafkaFilter } from "../../../src/core/filter/kafka-filter.ts";
import { readFilter } from "../../../src/core/filter/read-filter.ts";
import { compiledOf } from "./matching.ts";

it("is the filter of a pattern's text", () => {
  const text = '{"value":{"type":["order",{"prefix":"re"}]}}';
  expect(readFilter(text)).toEqual(kafkaFilter(compiledOf(text)));
});

it.each([
  ["no JSON", "{"],
  ["no pattern", '{"value":"order"}'],
  ["an unknown operator", '{"value":{"a":[{"sounds-like":"b"}]}}'],
  // Ours, which shows only when the combinations are counted: 130 times 130.
  ["more than 16384 combinations", JSON.stringify({ value: { $or: wide(130), and: { $or: wide(130) } } })],
])("is nothing for %s", (_, text) => {
  expect(readFilter(text)).toBeUndefined();
});

function wide(count: number): readonly object[] {
  return Array.from({ length: count }, (_, index) => ({ [`field${index}`]: ["x"] }));
}
