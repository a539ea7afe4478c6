import { describe, expect, it } from "vitest";
import { parseSkippedRecord, pointOf, skippedRecordText } from "../../../../../src/core/mapping/offsets/reset/target.ts";

describe("a record to skip", () => {
  it.each([
    ["orders-0:60453081", { topic: "orders", partition: 0, offset: 60_453_081n }],
    ["eu-orders.v-2-13:7", { topic: "eu-orders.v-2", partition: 13, offset: 7n }],
    ["a:b-1:2", { topic: "a:b", partition: 1, offset: 2n }],
    [" orders-0:0 ", { topic: "orders", partition: 0, offset: 0n }],
    ["orders-0:999999999999999999", { topic: "orders", partition: 0, offset: 999_999_999_999_999_999n }],
  ])("%s", (text, record) => {
    expect(parseSkippedRecord(text)).toEqual(record);
    expect(skippedRecordText(record)).toBe(text.trim());
  });

  it.each(["", "orders", "orders:0:5", "orders-0", "orders-0:", "orders-:5", "-0:5", "orders-0:-5", "orders-0:60,453,081", "orders-0:5 x"])(
    "%j is none",
    (text) => {
      expect(parseSkippedRecord(text)).toBeUndefined();
    },
  );
});

it("Brokers are asked for a time only when a time is the target.", () => {
  expect(pointOf({ kind: "timestamp", atMs: 5 })).toEqual({ atOrAfterMs: 5 });
  expect(pointOf({ kind: "earliest" })).toBeUndefined();
});
