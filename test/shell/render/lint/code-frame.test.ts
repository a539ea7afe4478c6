import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeFrame } from "../../../../src/shell/render/lint/code-frame.ts";
import { textWidth } from "../../../../src/shell/render/text-width.ts";
import { plainLook } from "../look.ts";

describe("a code frame", () => {
  it.each([
    [
      "a part in the middle",
      { lineText: "Pattern: abc", line: 41, column: 10, endColumn: 12 },
      ["    41 │ Pattern: abc", "       │          ~~"],
    ],
    ["the whole line", { lineText: "abc", line: 7, column: 1, endColumn: 4 }, ["     7 │ abc", "       │ ~~~"]],
    ["an empty part", { lineText: "abc", line: 7, column: 2, endColumn: 2 }, ["     7 │ abc", "       │  ~"]],
    [
      "a part that goes on on the next line",
      { lineText: "abc\r\n", line: 7, column: 2, endColumn: Infinity },
      ["     7 │ abc", "       │  ~~"],
    ],
    ["a place behind the line", { lineText: "abc", line: 7, column: 9, endColumn: 12 }, ["     7 │ abc", "       │    ~"]],
    ["an empty line", { lineText: "", line: 7, column: 1, endColumn: 1 }, ["     7 │", "       │ ~"]],
    ["tabs, two columns each", { lineText: "\t\tab", line: 7, column: 3, endColumn: 4 }, ["     7 │     ab", "       │     ~"]],
    [
      "wide characters, two columns each",
      { lineText: "日本x語", line: 7, column: 3, endColumn: 5 },
      ["     7 │ 日本x語", "       │     ~~~"],
    ],
    ["pairs of surrogates, one sign", { lineText: "😀x", line: 7, column: 3, endColumn: 4 }, ["     7 │ 😀x", "       │   ~"]],
    [
      "what a terminal would obey, as escapes",
      { lineText: "\u001b[2Jx", line: 7, column: 5, endColumn: 6 },
      ["     7 │ \\x1b[2Jx", "       │        ~"],
    ],
    [
      "a number that is wider than the margin",
      { lineText: "abc", line: 1_234_567, column: 1, endColumn: 2 },
      ["1234567 │ abc", "        │ ~"],
    ],
  ])("marks %s", (_, framed, lines) => {
    expect(codeFrame(framed, plainLook())).toEqual(lines);
  });

  // 20 columns less nine of the margin leave eleven, two of which are for the signs of cutting.
  it.each([
    ["its end", { column: 1, endColumn: 3 }, ["     1 │ 012345678…", "       │ ~~"]],
    ["its start and its end", { column: 13, endColumn: 16 }, ["     1 │ …9abcdefgh…", "       │     ~~~"]],
    ["its start", { column: 35, endColumn: 37 }, ["     1 │ …rstuvwxyz", "       │         ~~"]],
    ["the marked part, where that alone is too long", { column: 3, endColumn: 30 }, ["     1 │ …23456789a…", "       │  ~~~~~~~~~"]],
  ])("of a long line leaves out %s", (_, place, lines) => {
    const lineText = "0123456789abcdefghijklmnopqrstuvwxyz";
    expect(codeFrame({ lineText, line: 1, ...place }, plainLook(20))).toEqual(lines);
  });

  it("is ASCII where the terminal is", () => {
    const lineText = "0123456789abcdefghijklmnopqrstuvwxyz";
    expect(codeFrame({ lineText, line: 1, column: 1, endColumn: 3 }, plainLook(20, { unicode: false }))).toEqual([
      "     1 | 012345678~",
      "       | ~~",
    ]);
  });

  it("paints its marks with what it is given", () => {
    const [, marks] = codeFrame({ lineText: "abc", line: 1, column: 1, endColumn: 3 }, plainLook(), (text) => `<${text}>`);
    expect(marks).toBe("       │ <~~>");
  });

  it("fits the terminal and shows nothing that moves a cursor, whatever the line and the part", () => {
    const text = fc.string({
      unit: fc.oneof(fc.constantFrom("\t", "日", "😀", "\u001b", "\u202e", "\ud800", "e\u0301"), fc.string()),
      maxLength: 60,
    });
    fc.assert(
      fc.property(
        text,
        fc.integer({ min: 1, max: 80 }),
        fc.nat(40),
        fc.integer({ min: 20, max: 100 }),
        (lineText, column, length, columns) => {
          const lines = codeFrame({ lineText, line: 12, column, endColumn: column + length }, plainLook(columns));
          expect(lines).toHaveLength(2);
          for (const line of lines) {
            expect(textWidth(line)).toBeLessThanOrEqual(columns);
            expect(line).not.toMatch(/[\p{Cc}\u202e\p{Cs}]/u);
          }
          expect(lines[1]).toMatch(/^ {7}│ *~+$/);
        },
      ),
    );
  });

  it("of a line of 50 million characters looks only at what is near", () => {
    const lineText = `${"x".repeat(25_000_000)}HERE${"y".repeat(25_000_000)}`;
    const [text] = codeFrame({ lineText, line: 1, column: 25_000_001, endColumn: 25_000_005 }, plainLook(40));
    expect(text).toContain("xHEREy");
  });
});
