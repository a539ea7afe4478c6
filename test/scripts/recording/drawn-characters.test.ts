import { describe, expect, it } from "vitest";
import { drawCharacter } from "../../../scripts/recording/drawn-characters.ts";

describe("drawCharacter", () => {
  it("draws a dot for each bit of a Braille character, in two columns of four", () => {
    expect(drawCharacter("⠁", 90, 40)).toEqual({ pen: "dot", path: "M92 42.5h0" });
    expect(drawCharacter("⢠", 0, 0)).toEqual({ pen: "dot", path: "M6.5 12.5h0M6.5 17.5h0" });
    expect(drawCharacter("⣿", 0, 0)?.path.match(/M/g)).toHaveLength(8);
    expect(drawCharacter("⠀", 0, 0)).toEqual({ pen: "dot", path: "" });
  });

  it("fills a block from the bottom of its cell", () => {
    expect(drawCharacter("█", 9, 20)).toEqual({ pen: "area", path: "M9 20h9v20h-9z" });
    expect(drawCharacter("▂", 9, 20)).toEqual({ pen: "area", path: "M9 35h9v5h-9z" });
  });

  it("draws box lines from the middle of the cell to the edges where the neighbours go on", () => {
    expect(drawCharacter("─", 9, 20)).toEqual({ pen: "line", path: "M13.5 30h-4.5M13.5 30h4.5" });
    expect(drawCharacter("┤", 9, 20)).toEqual({ pen: "line", path: "M13.5 30h-4.5M13.5 30v-10M13.5 30v10" });
  });

  it.each(["a", " ", "▲", "→", "▸", "漢", ""])("leaves %j to the fonts", (text) => {
    expect(drawCharacter(text, 0, 0)).toBeUndefined();
  });
});
