import { expect, it } from "vitest";
import { deliversWith } from "../../../src/core/filter/delivers.ts";
import { readFilter } from "../../../src/core/filter/read-filter.ts";
import { decodeUtf8 } from "./matching.ts";

const delivers = (...patterns: object[]) =>
  deliversWith(
    patterns.flatMap((pattern) => readFilter(JSON.stringify(pattern)) ?? []),
    decodeUtf8,
  );
const bytes = (text: string) => new TextEncoder().encode(text);

it("delivers all without a filter", () => {
  const all = delivers();
  expect([all(bytes("{}")), all("text"), all(null)]).toEqual([true, true, true]);
});

it("delivers what any of the filters lets through, and reads the value for all of them", () => {
  const either = delivers({ value: { type: ["order"] } }, { value: { amount: [{ numeric: [">", 100] }] } });
  expect(either(bytes('{"type":"order"}'))).toBe(true);
  expect(either(bytes('{"type":"refund","amount":101}'))).toBe(true);
  expect(either(bytes('{"type":"refund","amount":99}'))).toBe(false);
  expect(either(bytes("{}"))).toBe(false);
});

it("takes a value as bytes or as text", () => {
  const orders = delivers({ value: { type: ["order"] } });
  expect([orders('{"type":"order"}'), orders('{"type":"refund"}')]).toEqual([true, false]);
});

it("delivers what bypasses a filter: null, bytes that are no text, another format", () => {
  const orders = delivers({ value: { type: ["order"] } });
  expect([orders(null), orders(Uint8Array.of(0xff, 0xfe)), orders(bytes("order"))]).toEqual([true, true, true]);
});
