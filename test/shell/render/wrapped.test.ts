import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textWidth } from "../../../src/shell/render/text-width.ts";
import { wrapPieces, wrapText } from "../../../src/shell/render/wrapped.ts";

describe("wrapping", () => {
  it("breaks a sentence between words", () => {
    expect(wrapText("retries until it succeeds", 12)).toEqual(["retries", "until it", "succeeds"]);
  });

  it("keeps facts whole and joins them by their separator", () => {
    expect(wrapPieces(["bisect off", "partial responses off", "512 MB"], " · ", 30)).toEqual([
      "bisect off",
      "partial responses off · 512 MB",
    ]);
  });

  it("breaks a fact between words only when it has a line of its own and is still too wide", () => {
    expect(wrapPieces(["a", "one two three", "b"], " · ", 8)).toEqual(["a", "one two", "three", "b"]);
  });

  it("breaks a word that is wider than a line", () => {
    expect(wrapText("see arn:aws:s3:::bucket", 9)).toEqual(["see", "arn:aws:s", "3:::bucke", "t"]);
  });

  it("keeps a figure with its unit", () => {
    expect(wrapText("in about 24 h, or 6 MB", 11)).toEqual(["in about", "24 h, or", "6 MB"]);
  });

  it("loses nothing and fits, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 2, max: 60 }), (text, columns) => {
        const lines = wrapText(text, columns);
        expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
        for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(columns);
      }),
    );
  });
});
