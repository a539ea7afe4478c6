import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { notJson, unfinishedJson } from "../../../src/core/record/sample-json-faults.ts";
import { endOfJsonScalar, isJsonSpace, jsonNameAmong, jsonStringText } from "../../../src/core/record/sample-json-scalar.ts";
import { utf8 } from "../../support/samples.ts";

const end = (text: string) => endOfJsonScalar(utf8(text), 0, utf8(text).length);

describe("endOfJsonScalar", () => {
  it.each<[text: string, length: number]>([
    ["true", 4],
    ["false,", 5],
    ["null}", 4],
    ["0", 1],
    ["-0 ", 2],
    ["01", 1],
    ["-12.50e+10]", 10],
    ["1E5", 3],
    ["1e-5", 4],
    ["9007199254740993", 16],
    ['""', 2],
    ['"a"b', 3],
    ['"\\"\\\\\\/\\b\\f\\n\\r\\t"', 18],
    ['"\\u00e9\\uD83D"', 14],
    ['"\u007f\u00e9"', 5],
  ])("%j ends after %i bytes", (text, length) => {
    expect(end(text)).toBe(length);
  });

  it.each(["", "tru", "-", "1.", "1e", "1e-", '"', '"a', '"\\', '"\\u00e', '"a\\"'])("%j goes on", (text) => {
    expect(end(text)).toBe(unfinishedJson);
  });

  it.each(["x", "trve", "+1", ".5", "-x", "1.x", "1ex", "1e+x", '"a\nb"', '"\u0000"', '"\\x"', '"\\u00g0"', "NaN", "]", ","])(
    "%j is none",
    (text) => {
      expect(end(text)).toBe(notJson);
    },
  );

  it("does not look behind the end it is given", () => {
    expect(endOfJsonScalar(utf8("true"), 0, 3)).toBe(unfinishedJson);
    expect(endOfJsonScalar(utf8('"ab"'), 0, 3)).toBe(unfinishedJson);
    expect(endOfJsonScalar(utf8("125"), 0, 2)).toBe(2);
    expect(endOfJsonScalar(utf8("0.5"), 0, 1)).toBe(1);
    expect(endOfJsonScalar(utf8("7"), 0, 0)).toBe(unfinishedJson);
  });
});

describe("jsonStringText", () => {
  const text = (json: Uint8Array) => jsonStringText(json, 0, json.length);

  it.each([
    ["nothing", '""', ""],
    ["plain text", '"größe 😀"', "größe 😀"],
    ["short escapes", '"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\/\b\f\n\r\t'],
    ["characters of one to four bytes", '"\\u0041\\u00e9\\u20AC\\ud83d\\uDE00"', "Aé€😀"],
    ["NUL", '"a\\u0000b"', "a\u0000b"],
    ["text around escapes", '"é\\n€\\u0041."', "é\n€A."],
  ])("gives %s", (_, json, expected) => {
    expect(Buffer.from(text(utf8(json)) ?? []).toString()).toBe(expected);
  });

  it("leaves bytes that are no UTF-8 as they are", () => {
    expect(text(Buffer.of(0x22, 0xff, 0x5c, 0x6e, 0xc3, 0x22))).toEqual(new Uint8Array([0xff, 0x0a, 0xc3]));
  });

  it("copies nothing where there is no escape", () => {
    const json = utf8('"abc"');
    expect(text(json)?.buffer).toBe(json.buffer);
  });

  it.each(['"\\ud83d"', '"\\ud83dx\\ude00"', '"\\ude00"', '"\\ud83d\\u0041"', '"\\ud83d\\n"', '"\\ud83d\\ud83d"'])(
    "has no bytes for half of a surrogate pair: %s",
    (json) => {
      expect(text(utf8(json))).toBeUndefined();
    },
  );

  it("is what JSON.parse makes of it", () => {
    const escaped = (character: string) =>
      [...character]
        .flatMap((each) => each.split(""))
        .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
        .join("");
    const spelling = fc.oneof(
      fc.constant(JSON.stringify),
      fc.constant((value: string) => `"${[...value].map(escaped).join("")}"`),
    );
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), spelling, (value, spell) => {
        expect(Buffer.from(text(utf8(spell(value))) ?? []).toString()).toBe(value);
      }),
    );
  });
});

describe("jsonNameAmong", () => {
  const names = ["value", "valu", "expect", "__proto__"];

  it.each([
    ['"value"', "value"],
    ['"valu"', "valu"],
    ['"values"', undefined],
    ['"Value"', undefined],
    ['""', undefined],
    ['"\\u0076alue"', "value"],
    ['"val\\u0075"', "valu"],
    ['"\\ud83d"', undefined],
    ['"val\\n"', undefined],
    ['"__proto__"', "__proto__"],
    ['"constructor"', undefined],
  ])("%s is %s", (json, expected) => {
    expect(jsonNameAmong(names, utf8(`${json}:1`), 0, utf8(json).length + 2)).toBe(expected);
  });
});

it("knows JSON's white space, which is less than that of others", () => {
  expect([..." \t\r\n\u000b\u000c\u00a0"].map((each) => isJsonSpace(each.charCodeAt(0)))).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});
