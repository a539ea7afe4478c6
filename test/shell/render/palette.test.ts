import { describe, expect, it } from "vitest";
import { createGlyphs, createPalette } from "../../../src/shell/render/palette.ts";

describe("a palette", () => {
  it("leaves text as it is when colour is off", () => {
    const palette = createPalette(false);
    for (const paint of Object.values(palette)) expect(paint("text")).toBe("text");
  });

  it("switches each colour on and off again around the text", () => {
    const palette = createPalette(true);
    expect(palette.error("stalled")).toBe("\u001b[31mstalled\u001b[39m");
    expect(palette.warning("behind")).toBe("\u001b[33mbehind\u001b[39m");
    expect(palette.bold("name")).toBe("\u001b[1mname\u001b[22m");
  });

  it("prints no codes around nothing", () => {
    expect(createPalette(true).accent("")).toBe("");
  });
});

describe("glyphs", () => {
  it("fall back to ASCII where the terminal has no more", () => {
    const ascii = Object.values(createGlyphs(false)).join("");
    expect(ascii).toMatch(/^[ -~]+$/);
  });

  it("are told apart by shape: no two verdicts look the same without colour", () => {
    for (const unicode of [true, false]) {
      const { ok, fallingBehind, catchingUp, error, disabled, noData } = createGlyphs(unicode);
      expect(new Set([ok, fallingBehind, catchingUp, error, disabled, noData]).size).toBe(6);
    }
  });
});
