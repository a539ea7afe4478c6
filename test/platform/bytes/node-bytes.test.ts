import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodeBytes } from "../../../src/platform/bytes/node-bytes.ts";

const { findBytes, decodeUtf8, isUtf8, encodeUtf8, encodeBase64 } = nodeBytes;
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe("Node's tools for bytes", () => {
  it("find bytes in any view of memory", () => {
    const view = new Uint8Array([...bytesOf("xxabcabc")].slice()).subarray(2);
    expect(findBytes(view, bytesOf("bc"), 0)).toBe(1);
    expect(findBytes(view, bytesOf("bc"), 2)).toBe(4);
    expect(findBytes(view, bytesOf("x"), 0)).toBe(-1);
    expect(findBytes(view, 0x63, 3)).toBe(5);
  });

  it("decode what is UTF-8, byte order mark included", () => {
    expect(decodeUtf8(bytesOf("\ufeffZürich 😀"))).toBe("\ufeffZürich 😀");
    expect(decodeUtf8(new Uint8Array([0xc3, 0x28]))).toBeUndefined();
    // Half of a surrogate pair has no bytes in UTF-8.
    expect(decodeUtf8(new Uint8Array([0xed, 0xa0, 0x80]))).toBeUndefined();
  });

  it("encode into what has room", () => {
    const target = new Uint8Array(6);
    expect(nodeBytes.encodeInto("zé", target, 2)).toBe(3);
    expect(target).toEqual(new Uint8Array([0, 0, 0x7a, 0xc3, 0xa9, 0]));
    expect(nodeBytes.encodeInto("é", target, 5)).toBe(-1);
    expect(nodeBytes.encodeInto("", target, 6)).toBe(0);
  });

  it("give the text of any part of what is UTF-8", () => {
    const view = bytesOf("xZürich 😀x").subarray(1);
    expect(nodeBytes.textOfUtf8(view, 0, view.length - 1)).toBe("Zürich 😀");
    expect(nodeBytes.textOfUtf8(view, 3, 3)).toBe("");
  });

  it("write base64 of any view of memory", () => {
    expect(nodeBytes.encodeBase64(new Uint8Array([0, 0, 0xff, 0x00]).subarray(2))).toBe("/wA=");
  });

  it("give back what was encoded", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(decodeUtf8(bytesOf(text))).toBe(text.toWellFormed());
        expect(decodeUtf8(encodeUtf8(text))).toBe(text.toWellFormed());
        expect(isUtf8(encodeUtf8(text))).toBe(true);
      }),
    );
    expect(isUtf8(new Uint8Array([0x61, 0xff]))).toBe(false);
  });

  it("write bytes in base64, of a view alone", () => {
    expect(encodeBase64(bytesOf("xxHello").subarray(2))).toBe("SGVsbG8=");
    expect(encodeBase64(new Uint8Array([0xfb, 0xff]))).toBe("+/8=");
    expect(encodeBase64(new Uint8Array())).toBe("");
  });
});
