import { describe, expect, it } from "vitest";
import { explainable, explainCommand } from "../../../../src/shell/render/lint/next-command.ts";
import { argument, bigPaid, busyReport, mapping, report, samples, wholeReport } from "./reports.ts";

const tried = (counts: Partial<typeof samples>) =>
  report([mapping([{ site: argument(bigPaid), findings: [] }], { samples: { ...samples, ...counts } })]);

describe("the next command", () => {
  it("explains the first sample that was filtered out", () => {
    expect(explainable(wholeReport)).toMatchObject({ pattern: bigPaid, sample: { source: "samples.ndjson", line: 7 } });
  });

  it("rather explains a sample that came out otherwise than expected", () => {
    const failed = [{ source: "other.ndjson", line: 3, expected: "delivered", actual: "filteredOut" }] as const;
    expect(explainable(tried({ expectations: { total: 1, passed: 0, failed } }))?.sample).toMatchObject({
      source: "other.ndjson",
      line: 3,
    });
  });

  it("is none where nothing was filtered out, where there were no samples, and where they are gone", () => {
    expect(explainable(tried({ filters: [] }))).toBeUndefined();
    expect(explainable(report([mapping([{ site: argument(bigPaid), findings: [] }])]))).toBeUndefined();
    const gone = samples.filters.map((each) => ({ ...each, firstFilteredOut: [{ source: "-", line: 1 }] }));
    expect(explainable(tried({ filters: gone }))).toBeUndefined();
    const live = { source: "orders", line: 7, record: { partition: 3, offset: 7n } };
    expect(explainable(tried({ filters: samples.filters.map((each) => ({ ...each, firstFilteredOut: [live] })) }))).toBeUndefined();
    expect(explainable(busyReport)).toBeDefined();
  });

  it.each([
    [
      "a pattern",
      { pattern: '{"a":["x"]}', sample: { source: "s.ndjson", line: 2 } },
      `mskctl explain --pattern '{"a":["x"]}' --samples s.ndjson --line 2`,
    ],
    [
      "a quote",
      { pattern: `{"a":["it's"]}`, sample: { source: "s", line: 2 } },
      `mskctl explain --pattern '{"a":["it'\\''s"]}' --samples s --line 2`,
    ],
    [
      "a name with a space",
      { pattern: "{}", sample: { source: "my samples", line: 2 } },
      "mskctl explain --pattern '{}' --samples 'my samples' --line 2",
    ],
    ["a line break", { pattern: "{\n}", sample: { source: "s", line: 2 } }, "mskctl explain --pattern … --samples s --line 2"],
    ["a long pattern", { pattern: "x".repeat(100), sample: { source: "s", line: 2 } }, "mskctl explain --pattern … --samples s --line 2"],
  ])("can be pasted with %s, or leaves the pattern to a person", (_, what, command) => {
    expect(explainCommand(what, 80, "…")).toBe(command);
  });
});
