import fc from "fast-check";
import { expect, it } from "vitest";
import { PlainRuns } from "../../../src/core/record/plain-runs.ts";
import { nodeBytes } from "../../../src/platform/bytes/node-bytes.ts";

const plainEnd = (bytes: Uint8Array, from: number) => {
  const at = bytes.findIndex((byte, index) => index >= from && (byte < 0x20 || byte === 0x22 || byte === 0x5c));
  return at < 0 ? bytes.length : at;
};

it("ends runs where a look at each byte does, in any view of memory", () => {
  const byte = fc.oneof(
    { weight: 12, arbitrary: fc.integer({ min: 0x20, max: 0xff }) },
    fc.constantFrom(0x00, 0x1f, 0x20, 0x22, 0x5c, 0x80),
  );
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 120 }), fc.nat({ max: 7 }), fc.boolean(), (all, offset, isBuffer) => {
      const memory = new Uint8Array([...Array.from({ length: offset }, () => 0x22), ...all, 0x5c]);
      const view = memory.subarray(offset, offset + all.length);
      const bytes = isBuffer ? Buffer.from(view.buffer, view.byteOffset, view.length) : view;
      const runs = new PlainRuns(bytes, nodeBytes.findBytes);
      for (let from = 0; from <= bytes.length; from = plainEnd(bytes, from) + 1) expect(runs.end(from)).toBe(plainEnd(bytes, from));
    }),
    { numRuns: 1_000 },
  );
});

it.each(Array.from({ length: 256 }, (_, byte) => byte))("takes byte %i alone for what it is", (byte) => {
  for (let at = 0; at < 20; at += 1) {
    const bytes = new Uint8Array(20).fill(0x20);
    bytes[at] = byte;
    expect(new PlainRuns(bytes, nodeBytes.findBytes).end(0)).toBe(plainEnd(bytes, 0));
  }
});
