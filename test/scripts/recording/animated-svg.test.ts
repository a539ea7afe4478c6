import { describe, expect, it } from "vitest";
import { animatedSvg } from "../../../scripts/recording/animated-svg.ts";
import type { Frame } from "../../../scripts/recording/frame.ts";

const frame = (text: string, showMs: number): Frame => ({
  rows: [[...text].map((character) => ({ text: character, columns: 1, style: { bold: false, dim: false, colour: undefined } }))],
  showMs,
});

const recording = {
  title: "mskctl <lag>",
  description: 'all "mappings"',
  columns: 10,
  frames: [frame("one", 1_000), frame("two", 3_000), frame("three", 4_000)],
};

describe("animatedSvg", () => {
  const svg = animatedSvg(recording);

  it("holds every frame, in order", () => {
    const frames = [...svg.matchAll(/<g class="f (f\d)">\n<text [^>]*>(\w+)<\/text>\n<\/g>/g)];
    expect(frames.map(([, name, text]) => [name, text])).toEqual([
      ["f0", "one"],
      ["f1", "two"],
      ["f2", "three"],
    ]);
  });

  it("shows one after the other, each for its time, for ever", () => {
    expect(svg).toContain(".f{visibility:hidden;animation:8s step-end infinite}");
    expect(svg).toContain("@keyframes k0{0%{visibility:visible}12.5%{visibility:hidden}}.f0{animation-name:k0}");
    expect(svg).toContain("@keyframes k1{12.5%{visibility:visible}50%{visibility:hidden}}.f1{animation-name:k1}");
    expect(svg).toContain("@keyframes k2{50%{visibility:visible}100%{visibility:hidden}}.f2{animation-name:k2}");
  });

  it("stays with the first frame for who wants no motion", () => {
    expect(svg).toContain(".f0{visibility:visible}");
    expect(svg).toContain("@media (prefers-reduced-motion:reduce){.f{animation:none}}");
  });

  it("has every colour twice, for light and for dark", () => {
    const [forLight = "", forDark = ""] = svg.split("@media (prefers-color-scheme:dark)");
    for (const name of ["svg", ".ground", ".bar", ".red", ".yellow", ".cyan"]) {
      const rule = new RegExp(`^${name.replace(".", "\\.")}\\{.*`, "m");
      expect(rule.exec(forLight)?.[0]).toMatch(/#/);
      expect(forDark).toContain(`${name}{`);
      expect(forDark).not.toContain(rule.exec(forLight)?.[0]);
    }
  });

  it("is as large as its cells, a bar and a margin", () => {
    expect(svg).toContain('viewBox="0 0 118 80" width="118" height="80"');
  });

  it("escapes title and description", () => {
    expect(svg).toContain(">mskctl &lt;lag&gt;</text>");
    expect(svg).toContain('aria-label="all &quot;mappings&quot;"');
  });

  it("runs nothing and loads nothing", () => {
    expect(svg).not.toMatch(/<script|href|url\(|@import/);
  });
});
