import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalBase64 } from "../../../src/core/record/sample-base64.ts";
import { utf8 } from "../../support/samples.ts";

describe("canonicalBase64", () => {
  // RFC 4648, section 10.
  it.each([
    ["", ""],
    ["Zg==", "f"],
    ["Zm8=", "fo"],
    ["Zm9v", "foo"],
    ["Zm9vYg==", "foob"],
    ["Zm9vYmE=", "fooba"],
    ["Zm9vYmFy", "foobar"],
  ])("decodes %j", (text, expected) => {
    expect(Buffer.from(canonicalBase64(utf8(text)) ?? [0xff]).toString()).toBe(expected);
  });

  it.each([
    ["without its padding", "Zg"],
    ["with too much padding", "Zg==="],
    ["of padding alone", "===="],
    ["with padding inside", "Zg==Zg=="],
    ["with bits left over behind one byte", "Zh=="],
    ["with bits left over behind two bytes", "Zm9="],
    ["in the alphabet for file names", "-_-_"],
    ["with a space", "Zm9 "],
    ["with a line end", "Zm9v\n"],
    ["with a byte beyond ASCII", "Zm9\u00e9"],
    ["with a wrong character before the padding", "Z*=="],
    ["with a wrong character in an early group", "Zm*vZm9v"],
    ["of one character", "Z"],
  ])("refuses text %s", (_, text) => {
    expect(canonicalBase64(Buffer.from(text, "latin1"))).toBeUndefined();
  });

  it("gives back whatever an encoder was given", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(canonicalBase64(utf8(Buffer.from(bytes).toString("base64")))).toEqual(bytes);
      }),
    );
  });

  it("takes a text only if an encoder could have written it", () => {
    const almost = fc.array(fc.constantFrom(..."ABab09+/=-é "), { maxLength: 12 }).map((characters) => characters.join(""));
    fc.assert(
      fc.property(almost, (text) => {
        const decoded = canonicalBase64(Buffer.from(text, "latin1"));
        const isCanonical = Buffer.from(text, "base64").toString("base64") === text;
        expect(decoded !== undefined).toBe(isCanonical);
      }),
    );
  });
});
