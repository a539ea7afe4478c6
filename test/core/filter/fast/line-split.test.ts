import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineSplit } from "../../../../src/core/filter/fast/line-split.ts";
import { WellFormedCheck } from "../../../../src/core/filter/fast/well-formed.ts";
import { forEachLine } from "../../../../src/core/filter/lines.ts";
import { nodeBytes } from "../../../../src/platform/bytes/node-bytes.ts";
import { bytesOf } from "../matching.ts";

function split(text: string, from = 0, check?: WellFormedCheck): LineSplit {
  const lines = new LineSplit();
  lines.split(bytesOf(text), from, nodeBytes, check);
  return lines;
}

function shapes(text: string, check?: WellFormedCheck): number[] {
  const lines = split(text, 0, check);
  return [...lines.braces.subarray(0, lines.count)].map((brace, line) => (brace < 0 ? -1 : brace - (lines.starts[line] ?? 0)));
}

describe("lines of a chunk", () => {
  it("are those of the plain engine", () => {
    const text = fc.string({ unit: fc.constantFrom("\n", "\r", " ", "\t", "{", "}", "a"), maxLength: 30 });
    fc.assert(
      fc.property(text, fc.nat({ max: 5 }), (each, skipped) => {
        const from = Math.min(skipped, each.length);
        const plain: [number, number, number][] = [];
        forEachLine(bytesOf(each), from, 0, (start, end, line) => plain.push([start, end, line]) > 0);
        const lines = split(each, from);
        const fast: [number, number, number][] = [];
        for (let line = 0; line < lines.count; line++)
          if (!lines.isBlank(line)) fast.push([lines.starts[line] ?? -1, lines.ends[line] ?? -1, line]);
        expect(fast).toEqual(plain);
        expect(lines.blanks).toBe(lines.count - plain.length);
      }),
      { numRuns: 1_000 },
    );
  });

  it("look like objects from brace to brace", () => {
    expect(shapes('{}\n {"a":1}\t\r\n[1]\n{\n}\n"{}"\n{"a"\n{x}\n\n')).toEqual([0, 1, -1, -1, -1, -1, -1, 0, -1]);
  });

  it("are checked when a check is given", () => {
    expect(shapes('{}\n{x}\n {"a":1} \n{"a":1}}\n', new WellFormedCheck())).toEqual([0, -1, 1, -1]);
  });

  it("can be very many", () => {
    const lines = split("{}\n".repeat(20_000));
    expect([lines.count, lines.objects, lines.ends[19_999]]).toEqual([20_000, 20_000, 59_999]);
  });
});
