import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { comparableNumber } from "../../../../src/core/filter/comparable-number.ts";
import type { Condition } from "../../../../src/core/filter/compiled-pattern.ts";
import { byteTest, satisfiesEscaped } from "../../../../src/core/filter/fast/byte-tests.ts";
import { satisfies } from "../../../../src/core/filter/value-test.ts";
import { bytesOf, compiledOf, decodeUtf8 } from "../matching.ts";

const matchers = [
  ...[
    '"a"',
    '"ä"',
    '"a/b"',
    '""',
    '"10.0.0.1"',
    '"::1"',
    '"\\ud800"',
    '"?"',
    "1",
    "1.0",
    "300",
    "9007199254740993",
    "true",
    "false",
    "null",
  ],
  ...['{"exactly":"10.0.0.1"}', '{"prefix":"a"}', '{"prefix":""}', '{"prefix":"é"}', '{"suffix":"b"}', '{"suffix":"\\ud800"}'],
  ...[
    '{"prefix":{"equals-ignore-case":"A"}}',
    '{"suffix":{"equals-ignore-case":"ß"}}',
    '{"equals-ignore-case":"aB"}',
    '{"equals-ignore-case":"Ä"}',
  ],
  ...['{"wildcard":"a*b"}', '{"wildcard":"*"}', '{"wildcard":"*é*"}', '{"wildcard":"a"}', '{"exists":true}', '{"exists":false}'],
  ...['{"numeric":["=",1]}', '{"numeric":[">",0]}', '{"numeric":["<=",1]}', '{"numeric":[">=",1,"<",300]}', '{"numeric":[">",1,"<=",300]}'],
  ...[
    '{"anything-but":"a"}',
    '{"anything-but":["a","ab"]}',
    '{"anything-but":1}',
    '{"anything-but":[1,300]}',
    '{"anything-but":{"prefix":"a"}}',
  ],
  ...['{"anything-but":{"suffix":["b","é"]}}', '{"anything-but":{"equals-ignore-case":"AB"}}', '{"anything-but":{"wildcard":["a*","*b"]}}'],
  ...['{"cidr":"10.0.0.0/8"}', '{"cidr":"::/16"}', '{"cidr":"0.0.0.0/0"}'],
];

const strings = [
  "a",
  "A",
  "ab",
  "aB",
  "ä",
  "Ä",
  "aé",
  "é",
  "SS",
  "ß",
  "",
  "1",
  "true",
  "?",
  "a/b",
  "10.0.0.1",
  "010.0.0.1",
  "10.1.2.3",
  "::1",
  "0::1",
];
const numbers = ["1", "1.0", "1e0", "-0", "0", "300", "3e2", "301", "9007199254740993", "1e400", "10", "12345678901"];
const literals = ["true", "false", "null"];

function conditionOf(list: readonly string[]): Condition {
  const condition = compiledOf(`{"f":[${list.join(",")}]}`).rules[0]?.conditions[0];
  return condition ?? expect.unreachable("the pattern has a condition");
}

function isSatisfied(condition: Condition, kind: "string" | "number" | "literal", text: string): boolean {
  return satisfies({ kind, text, value: kind === "number" ? comparableNumber(text) : undefined, element: undefined }, condition);
}

describe("tests on bytes", () => {
  it("hold for the values that those on text hold for", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...matchers), { minLength: 1, maxLength: 3 }), (list) => {
        const condition = conditionOf(list);
        const test = byteTest(condition, decodeUtf8);
        for (const [kind, texts] of [
          ["string", strings],
          ["number", numbers],
          ["literal", literals],
        ] as const)
          for (const text of texts) {
            const bytes = bytesOf(`"${text}"`);
            expect({ kind, text, holds: test(bytes, 1, bytes.length - 1, kind) }).toEqual({
              kind,
              text,
              holds: isSatisfied(condition, kind, text),
            });
          }
      }),
      { numRuns: 500 },
    );
  });

  it("read escapes as the plain engine does", () => {
    const condition = conditionOf(['"a\\"b"']);
    const bytes = bytesOf('"\\u0061\\"b"');
    expect(satisfiesEscaped(condition, bytes, 1, bytes.length - 1, decodeUtf8)).toBe(true);
    expect(satisfiesEscaped(conditionOf(['"a"']), bytes, 1, bytes.length - 1, decodeUtf8)).toBe(false);
  });

  it("say nothing of strings that are no UTF-8", () => {
    const bytes = Uint8Array.from([0x22, 0x5c, 0x6e, 0xff, 0x22]);
    expect(satisfiesEscaped(conditionOf(['"a"']), bytes, 1, 4, decodeUtf8)).toBeUndefined();
  });
});
