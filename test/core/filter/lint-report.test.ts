import { describe, expect, it } from "vitest";
import { type LintReport, type PlacedFinding, suppressedFindings, toldFindings } from "../../../src/core/filter/lint-report.ts";
import { textSite } from "../../../src/core/filter/sites/text-site.ts";

const place = { start: 0, end: 0, from: { line: 1, column: 1 }, to: { line: 1, column: 1 } };
const about = (id: PlacedFinding["id"]) => ({ id, severity: "error", message: "m", ...place }) as const;
const site = textSite({ text: "{}", source: "orders", path: "", group: "" });

const report: LintReport = {
  mappings: [
    {
      source: "a.yaml",
      group: "A",
      findings: [about("MSK141")],
      suppressed: [{ ...about("MSK142"), suppressedBy: "ignore" }],
      filters: [{ site, findings: [about("MSK101"), about("MSK102")], suppressed: [{ ...about("MSK103"), suppressedBy: "baseline" }] }],
    },
    { source: "orders", group: "", filters: [{ site, findings: [about("MSK104")] }] },
  ],
  unreadable: [],
  notes: [],
};

describe("the findings of a report", () => {
  it("are those about lists of filters and about patterns, in its order", () => {
    expect(toldFindings(report).map(({ id }) => id)).toEqual(["MSK141", "MSK101", "MSK102", "MSK104"]);
  });

  it("that are suppressed are not among those that are told", () => {
    expect(suppressedFindings(report).map(({ id }) => id)).toEqual(["MSK142", "MSK103"]);
  });
});
