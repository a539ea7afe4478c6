import { describe, expect, it } from "vitest";
import { filterVerdict, kafkaFilter, mappingVerdict } from "../../../src/core/filter/kafka-filter.ts";
import { type RecordValue, readRecordValue } from "../../../src/core/filter/record-value.ts";
import { compiledOf, decodeUtf8 } from "./matching.ts";

function verdict(pattern: unknown, value: string | RecordValue): string {
  const compiled = compiledOf(pattern);
  return filterVerdict(kafkaFilter(compiled), typeof value === "string" ? readRecordValue(value, compiled.steps, decodeUtf8) : value);
}

describe("Kafka's filtering", () => {
  // The table of the reference, section 2 "Decode".
  it.each([
    ["text, pattern for text, fits", { value: ["hello"] }, "hello", "kept"],
    ["text, pattern for text, does not fit", { value: [{ "anything-but": ["error"] }] }, "error", "filteredOut"],
    ["JSON, pattern for JSON, fits", { value: { device_ID: [{ prefix: "AB" }] } }, '{"device_ID":"AB1234"}', "kept"],
    ["JSON, pattern for JSON, does not fit", { value: { device_ID: [{ prefix: "AB" }] } }, '{"device_ID":"XY1"}', "filteredOut"],
    ["text, pattern for JSON", { value: { a: ["x"] } }, "hello", "bypassed"],
    ["JSON, pattern for text", { value: ["hello"] }, '{"a":"x"}', "bypassed"],
    ["a list, pattern for JSON", { value: { a: ["x"] } }, '[{"a":"x"}]', "kept"],
    ["not UTF-8", { value: ["hello"] }, { kind: "not-utf8" }, "bypassed"],
    ["null", { value: { a: ["x"] } }, { kind: "null" }, "bypassed"],
    ["null, even when nothing has to be there", { value: { a: [{ exists: false }] } }, { kind: "null" }, "bypassed"],
    ["a pattern without value", { status: ["ok"] }, '{"status":"ok"}', "filteredOut"],
    ["a key, which cannot be filtered on", { key: ["k"], value: { a: ["x"] } }, "hello", "filteredOut"],
    ["… beside a value that fits", { key: ["k"], value: { a: ["x"] } }, '{"a":"x"}', "filteredOut"],
    ["one branch for each format, text", { $or: [{ value: ["x"] }, { value: { a: ["x"] } }] }, "x", "kept"],
    ["one branch for each format, JSON", { $or: [{ value: ["x"] }, { value: { a: ["x"] } }] }, '{"a":"x"}', "kept"],
    [
      "one branch for each format, neither fits: the other's bypasses",
      { $or: [{ value: ["x"] }, { value: { a: ["x"] } }] },
      "y",
      "bypassed",
    ],
    ["a path with a dot", { "value.a": ["x"] }, '{"a":"x"}', "kept"],
  ] as const)("%s: %j", (_, pattern, value, expected) => {
    expect(verdict(pattern, value as string | RecordValue)).toBe(expected);
  });

  it("delivers what one of the filters lets through", () => {
    expect(mappingVerdict([])).toBe("kept");
    expect(mappingVerdict(["filteredOut", "bypassed", "kept"])).toBe("kept");
    expect(mappingVerdict(["filteredOut", "bypassed"])).toBe("bypassed");
    expect(mappingVerdict(["filteredOut", "filteredOut"])).toBe("filteredOut");
  });
});
