import { expect, it } from "vitest";
import { deserializedBytes, eventAttributes, filteredValue } from "../../../../src/sandbox/runtime/registry/deserialized.ts";
import { testRecord } from "./frames.ts";

const record = testRecord({ key: Uint8Array.of(1, 2), value: Uint8Array.of(3, 4, 5) });
const value = new TextEncoder().encode('{"id":7}');
const valueSchema = { dataFormat: "AVRO", schemaId: "42" };
const read = { ...record, deserialized: { key: record.key, value, filtered: value, valueSchema } };
const unread = { ...record, deserialized: { condition: "SCHEMA_NOT_FOUND" as const } };

it("a record that no registry has read is what stands in the topic, to filters and in the event", () => {
  expect(eventAttributes(record)).toBe(record);
  expect(filteredValue(record)).toBe(record.value);
  expect(deserializedBytes(record)).toBe(0);
});

it("one that was read is what the schema says", () => {
  expect(eventAttributes(read)).toMatchObject({ key: record.key, value, valueSchema });
  expect(filteredValue(read)).toBe(value);
  expect(deserializedBytes(read)).toBe(2 + value.length);
  expect(deserializedBytes({ ...read, deserialized: { ...read.deserialized, filtered: '{"id":7}' } })).toBe(2 + 2 * value.length);
});

it("one that could not be is described as it stands in the topic, and no filter sees it", () => {
  expect(eventAttributes(unread)).toBe(unread);
  expect(filteredValue(unread)).toBeUndefined();
  expect(deserializedBytes(unread)).toBe(0);
});
