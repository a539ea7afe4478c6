import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { recordLine } from "../../../src/core/redrive/record-line.ts";
import { nodeBytes } from "../../../src/platform/bytes/node-bytes.ts";

const place = { topic: "orders", partition: 3, offset: 9_007_199_254_740_993n, timestampMs: Date.parse("2026-11-23T12:00:00.123Z") };
const bytes = (text: string | null) => (text === null ? null : Uint8Array.from(Buffer.from(text)));
const binary = Uint8Array.from([0xff, 0x00]);

function lineOf(
  value: string | null | Uint8Array,
  more: { key?: Uint8Array | null; headers?: { key: string; value: Uint8Array | null }[] } = {},
) {
  return recordLine(place, { key: null, headers: [], value: typeof value === "string" ? bytes(value) : value, ...more }, nodeBytes);
}

it("says where the record is from, and what it is", () => {
  const headers = [
    { key: "trace", value: bytes("a") },
    { key: "trace", value: binary },
    { key: "none", value: null },
  ];
  expect(lineOf('{"id":1}', { key: bytes("k-1"), headers })).toBe(
    '{"topic":"orders","partition":3,"offset":"9007199254740993","timestamp":"2026-11-23T12:00:00.123Z","key":"k-1","value":{"id":1},' +
      '"headers":[{"key":"trace","value":"a"},{"key":"trace","valueBase64":"/wA="},{"key":"none","value":null}]}\n',
  );
});

describe("a value", () => {
  it.each<[string, string | null | Uint8Array, string]>([
    ["keeps every digit of JSON", '{"id":12345678901234567890.10}', '"value":{"id":12345678901234567890.10},'],
    ["in JSON is on one line", '{\r\n  "id": 1\n}\n', '"value":{    "id": 1 } ,'],
    ["may be a number", "42", '"value":42,'],
    ["that is a JSON string differs from text", '"a"', '"value":"a",'],
    ["that is text", 'a "b"\n', '"valueText":"a \\"b\\"\\n",'],
    ["that is empty", "", '"valueText":"",'],
    ["that is the word null differs from no value", "null", '"valueText":"null",'],
    ["that is missing", null, '"value":null,'],
    ["that is binary", binary, '"valueBase64":"/wA=",'],
  ])("%s", (_, value, expected) => {
    expect(lineOf(value)).toContain(expected);
  });
});

it("has a key that may be missing, empty or binary", () => {
  expect(lineOf(null)).toContain('"key":null,');
  expect(lineOf(null, { key: new Uint8Array() })).toContain('"key":"",');
  expect(lineOf(null, { key: binary })).toContain('"keyBase64":"/wA=",');
});

it("has no time where there is none in any calendar", () => {
  expect(recordLine({ ...place, timestampMs: Number.MAX_SAFE_INTEGER }, { key: null, value: null, headers: [] }, nodeBytes)).toContain(
    '"timestamp":null,',
  );
});

it("is one line of JSON, whatever the record holds, and gives it back", () => {
  const anyBytes = fc.oneof(
    fc.uint8Array(),
    fc.string({ unit: "binary" }).map((text) => Uint8Array.from(Buffer.from(text))),
    fc.json().map((text) => Uint8Array.from(Buffer.from(text))),
  );
  const records = fc.record({
    key: fc.option(anyBytes),
    value: fc.option(anyBytes),
    headers: fc.array(fc.record({ key: fc.string({ unit: "binary" }), value: fc.option(anyBytes) })),
  });
  fc.assert(
    fc.property(records, (record) => {
      const line = recordLine(place, record, nodeBytes);
      expect(line.indexOf("\n")).toBe(line.length - 1);
      const { key, keyBase64, value, valueText, valueBase64, headers } = JSON.parse(line);
      expect(bytesAgain(key, keyBase64)).toBe(hexOf(record.key));
      expect(headers.map((each: { value?: string; valueBase64?: string }) => bytesAgain(each.value, each.valueBase64))).toEqual(
        record.headers.map((each) => hexOf(each.value)),
      );
      if (value === undefined) expect(bytesAgain(valueText, valueBase64)).toBe(hexOf(record.value));
      else expect(value).toEqual(record.value === null ? null : JSON.parse(Buffer.from(record.value).toString()));
    }),
  );
});

function bytesAgain(text: string | null | undefined, base64: string | undefined): string | null {
  if (text === null) return null;
  return hexOf(text === undefined ? Buffer.from(base64 ?? "", "base64") : Buffer.from(text));
}

function hexOf(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString("hex");
}
