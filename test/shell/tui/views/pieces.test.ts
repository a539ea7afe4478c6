import { describe, expect, it } from "vitest";
import { fitPieces, type Piece, sideBySide, spread, wrapFigures } from "../../../../src/shell/tui/views/pieces.ts";

const glyphs = { ellipsis: "…" };

describe("pieces on a line", () => {
  const pieces: readonly Piece[] = [{ text: "name" }, { text: "account", dropOrder: 2 }, { text: "region", dropOrder: 1 }];

  it.each([
    [40, "name · account · region"],
    [22, "name · region"],
    [12, "name"],
    [3, "na…"],
    [0, ""],
  ])("in %i columns are %j", (columns, line) => {
    expect(fitPieces(pieces, " · ", columns, glyphs)).toBe(line);
  });

  it("give way to each other: a sentence is shortened before a figure goes, and goes on saying something", () => {
    const sentence: readonly Piece[] = [
      { text: "12 ok", dropOrder: 1 },
      { text: "not permitted: cloudwatch:ListMetrics", flexible: true },
    ];
    expect(fitPieces(sentence, " ", 30, glyphs)).toBe("12 ok not permitted: cloudwat…");
    expect(fitPieces(sentence, " ", 20, glyphs)).toBe("not permitted: clou…");
  });

  it("are made safe, and empty ones leave no gap", () => {
    expect(fitPieces([{ text: "a\u001b[2J" }, { text: "" }, { text: "b" }], " · ", 40, glyphs)).toBe("a\\x1b[2J · b");
  });
});

describe("figures", () => {
  it("stay whole, on as many lines as they need", () => {
    const figures = [
      { label: "in", value: "1,210/s" },
      { label: "out", value: "890/s" },
      { label: "errors", value: "0" },
    ];
    expect(wrapFigures(figures, 26, (text) => text, "…")).toEqual(["in 1,210/s   out 890/s", "errors 0"]);
    expect(wrapFigures([{ label: "from", value: "AWS/Lambda SumOffsetLag" }], 16, (text) => text, "…")).toEqual(["from AWS/Lambda…"]);
  });
});

describe("two things beside each other", () => {
  it("stand at the ends of a line, or the first alone", () => {
    expect(spread("left", "\u001b[2mright\u001b[22m", 12)).toBe("left   \u001b[2mright\u001b[22m");
    expect(spread("left", "right", 9)).toBe("left");
  });

  it("are filled up to the same width and height", () => {
    expect(sideBySide([["a", "\u001b[31mbb\u001b[39m"], ["c"]], 3, 1)).toEqual(["a   c", "\u001b[31mbb\u001b[39m"]);
  });
});
