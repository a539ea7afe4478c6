import fc from "fast-check";
import { expect, it } from "vitest";
import { sharedEncoder } from "../../../src/core/record/shared-encoder.ts";
import { nodeBytes } from "../../../src/platform/bytes/node-bytes.ts";

const mostShared = 128 * 1024;

it("gives the bytes of each text, whatever comes behind it and however many were meant", () => {
  const text = fc.oneof(
    { weight: 5, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
    fc.constantFrom("é".repeat(5_000), "x".repeat(200_000)),
  );
  fc.assert(
    fc.property(fc.array(text, { maxLength: 30 }), fc.nat({ max: 40 }), (texts, meant) => {
      const encode = sharedEncoder(meant, nodeBytes);
      const encoded = texts.map((each) => encode(each));
      expect(encoded.map((bytes) => Buffer.from(bytes).toString())).toEqual(texts.map((each) => each.toWellFormed()));
    }),
    { numRuns: 300 },
  );
});

it("puts those that are meant into one memory, a comma behind each, and takes no more than they need", () => {
  const encode = sharedEncoder(3, nodeBytes);
  const [one, two, three] = [encode("[1]"), encode("[2]"), encode("[3]")];
  expect(Buffer.from(one.buffer).toString()).toBe("[1],[2],[3],");
  expect([two.buffer, three.buffer]).toEqual([one.buffer, one.buffer]);
  expect(encode("[4]").buffer).not.toBe(one.buffer);
});

it("begins a new memory where one would grow without bounds", () => {
  const encode = sharedEncoder(1_000_000, nodeBytes);
  const buffers = new Set(Array.from({ length: 300 }, () => encode("x".repeat(1_000)).buffer));
  expect([...buffers].map(({ byteLength }) => byteLength)).toEqual([mostShared, mostShared, mostShared]);
});
