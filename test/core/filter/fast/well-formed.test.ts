import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WellFormedCheck } from "../../../../src/core/filter/fast/well-formed.ts";
import { bytesOf, decodeUtf8 } from "../matching.ts";
import { anyEvent } from "../random-patterns.ts";

const check = new WellFormedCheck();

function isObject(bytes: Uint8Array): boolean {
  return check.isObject(bytes, 0, bytes.length);
}

/** What Node's own decoder and parser say. */
function isObjectToNode(bytes: Uint8Array): boolean {
  const text = decodeUtf8(bytes);
  if (text === undefined || !/^[ \t\r\n]*\{/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("JSON objects, byte by byte", () => {
  it("are those that Node reads, also with a byte changed, added or taken away", () => {
    const alphabet = [
      ...bytesOf('{}[]",:\\/ \t\n\r0123456789-+.eEtrufalsn'),
      0x00,
      0x1f,
      0x7f,
      0x80,
      0xbf,
      0xc0,
      0xc3,
      0xe0,
      0xed,
      0xf0,
      0xf4,
      0xff,
    ];
    const change = fc.record({
      at: fc.nat({ max: 200 }),
      removed: fc.nat({ max: 2 }),
      added: fc.array(fc.constantFrom(...alphabet), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(fc.oneof(anyEvent, fc.json({ noUnicodeString: false })), fc.array(change, { maxLength: 3 }), (text, changes) => {
        const bytes = [...bytesOf(text)];
        for (const { at, removed, added } of changes) bytes.splice(at % (bytes.length + 1), removed, ...added);
        const all = Uint8Array.from(bytes);
        expect(isObject(all)).toBe(isObjectToNode(all));
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ...[
      '{"a":1}',
      "{}",
      ' {"a" : [ 1 , -0.5e+3 , true , false , null , "\\u00E9\\n" ] } ',
      '{"a":{"b":[{}]}}',
      '{"é":"😀"}',
      '{"a":1,"a":2}',
    ],
    ...[
      "",
      " ",
      "[]",
      "1",
      "{",
      "}",
      "{}}",
      "{} {}",
      '{"a"}',
      '{"a":}',
      '{"a":1,}',
      '{,"a":1}',
      '{"a":1 "b":2}',
      '{"a":[1,]}',
      '{"a":[1}',
      '{"a":01}',
    ],
    ...[
      '{"a":1.}',
      '{"a":.5}',
      '{"a":-}',
      '{"a":1e}',
      '{"a":+1}',
      '{"a":tru}',
      '{"a":truex}',
      '{"a":"\t"}',
      '{"a":"\\x"}',
      '{"a":"\\u12g4"}',
      '{"a":"',
      "{'a':1}",
    ],
    ...['{"a":NaN}', '{"a":1}//', '{"a":"\u2028"}', '\ufeff{"a":1}', '{"a":nul', '{"a":"\\u12'],
  ])("%j", (text) => {
    expect(isObject(bytesOf(text))).toBe(isObjectToNode(bytesOf(text)));
  });

  it.each([
    ["a tail byte alone", [0x80]],
    ["an overlong slash", [0xc0, 0xaf]],
    ["an overlong form of three bytes", [0xe0, 0x80, 0xaf]],
    ["half a surrogate pair", [0xed, 0xa0, 0x80]],
    ["more than U+10FFFF", [0xf4, 0x90, 0x80, 0x80]],
    ["a character that breaks off", [0xe2, 0x82]],
  ])("are UTF-8: not %s", (_, wrong) => {
    expect(isObject(Uint8Array.from([...bytesOf('{"a":"'), ...wrong, ...bytesOf('"}')]))).toBe(false);
  });

  it("may be nested as deep as memory goes", () => {
    const deep = (depth: number) => `{"a":${"[".repeat(depth)}${"]".repeat(depth)}}`;
    expect(isObject(bytesOf(deep(100_000)))).toBe(true);
    expect(isObject(bytesOf(deep(100_000).replace("]", "}")))).toBe(false);
  });
});
