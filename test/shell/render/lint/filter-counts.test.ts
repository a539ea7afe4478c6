import { describe, expect, it } from "vitest";
import type { FilterCounts } from "../../../../src/core/filter/lint-report.ts";
import { exampleLines, rejectionLines, rejectionPieces } from "../../../../src/shell/render/lint/filter-counts.ts";
import { textWidth } from "../../../../src/shell/render/text-width.ts";
import { plainLook } from "../look.ts";

const counts: FilterCounts = { kept: 0, bypassed: 0, filteredOut: 100, rejectedBy: [], firstKept: [], firstFilteredOut: [] };

describe("what rejects", () => {
  const rejectedBy = [
    { path: "value.a", operator: "prefix", count: 10, reason: "value.a is absent in 100 %" },
    { path: "value.b", operator: "numeric", count: 50, reason: "value.b is text in 100 %" },
    { path: "value.a", operator: "prefix", count: 40, reason: "no value there satisfies it" },
  ];

  it("is told condition by condition, most frequent first, all reasons of a field together", () => {
    expect(rejectionPieces({ ...counts, rejectedBy })).toEqual(["by value.a 50 (50.0 %)", "by value.b 50 (50.0 %)"]);
    expect(rejectionLines({ ...counts, rejectedBy }, plainLook())).toEqual([
      "    50  numeric: value.b is text in 100 %",
      "    40  prefix: value.a: no value there satisfies it",
      "    10  prefix: value.a is absent in 100 %",
    ]);
  });

  it("is told of the five that reject most; the others are summed up", () => {
    const many = Array.from({ length: 8 }, (_, index) => ({
      path: `value.f${index}`,
      operator: "exists",
      count: 8 - index,
      reason: "missing",
    }));
    const pieces = rejectionPieces({ ...counts, rejectedBy: many, filteredOut: 36 });
    expect(pieces).toHaveLength(6);
    // 3 + 2 + 1
    expect(pieces.at(-1)).toBe("by others 6");
    const lines = rejectionLines({ ...counts, rejectedBy: many }, plainLook());
    expect(lines).toHaveLength(6);
    expect(lines.at(-1)).toBe("    and 3 more reasons");
  });

  it("has a name even where it is not a field", () => {
    const others = [
      { path: "", operator: "same element", count: 70, reason: "each condition holds, but not in one element of a list" },
      { path: "$or", operator: "$or", count: 20, reason: "no branch of $or holds" },
      { path: "$or", operator: "", count: 10, reason: "no branch of $or holds" },
    ];
    expect(rejectionPieces({ ...counts, rejectedBy: others })).toEqual(["by same element 70 (70.0 %)", "by $or 30 (30.0 %)"]);
    expect(rejectionLines({ ...counts, rejectedBy: others }, plainLook())).toEqual([
      "    70  same element: each condition holds, but not in one element of a list",
      "    20  $or: no branch of $or holds",
      "    10  $or: no branch of $or holds",
    ]);
  });
});

describe("examples", () => {
  const at = (source: string, line: number, payload?: string) => ({ source, line, ...(payload === undefined ? {} : { payload }) });

  it("name each file once", () => {
    const places = { firstKept: [at("a", 1), at("a", 2), at("b", 1)], firstFilteredOut: [at("b", 7)] };
    expect(exampleLines({ ...counts, ...places }, plainLook())).toEqual(["    first kept: a:1, 2 b:1", "    first filtered out: b:7"]);
  });

  it("have their values where they were asked for, escaped and no wider than the terminal", () => {
    const places = [at("a", 1, '{"x":"\u001b[2J"}'), at("a", 12, "日本".repeat(1_000_000))];
    const lines = exampleLines({ ...counts, firstKept: places }, plainLook(30));
    expect(lines.slice(0, 2)).toEqual(["    first kept: a:1, 12", '      1 │ {"x":"\\x1b[2J"}']);
    expect(lines[2]).toMatch(/^ {6}12 │ 日本日本.*…$/);
    expect(textWidth(lines[2] ?? "")).toBeLessThanOrEqual(30);
  });
});

describe("records of a topic", () => {
  const place = (partition: number, offset: bigint) => ({ source: "orders", line: Number(offset), record: { partition, offset } });

  it("are named by partition and offset, exactly", () => {
    const firstKept = [place(3, 7n), place(3, 9_007_199_254_740_993n), place(10, 0n)];
    expect(exampleLines({ ...counts, firstKept }, plainLook())).toEqual(["    first kept: orders-3:7, 9007199254740993 orders-10:0"]);
  });

  it("have their place before their payload, and fit a narrow terminal", () => {
    const firstKept = [{ ...place(3, 7n), payload: `{"note":"${"x".repeat(100)}"}` }];
    const lines = exampleLines({ ...counts, firstKept }, plainLook(40));
    expect(lines[1]).toMatch(/^ {6}3:7 │ \{"note":"x+…$/);
    expect(lines.every((line) => textWidth(line) <= 40)).toBe(true);
  });
});
