import { describe, expect, it } from "vitest";
import { textTrace } from "../../../../src/core/filter/sites/traced-text.ts";

describe("a traced text", () => {
  const trace = textTrace();
  trace.verbatim("ab", 10);
  trace.verbatim("c", 12);
  trace.from("\n", 13, 15);
  trace.from("😀", 15, 25);
  trace.verbatim("d", 30);
  const traced = trace.finish(0);

  it("is its pieces in order", () => {
    expect([traced.text, trace.length]).toEqual(["abc\n😀d", 7]);
  });

  it.each([
    [0, 10, 11],
    [1, 11, 12],
    [2, 12, 13],
    [3, 13, 15],
    [4, 15, 25],
    [5, 15, 25],
    [6, 30, 31],
    [7, 31, 31],
    [99, 31, 31],
    [-1, 10, 11],
  ])("has the character at %i from %i to %i", (offset, start, end) => {
    expect(traced.rangeOf(offset)).toEqual({ start, end });
  });

  it("may be a part of another one", () => {
    const copy = textTrace();
    copy.from("<", 0, 1);
    copy.copy(traced, 2, 5);
    const text = copy.finish(0);
    expect([text.text, text.rangeOf(0), text.rangeOf(1), text.rangeOf(2), text.rangeOf(3)]).toEqual([
      "<c\n\ud83d",
      { start: 0, end: 1 },
      { start: 12, end: 13 },
      { start: 13, end: 15 },
      { start: 15, end: 25 },
    ]);
  });

  it("that is empty stands where it is said to", () => {
    const empty = textTrace();
    empty.verbatim("", 3);
    expect(empty.finish(5).rangeOf(0)).toEqual({ start: 5, end: 5 });
  });
});
