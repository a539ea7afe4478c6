import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseFrame, parseMessageNumber, parseMessagePath } from "../../../src/core/record/framing.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);
const uuidBytes = [0xe4, 0x24, 0x65, 0x1b, 0x7a, 0x41, 0x40, 0x5d, 0xbf, 0x05, 0x2c, 0xae, 0x8c, 0xdf, 0x5a, 0xea];
const uuid = "e424651b-7a41-405d-bf05-2cae8cdf5aea";

describe("a frame", () => {
  it.each<[what: string, value: Uint8Array, frame: ReturnType<typeof parseFrame>]>([
    ["of Confluent", bytes(0, 0, 0, 1, 2, 9, 8), { kind: "confluent", schemaId: 258, payload: bytes(9, 8) }],
    ["of Confluent around nothing", bytes(0, 0, 0, 0, 7), { kind: "confluent", schemaId: 7, payload: bytes() }],
    ["with the largest id", bytes(0, 255, 255, 255, 255), { kind: "confluent", schemaId: 4_294_967_295, payload: bytes() }],
    ["that ends in the id", bytes(0, 0, 0, 1), undefined],
    ["of Glue", bytes(3, 0, ...uuidBytes, 9), { kind: "glue", schemaVersionId: uuid, compression: "none", payload: bytes(9) }],
    ["of Glue, compressed", bytes(3, 5, ...uuidBytes, 9), { kind: "glue", schemaVersionId: uuid, compression: "zlib", payload: bytes(9) }],
    ["with a compression that Glue does not have", bytes(3, 1, ...uuidBytes, 9), undefined],
    ["that ends in the UUID", bytes(3, 0, ...uuidBytes.slice(1)), undefined],
    ["of nothing", bytes(), undefined],
    ["that is JSON", new TextEncoder().encode('{"a":"long enough for any header"}'), undefined],
  ])("%s", (_, value, frame) => {
    expect(parseFrame(value)).toEqual(frame);
  });

  it("of any bytes never throws, and its payload is the end of the value", () => {
    const header = fc.constantFrom(0, 3).chain((magic) => fc.uint8Array({ maxLength: 40 }).map((rest) => bytes(magic, ...rest)));
    fc.assert(
      fc.property(fc.oneof(header, fc.uint8Array()), (value) => {
        const frame = parseFrame(value);
        if (frame !== undefined) expect(frame.payload).toEqual(value.subarray(value.length - frame.payload.length));
      }),
    );
  });
});

describe("Confluent's message indexes", () => {
  // Zigzag: 0, 1, 2, 3 are written 0, 2, 4, 6; -1 is 1.
  it.each<[what: string, value: Uint8Array, path: ReturnType<typeof parseMessagePath>]>([
    ["a single 0 is the first message", bytes(0, 9), { indexes: [0], payload: bytes(9) }],
    ["the first message at length", bytes(2, 0, 9), { indexes: [0], payload: bytes(9) }],
    ["a message in messages", bytes(6, 2, 0, 4, 9), { indexes: [1, 0, 2], payload: bytes(9) }],
    ["an index of two bytes", bytes(2, 0x80, 0x02), { indexes: [128], payload: bytes() }],
    ["an empty value", bytes(), undefined],
    ["more indexes announced than there are", bytes(4, 0), undefined],
    ["a negative count", bytes(1, 0), undefined],
    ["a negative index", bytes(2, 1), undefined],
    ["an index without end", bytes(2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff), undefined],
    ["an index of more than 32 bits", bytes(2, 0xff, 0xff, 0xff, 0xff, 0x7f), undefined],
    ["a billion indexes announced", bytes(0x80, 0xa8, 0xd6, 0xb9, 0x07), undefined],
  ])("%s", (_, value, path) => {
    expect(parseMessagePath(value)).toEqual(path);
  });
});

describe("Glue's message number", () => {
  // A plain varint: 1 is 1, not -1.
  it.each<[what: string, value: Uint8Array, found: ReturnType<typeof parseMessageNumber>]>([
    ["of one byte", bytes(1, 9), { number: 1, payload: bytes(9) }],
    ["of two bytes", bytes(0xac, 0x02, 9), { number: 300, payload: bytes(9) }],
    ["that is not there", bytes(), undefined],
    ["that does not end", bytes(0x80), undefined],
  ])("%s", (_, value, found) => {
    expect(parseMessageNumber(value)).toEqual(found);
  });
});
