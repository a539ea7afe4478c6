import { describe, expect, it } from "vitest";
import { forEachLine } from "../../../src/core/filter/lines.ts";
import { bytesOf } from "./matching.ts";

function linesOf(text: string, from = 0): [string, number][] {
  const found: [string, number][] = [];
  forEachLine(bytesOf(text), from, 1, (start, end, line) => {
    found.push([text.slice(start, end), line]);
    return true;
  });
  return found;
}

describe("the lines of a text", () => {
  it.each([
    [
      "a\nb\n",
      [
        ["a", 1],
        ["b", 2],
      ],
    ],
    [
      "a\r\nb",
      [
        ["a", 1],
        ["b", 2],
      ],
    ],
    ["\n \t\r\n\na\n", [["a", 4]]],
    ["", []],
    [" a \n", [[" a ", 1]]],
    ["a\rb\n", [["a\rb", 1]]],
  ])("%j", (text, lines) => {
    expect(linesOf(text)).toEqual(lines);
  });

  it("begin where one says", () => {
    expect(linesOf("a\nb\n", 2)).toEqual([["b", 1]]);
  });

  it("stop when one has enough, and tell where to go on", () => {
    const next = forEachLine(bytesOf("a\n\nb\nc\n"), 0, 10, (start) => start < 3);
    expect(next).toEqual({ from: 5, line: 13 });
  });
});
