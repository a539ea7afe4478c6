import { describe, expect, it } from "vitest";
import { charactersOf, findHidden } from "../../../../src/core/filter/fast/escapes.ts";
import { nodeBytes } from "../../../../src/platform/bytes/node-bytes.ts";
import { bytesOf } from "../matching.ts";

function hidden(needle: string, text: string, from = 0): number {
  return findHidden(bytesOf(text), from, charactersOf([bytesOf(needle)]), nodeBytes);
}

describe("escapes that can hide a needle", () => {
  it.each([
    ["a character of it", '"paid"', '{"s":"p\\u0061id"}', 7],
    ["in upper or lower case of the digits", '"~:"', '{"s":"\\u007E\\u003a"}', 6],
    ["the second of two", '"paid"', '"\\u0026 \\u0070"', 8],
    ["any other than ASCII when it has such", '"Zoë"', '"Z\\u006f\\u00eb"', 2],
    ["… half a surrogate pair among them", '"😀"', '"\\ud83d\\ude00"', 1],
    ["half a surrogate pair, which is compared as a question mark", '"why?"', '"why\\ud800"', 4],
  ])("%s", (_, needle, text, at) => {
    expect(hidden(needle, text)).toBe(at);
  });

  it.each([
    ["a character that is not in it", '"paid"', '"\\u0026"'],
    ["a character beyond ASCII when it has none", '"paid"', '"\\u00e9\\ud83d\\ude00"'],
    ["no escape of a number", '"paid"', '"\\n\\"\\/\\\\"'],
    ["nothing", '"paid"', '"paid"'],
  ])("are not there: %s", (_, needle, text) => {
    expect(hidden(needle, text)).toBe(-1);
  });

  it("are looked for from a place on", () => {
    expect(hidden("a", "\\u0061 \\u0061", 1)).toBe(7);
  });
});
