import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cell, Style } from "../../../scripts/recording/frame.ts";
import { escapeXml, frameElements } from "../../../scripts/recording/frame-svg.ts";

const plain: Style = { bold: false, dim: false, colour: undefined };

const cells = (text: string, style: Partial<Style> = {}): Cell[] =>
  [...text].map((character) => ({ text: character, columns: 1, style: { ...plain, ...style } }));

describe("frameElements", () => {
  it("holds words of one style together and gives them their width", () => {
    expect(frameElements([cells("lag  1,210 records")])).toBe(
      ['<text x="0" y="15" textLength="27">lag</text>', '<text x="45" y="15" textLength="117">1,210 records</text>'].join("\n"),
    );
  });

  it("says style and colour by class, and begins anew where they change", () => {
    const row = [...cells("ok "), ...cells("bad", { bold: true, colour: "red" }), ...cells("since", { dim: true })];
    expect(frameElements([row])).toBe(
      [
        '<text x="0" y="15" textLength="18">ok</text>',
        '<text class="b red" x="27" y="15" textLength="27">bad</text>',
        '<text class="d" x="54" y="15" textLength="45">since</text>',
      ].join("\n"),
    );
  });

  it("puts a sign that a font may lack into the middle of its cell, alone", () => {
    expect(frameElements([[], cells("▲ 3", { colour: "yellow" })])).toBe(
      ['<text class="s yellow" x="4.5" y="35">▲</text>', '<text class="yellow" x="18" y="35" textLength="9">3</text>'].join("\n"),
    );
  });

  it("draws what has to meet its neighbours, all of one colour as one path", () => {
    const cyan = { colour: "cyan" } as const;
    expect(frameElements([cells("⠁⠁", cyan), cells("⠁", cyan), cells("│")])).toBe(
      ['<path class="dot cyan" d="M2 2.5h0M11 2.5h0M2 22.5h0"/>', '<path class="line" d="M4.5 50v-10M4.5 50v10"/>'].join("\n"),
    );
  });

  it("counts a wide character as two columns", () => {
    const wide: Cell[] = [
      { text: "漢", columns: 2, style: plain },
      { text: "", columns: 0, style: plain },
    ];
    expect(frameElements([[...wide, ...cells("x")]])).toBe('<text x="0" y="15" textLength="27">漢x</text>');
  });

  it("writes nothing for blank rows", () => {
    expect(frameElements([cells("   "), []])).toBe("");
  });

  it("escapes what it is given", () => {
    expect(frameElements([cells("a<b&c")])).toContain(">a&lt;b&amp;c</text>");
  });
});

describe("escapeXml", () => {
  it("leaves no character with a meaning in text or attributes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(escapeXml(text)).not.toMatch(/[<>"]|&(?!(?:amp|lt|gt|quot);)|[\p{Cc}\ufffe\uffff]/u);
      }),
    );
  });

  it("replaces what XML cannot hold", () => {
    expect(escapeXml("a\u001b[31mb\ud800c\uffff")).toBe("a\ufffd[31mb\ufffdc\ufffd");
  });
});
