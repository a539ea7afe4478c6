import { describe, expect, it } from "vitest";
import { LineSplit } from "../../../../src/core/filter/fast/line-split.ts";
import { bypassed, kept, noRecord } from "../../../../src/core/filter/fast/verdict.ts";
import { VerdictTally } from "../../../../src/core/filter/fast/verdict-tally.ts";
import { nodeBytes } from "../../../../src/platform/bytes/node-bytes.ts";
import { bytesOf } from "../matching.ts";

function tallied(text: string, ...verdicts: readonly (readonly number[])[]): VerdictTally {
  const bytes = bytesOf(text);
  const lines = new LineSplit();
  lines.split(bytes, 0, nodeBytes, undefined);
  const tally = new VerdictTally(verdicts.length);
  const judged = { bytes, lines, verdicts: verdicts.map((each) => Int16Array.from(each)) };
  tally.add(judged, { source: "s", line: 11 }, (line) => (line === 0 ? "text" : "json"));
  return tally;
}

describe("adding up verdicts", () => {
  it("counts a line once, by the filter that lets it through", () => {
    const tally = tallied("{}\n{}\n{}\n{}\n", [kept, 0, bypassed, 0], [0, 0, kept, bypassed]);
    expect(tally).toMatchObject({ total: 4, kept: 2, filteredOut: 1, bypassed: 1, bypassedBy: { json: 1, text: 0 } });
    expect(tally.filters).toMatchObject([
      { kept: 1, filteredOut: 2, bypassed: 1 },
      { kept: 1, filteredOut: 2, bypassed: 1 },
    ]);
  });

  it("leaves blank lines out, but not of the numbers", () => {
    const tally = tallied("{}\n\n{}\n{}\n", [0, noRecord, 0, kept]);
    expect(tally).toMatchObject({ total: 3, kept: 1, filteredOut: 2 });
    expect(tally.filters[0]).toMatchObject({ firstFilteredOut: [{ line: 11 }, { line: 13 }], firstKept: [{ line: 14 }] });
  });

  it("names the first three of a kind, and counts each cause", () => {
    const tally = tallied("{}\n".repeat(6), [1, 1, 0, 1, -1, 1]);
    expect(tally.filters[0]?.rejections).toEqual(
      new Map([
        [1, 4],
        [0, 1],
        [-1, 1],
      ]),
    );
    expect(tally.filters[0]?.firstFilteredOut.map(({ line }) => line)).toEqual([11, 12, 13]);
  });

  it("says of what format the lines are that pass by", () => {
    expect(tallied("x\n{}\n", [bypassed, bypassed]).bypassedBy).toEqual({ json: 1, text: 1, "not-utf8": 0, null: 0 });
  });
});
