import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCbor, encodeCbor } from "../../../src/sandbox/protocols/cbor.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const bytes = (text: string) => Buffer.from(text, "hex");

describe("examples of RFC 8949, appendix A", () => {
  it.each([
    ["00", 0],
    ["17", 23],
    ["1818", 24],
    ["1903e8", 1_000],
    ["1a000f4240", 1_000_000],
    ["1b000000e8d4a51000", 1_000_000_000_000],
    ["20", -1],
    ["3903e7", -1_000],
    ["fb3ff199999999999a", 1.1],
    ["fbc010666666666666", -4.1],
    ["f4", false],
    ["f5", true],
    ["f6", null],
    ["60", ""],
    ["6449455446", "IETF"],
    ["62c3bc", "ü"],
    ["83010203", [1, 2, 3]],
    ["c11a514b67b0", new Date("2013-03-21T20:04:00Z")],
  ])("%s is written and read as %j", (encoded, value) => {
    expect(hex(encodeCbor(value))).toBe(encoded);
    expect(decodeCbor(bytes(encoded))).toEqual(value);
  });

  it.each([
    ["f90000", 0],
    ["f93c00", 1],
    ["f97bff", 65_504],
    ["f90001", 2 ** -24],
    ["f9c400", -4],
    ["f97c00", Number.POSITIVE_INFINITY],
    ["f97e00", Number.NaN],
    ["fa47c35000", 100_000],
    ["1bffffffffffffffff", 18_446_744_073_709_551_615n],
    ["3bffffffffffffffff", -18_446_744_073_709_551_616n],
    ["f7", null],
    ["4401020304", Buffer.from([1, 2, 3, 4])],
    ["5f42010243030405ff", Buffer.from([1, 2, 3, 4, 5])],
    ["7f657374726561646d696e67ff", "streaming"],
    ["9f018202039f0405ffff", [1, [2, 3], [4, 5]]],
    [
      "a26161016162820203",
      new Map<string, unknown>([
        ["a", 1],
        ["b", [2, 3]],
      ]),
    ],
    [
      "bf61610161629f0203ffff",
      new Map<string, unknown>([
        ["a", 1],
        ["b", [2, 3]],
      ]),
    ],
    ["c1fb41d452d9ec200000", new Date("2013-03-21T20:04:00.500Z")],
  ])("%s is read as %s", (encoded, value) => {
    expect(decodeCbor(bytes(encoded))).toEqual(value);
  });
});

it("gives back every document of a service", () => {
  const document = fc.letrec<{ any: unknown }>((tie) => ({
    any: fc.oneof(
      { depthSize: "small" },
      fc.string({ unit: "binary" }),
      fc.double({ noNaN: true }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }),
      fc.array(tie("any")),
      fc.array(fc.tuple(fc.string(), tie("any"))).map((entries) => new Map(entries)),
    ),
  })).any;
  fc.assert(
    fc.property(document, (value) => {
      expect(decodeCbor(encodeCbor(plain(value)))).toEqual(value);
    }),
    // Its seconds are a little below 22.843 in binary.
    { examples: [[new Date("2004-10-15T14:13:22.843Z")]] },
  );
});

/** Maps are written from objects. */
function plain(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

it("ends with a value or an error on any bytes, and never reads beyond them", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (given) => {
      try {
        decodeCbor(given);
      } catch (error) {
        expect(error === null || error instanceof RangeError || error instanceof TypeError).toBe(true);
      }
    }),
    { numRuns: 2_000 },
  );
});

it.each([
  ["a string longer than the body", "7b00000000ffffffff61"],
  ["a list longer than the body", "9b0000ffffffffffff01"],
  ["nesting without end", "81".repeat(100_000)],
  ["two values", "0000"],
  ["nothing", ""],
  ["a break on its own", "ff"],
])("refuses %s", (_, encoded) => {
  expect(() => decodeCbor(bytes(encoded))).toThrow();
});
