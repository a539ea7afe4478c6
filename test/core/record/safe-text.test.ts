import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { safeText } from "../../../src/core/record/safe-text.ts";

describe("safeText", () => {
  const escaped: [what: string, text: string, shown: string][] = [
    ["a colour sequence", "\u001b[31mred\u001b[0m", "\\x1b[31mred\\x1b[0m"],
    ["a title sequence with BEL", "\u001b]0;title\u0007", "\\x1b]0;title\\x07"],
    ["line ends and tabs", "a\r\nb\tc", "a\\x0d\\x0ab\\x09c"],
    ["NUL, backspace and DEL", "a\u0000b\u0008c\u007f", "a\\x00b\\x08c\\x7f"],
    ["a C1 control that starts a sequence by itself", "\u009b31m", "\\x9b31m"],
    ["bidi overrides", "invoice\u202efdp.exe", "invoice\\u202efdp.exe"],
    ["bidi isolates", "\u2066a\u2069", "\\u2066a\\u2069"],
    ["zero-width characters", "or\u200bders\u200d\ufeff", "or\\u200bders\\u200d\\ufeff"],
    ["line and paragraph separators", "a\u2028b\u2029c", "a\\u2028b\\u2029c"],
    ["lone surrogates", "a\ud83d b\ude00", "a\\ud83d b\\ude00"],
    ["a Hangul filler, which draws nothing", "a\u3164b", "a\\u3164b"],
    ["tag characters beyond the basic plane", "a\u{e0041}b", "a\\u{e0041}b"],
    ["a variation selector that makes no emoji", "or\ufe0fders ⚠\ufe0f\ufe0f", "or\\ufe0fders ⚠\ufe0f\\ufe0f"],
    ["a soft hyphen", "or\u00adders", "or\\xadders"],
  ];
  it.each(escaped)("makes %s visible", (_, text, shown) => expect(safeText(text)).toBe(shown));

  it.each(["orders", "größe", "注文", "заказы", "😀", "⚠️", "a b\u00a0c", "\\x1b"])("leaves %s alone", (text) =>
    expect(safeText(text)).toBe(text),
  );

  it("lets no control, format or separator character through, whatever it gets", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(safeText(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it("shows a text that it gave the same again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(safeText(safeText(text))).toBe(safeText(text));
      }),
    );
  });
});

describe("safeText with a width", () => {
  const cut: [text: string, maxWidth: number, shown: string][] = [
    ["orders", 6, "orders"],
    ["orders", 5, "orde…"],
    ["orders", 1, "…"],
    ["orders", 0, ""],
    ["", 0, ""],
    ["😀😀😀", 2, "😀…"],
    ["ab\u001bc", 6, "ab…"],
    ["ab\u001bc", 7, "ab\\x1bc"],
  ];
  it.each(cut)("cuts %j at %i", (text, maxWidth, shown) => expect(safeText(text, { maxWidth })).toBe(shown));

  it("is never longer than asked, and says when something is missing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.nat(40), (text, maxWidth) => {
        const shown = safeText(text, { maxWidth });
        expect([...shown].length).toBeLessThanOrEqual(maxWidth);
        if (shown !== safeText(text)) expect(maxWidth === 0 || shown.endsWith("…")).toBe(true);
      }),
    );
  });
});
