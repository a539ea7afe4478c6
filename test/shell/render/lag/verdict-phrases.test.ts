import { describe, expect, it } from "vitest";
import { type CatchUp, type LagAge, type LagPollers, type LagVerdict, lagVerdicts } from "../../../../src/core/lag/report.ts";
import { agePhrase, catchUpPhrase, pollersPhrase, verdictGlyph, verdictPaint } from "../../../../src/shell/render/lag/verdict-phrases.ts";
import { createGlyphs, createPalette } from "../../../../src/shell/render/palette.ts";

const glyphs = createGlyphs(true);

describe("a verdict", () => {
  it.each<[LagVerdict, string, string]>([
    ["stopped", "✖", "31"],
    ["stalled", "✖", "31"],
    ["rewound", "✖", "31"],
    ["falling behind", "▲", "33"],
    ["catching up", "◆", "36"],
    ["ok", "●", ""],
    ["idle", "●", "2"],
    ["disabled", "‖", "2"],
    ["no data", "…", "2"],
  ])("%s has the glyph %s and its colour", (verdict, glyph, colour) => {
    expect(verdictGlyph(verdict, glyphs)).toBe(glyph);
    const painted = verdictPaint(verdict, createPalette(true))("x");
    expect(painted.split("m")[0]).toBe(colour === "" ? "x" : `\u001b[${colour}`);
  });

  it("has a glyph in ASCII too, each of one column", () => {
    const ascii = lagVerdicts.map((verdict) => verdictGlyph(verdict, createGlyphs(false)));
    expect(ascii.join("")).toMatch(/^[ -~]{9}$/);
  });
});

describe("an age", () => {
  it.each<[LagAge, string | undefined]>([
    [{ kind: "known", ms: 0, method: "arrivals", errorMs: 0 }, "0 s"],
    [{ kind: "known", ms: 400, method: "record-timestamp", errorMs: 0 }, "0.4 s"],
    [{ kind: "known", ms: 44_300, method: "arrivals", errorMs: 0 }, "44 s"],
    [{ kind: "known", ms: 840_000, method: "arrivals", errorMs: 0 }, "14 min"],
    [{ kind: "known", ms: 3_600_000, method: "arrivals", errorMs: 0, atLeast: true }, "≥ 60 min"],
    [{ kind: "no-data", reason: "metrics are off" }, undefined],
  ])("%j is said as %s", (age, said) => {
    expect(agePhrase(age, glyphs)).toBe(said);
  });
});

describe("the time to catch up", () => {
  it.each<[CatchUp, string | undefined]>([
    [{ kind: "caught-up" }, undefined],
    [{ kind: "never" }, "never"],
    [{ kind: "unknown", reason: "no rates" }, "unknown"],
    [{ kind: "catching-up", ms: 720_000, lowMs: 540_000, highMs: 960_000 }, "12 min (9–16)"],
    [{ kind: "catching-up", ms: 150_000, lowMs: 100_000, highMs: 200_000 }, "3 min (100 s–3 min)"],
    [{ kind: "catching-up", ms: 100_000, lowMs: 80_000, highMs: 200_000 }, "100 s (80 s–3 min)"],
    [{ kind: "catching-up", ms: 37_000, lowMs: 37_100, highMs: 37_200 }, "37 s"],
  ])("%j is said as %s", (catchUp, said) => {
    expect(catchUpPhrase(catchUp, glyphs)).toBe(said);
  });
});

describe("pollers", () => {
  it.each<[Partial<LagPollers>, string | undefined]>([
    [{ running: 3, minimum: 1, maximum: 4, partitions: 6 }, "3 of 1–4"],
    [{ running: 4, minimum: 4, maximum: 4 }, "4 of 4"],
    [{ running: 3, partitions: 6 }, "3 of 6"],
    [{ minimum: 1, maximum: 4 }, "1–4"],
    [{ running: 2 }, "2"],
    [{}, undefined],
  ])("%j are said as %s", (pollers, said) => {
    const all = { running: undefined, minimum: undefined, maximum: undefined, partitions: undefined, ...pollers };
    expect(pollersPhrase(all, glyphs)).toBe(said);
  });
});
