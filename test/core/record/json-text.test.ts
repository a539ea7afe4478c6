import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endOfJsonText, readJsonText } from "../../../src/core/record/json-text.ts";
import { PlainRuns } from "../../../src/core/record/plain-runs.ts";
import { notJson, unfinishedJson } from "../../../src/core/record/sample-json-faults.ts";
import { endOfJsonString, jsonStringText } from "../../../src/core/record/sample-json-scalar.ts";
import { nodeBytes } from "../../../src/platform/bytes/node-bytes.ts";
import { utf8 } from "../../support/samples.ts";

const { findBytes } = nodeBytes;
const read = (bytes: Uint8Array, from = 0) => readJsonText(bytes, from, findBytes);

/** What the plain walks give. */
function plainly(bytes: Uint8Array, from: number) {
  const end = endOfJsonString(bytes, from, bytes.length);
  return { end, text: end < 0 ? undefined : jsonStringText(bytes, from, end) };
}

const long = "QUJD".repeat(40);
const piece = fc.oneof(
  fc.constantFrom("\\n", '\\"', "\\\\", "\\/", "\\u0041", "\\u00e9", "\\ud83d\\ude00", "\\u0000", "é", "😀", "", long, `${long}\\"${long}`),
  fc.string({ unit: "grapheme-ascii", maxLength: 40 }).map((text) => JSON.stringify(text).slice(1, -1)),
);
const oddPiece = fc.constantFrom(
  "\\ud83d",
  "\\ude00",
  "\\ud83d\\u0041",
  "\\ud83d\\ud83d",
  "\\ud83d\\u00",
  "\\ud83d\\uzzzz",
  "\\x",
  "\\u00g0",
  "\n",
  "\u0000",
  '"',
  "\\",
);

describe("a string that is read in one go", () => {
  it("is what JSON.parse makes of it", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.string(), (pieces, behind) => {
        const string = `"${pieces.join("")}"`;
        const { end, text } = read(utf8(`  ${string}${behind}`), 2);
        expect(end).toBe(2 + utf8(string).length);
        expect(Buffer.from(text ?? []).toString()).toBe(JSON.parse(string));
      }),
      { numRuns: 1_000 },
    );
  });

  it("and one that is none, or breaks off anywhere, are what the plain walks find", () => {
    const pieces = fc.array(fc.oneof({ weight: 6, arbitrary: piece }, oddPiece), { maxLength: 12 });
    fc.assert(
      fc.property(pieces, fc.nat({ max: 8 }), fc.nat(), (all, offset, cut) => {
        const whole = utf8(`${"x".repeat(offset)}"${all.join("")}"`);
        for (const bytes of [whole, whole.subarray(0, offset + 1 + (cut % (whole.length - offset)))]) {
          expect(read(bytes, offset)).toEqual(withText(plainly(bytes, offset)));
          expect(endOfJsonText(bytes, offset, new PlainRuns(bytes, findBytes))).toBe(plainly(bytes, offset).end);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("may hold any bytes", () => {
    const byte = fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(0x22, 0x5c, 0x6e, 0x75, 0x64, 0x38, 0x61, 0x30, 0x0a) },
      fc.integer({ min: 0, max: 255 }),
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            byte.map((each) => [each]),
            fc.constant([...utf8(long)]),
          ),
          { maxLength: 30 },
        ),
        (all) => {
          const bytes = new Uint8Array([0x22, ...all.flat()]);
          expect(read(bytes)).toEqual(withText(plainly(bytes, 0)));
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ["a control character in a long run", `"${long}\n${long}"`, notJson],
    ["a control character at the end of a long run", `"${long}\u001f"`, notJson],
    ["no end", `"${long}`, unfinishedJson],
    ["an escape that breaks off", `"${long}\\u00`, unfinishedJson],
    ["an escape that is none behind half of a pair", `"\\ud83d\\q"`, notJson],
  ])("is none with %s", (_, text, end) => {
    expect(read(utf8(text))).toEqual({ end, text: undefined });
  });

  it("ends behind half of a surrogate pair all the same", () => {
    expect(read(utf8(`"\\ud83d ${long}" `))).toEqual({ end: 9 + long.length, text: undefined });
  });
});

/** Text is compared by its bytes, in whatever view they are. */
function withText({ end, text }: ReturnType<typeof plainly>) {
  return { end, text: text && new Uint8Array(text) };
}
