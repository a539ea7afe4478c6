import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endOf, shorten, shortenStart, startOf, startOfPainted, textWidth } from "../../../src/shell/render/text-width.ts";

describe("the width of text", () => {
  it.each([
    ["", 0],
    ["orders", 6],
    ["10–12", 5],
    ["日本", 4],
    ["e\u0301tat", 4],
    ["🙂", 2],
    ["✖ ▲ ●", 5],
  ])("%j takes %i columns", (text, columns) => {
    expect(textWidth(text)).toBe(columns);
  });
});

describe("what screens are drawn with", () => {
  it.each([..."─│┤┼▁█▇▲●◆‖✔✖…·–−→↓≥±⠁⣿"])("%s takes one column, alone and with others", (sign) => {
    expect(textWidth(sign)).toBe(1);
    // Behind a wide character the slow way is taken.
    expect(textWidth(`日${sign}`)).toBe(3);
  });
});

describe("shortening", () => {
  it.each([
    ["shipments", 9, "shipments"],
    ["shipments", 8, "shipmen…"],
    ["PROBLEM: Function", 10, "PROBLEM:…"],
    ["日本語", 4, "日…"],
    ["shipments", 1, "…"],
    ["shipments", 0, ""],
  ])("%j in %i columns is %j", (text, columns, expected) => {
    expect(shorten(text, columns, "…")).toBe(expected);
  });

  it("never exceeds the room and keeps what fits", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.nat(40), (text, columns) => {
        const short = shorten(text, columns, "…");
        expect(textWidth(short)).toBeLessThanOrEqual(Math.max(columns, 0));
        if (textWidth(text) <= columns) expect(short).toBe(text);
        expect(text.startsWith(startOf(text, columns))).toBe(true);
      }),
    );
  });
});

describe("shortening from the start", () => {
  it.each([
    ["value.items.sku", 15, "value.items.sku"],
    ["value.items.sku", 10, "…items.sku"],
    ["a b", 2, "…b"],
    ["日本語", 4, "…語"],
    ["ab", 1, "…"],
    ["ab", 0, ""],
  ])("%j in %i columns is %j", (text, columns, expected) => {
    expect(shortenStart(text, columns, "…")).toBe(expected);
  });

  it("never exceeds the room and keeps what fits", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.nat(40), (text, columns) => {
        const short = shortenStart(text, columns, "…");
        expect(textWidth(short)).toBeLessThanOrEqual(Math.max(columns, 0));
        if (textWidth(text) <= columns) expect(short).toBe(text);
        expect(text.endsWith(endOf(text, columns))).toBe(true);
      }),
    );
  });
});

describe("startOfPainted", () => {
  const painted = "\u001b[36m████\u001b[39m\u001b[2m░░\u001b[22m 4/6";

  it("counts what is seen, not the colours", () => {
    expect(startOfPainted(painted, 10)).toBe(painted);
    expect(startOfPainted(painted, 8)).toBe("\u001b[36m████\u001b[39m\u001b[2m░░\u001b[22m 4");
  });

  it("ends every colour where it cuts, and gives nothing after that", () => {
    expect(startOfPainted(painted, 3)).toBe("\u001b[36m███\u001b[39m\u001b[2m\u001b[22m");
    // A wide character that does not fit leaves its room free.
    expect(startOfPainted("\u001b[1m漢\u001b[22mab", 1)).toBe("\u001b[1m\u001b[22m");
  });
});
