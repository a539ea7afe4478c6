import { describe, expect, it } from "vitest";
import { sarifRules } from "../../../../src/shell/render/lint/sarif-rules.ts";
import { busyReport, report, wholeReport } from "./reports.ts";

const rules = [
  { id: "MSK131", severities: ["info"], title: "no sample matches" },
  { id: "MSK104", severities: ["error", "warning"], title: "a numeric range is empty" },
] as const;

describe("rules in SARIF", () => {
  it("are all that lint has, by id, with the greatest severity that they have", () => {
    expect(sarifRules(report([]), rules)).toMatchObject([
      {
        id: "MSK104",
        shortDescription: { text: "a numeric range is empty" },
        defaultConfiguration: { level: "error" },
        help: { text: expect.stringContaining("docs/findings.md") },
      },
      { id: "MSK131", defaultConfiguration: { level: "note" } },
    ]);
    // A finding with figures may be more severe than its rule.
    expect(sarifRules(wholeReport, rules)).toEqual(sarifRules(report([]), rules));
  });

  it("are known for every finding, also for those that nobody describes", () => {
    expect(sarifRules(busyReport, rules).map(({ id }) => id)).toEqual([
      "MSK104",
      "MSK131",
      "MSK141",
      "MSK143",
      "MSK150",
      "MSK151",
      "MSK152",
    ]);
  });

  it("lead to their documentation where that can be read", () => {
    expect(sarifRules(report([]), rules, "https://example.org/findings.md")[0]?.helpUri).toBe("https://example.org/findings.md#msk104");
    expect(sarifRules(report([]), rules)[0]).not.toHaveProperty("helpUri");
  });
});
