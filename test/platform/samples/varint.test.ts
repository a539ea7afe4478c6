import { describe, expect, it } from "vitest";
import { signedVarintAt, varintAt } from "../../../src/platform/samples/varint.ts";

describe("varintAt", () => {
  // protobuf.dev, "Encoding", base 128 varints; the last is 2^64 - 1.
  it.each<[bytes: number[], value: bigint, end: number]>([
    [[0], 0n, 1],
    [[1], 1n, 1],
    [[0x96, 0x01], 150n, 2],
    [[0xac, 0x02, 0xff], 300n, 2],
    [[0x80, 0x00], 0n, 2],
    [[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], 18_446_744_073_709_551_615n, 10],
  ])("%j is %d", (bytes, value, end) => {
    expect(varintAt(Uint8Array.from(bytes), 0)).toEqual({ value, end });
  });

  it("begins where it is told", () => {
    expect(varintAt(Uint8Array.of(0xff, 0x96, 0x01), 1)).toEqual({ value: 150n, end: 3 });
  });

  it.each<[string, number[]]>([
    ["is empty", []],
    ["does not end", [0x80, 0x80]],
    ["is longer than any", Array.from({ length: 11 }, () => 0x80)],
  ])("is none when it %s", (_, bytes) => {
    expect(varintAt(Uint8Array.from(bytes), 0)).toBeUndefined();
  });
});

describe("signedVarintAt", () => {
  // Avro specification, "Binary Encoding", primitive types.
  it.each<[bytes: number[], value: bigint]>([
    [[0x00], 0n],
    [[0x01], -1n],
    [[0x02], 1n],
    [[0x03], -2n],
    [[0x7f], -64n],
    [[0x80, 0x01], 64n],
    [[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], -9_223_372_036_854_775_808n],
  ])("%j is %d", (bytes, value) => {
    expect(signedVarintAt(Uint8Array.from(bytes), 0)).toEqual({ value, end: bytes.length });
  });

  it("is none when it does not end", () => {
    expect(signedVarintAt(Uint8Array.of(0x80), 0)).toBeUndefined();
  });
});
