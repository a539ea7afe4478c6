import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LintReport } from "../../../../src/core/filter/lint-report.ts";
import { type LintSarifContext, lintSarif } from "../../../../src/shell/render/lint/lint-sarif.ts";
import { sarifErrors } from "../../../support/sarif-schema.ts";
import { anyText } from "./any-text.ts";
import {
  argument,
  bigPaid,
  busyReport,
  finding,
  mapping,
  paidFinding,
  paidSite,
  positionAt,
  rangeFinding,
  rangeSite,
  report,
  template,
  wholeReport,
} from "./reports.ts";

const context: LintSarifContext = {
  version: "0.1.0",
  rules: [
    { id: "MSK131", severities: ["warning"], title: "no sample matches" },
    { id: "MSK104", severities: ["error"], title: "a numeric range is empty" },
  ],
  pathOf: (source) => (source.startsWith("-") ? undefined : source),
  positionAt,
};

const runOf = (of: LintReport, other: Partial<LintSarifContext> = {}) => lintSarif(of, { ...context, ...other }).runs[0];

describe("the schema of SARIF", () => {
  it("is one that refuses", () => {
    expect(sarifErrors({ version: "2.1.0" })).not.toEqual([]);
    expect(
      sarifErrors({
        version: "2.1.0",
        runs: [{ tool: { driver: { name: "mskctl" } }, results: [{ message: { text: "m" }, level: "info" }] }],
      }),
    ).not.toEqual([]);
  });
});

describe("a lint report as SARIF", () => {
  it.each([
    ["of findings and samples", wholeReport],
    ["of everything that a report can hold", busyReport],
    ["of nothing", report([])],
  ])("keeps the schema, %s", (_, of) => {
    expect(sarifErrors(JSON.parse(JSON.stringify(lintSarif(of, context))))).toEqual([]);
    expect(sarifErrors(JSON.parse(JSON.stringify(lintSarif(of, { ...context, findingsUri: "https://example.org/findings.md" }))))).toEqual(
      [],
    );
  });

  it("has each finding where it is, by UTF-16 columns, under a relative URI", () => {
    const run = runOf(wholeReport);
    expect(run.columnKind).toBe("utf16CodeUnits");
    expect(run.results).toMatchObject([
      {
        ruleId: "MSK104",
        level: "error",
        message: { text: 'numeric range is empty: > 10 and < 5\nfix: {"numeric":[">",5,"<",10]}' },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: "template.yaml", uriBaseId: "%SRCROOT%" },
              region: { startLine: 41, startColumn: 41, endLine: 41, endColumn: 67 },
            },
            logicalLocations: [{ fullyQualifiedName: "Resources.Line41.Properties.FilterCriteria.Filters[0].Pattern" }],
          },
        ],
      },
      { ruleId: "MSK131", level: "warning" },
    ]);
  });

  it("points from each result to its rule", () => {
    const { tool, results } = runOf(busyReport);
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    expect(results).toHaveLength(6);
  });

  it("keeps suppressed findings, and says by what", () => {
    const suppressed = runOf(busyReport).results.map(({ ruleId, suppressions }) => [ruleId, suppressions?.map(({ kind }) => kind)]);
    expect(suppressed).toEqual([
      ["MSK141", undefined],
      ["MSK143", ["external"]],
      ["MSK104", undefined],
      ["MSK150", undefined],
      ["MSK151", ["inSource"]],
      ["MSK152", ["external"]],
    ]);
  });

  it("has what is wrong with a list of filters where that list is", () => {
    expect(runOf(busyReport).results[0]).toMatchObject({
      ruleId: "MSK141",
      level: "warning",
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: "template.yaml" }, region: { startLine: 40, startColumn: 1 } },
          logicalLocations: [{ fullyQualifiedName: "Resources.Line41.Properties.FilterCriteria.Filters" }],
        },
      ],
      partialFingerprints: { "mskctlFinding/v1": expect.stringMatching(/^[0-9a-f]{16}$/) },
    });
  });

  it("has fingerprints that lines do not change and places do", () => {
    const moved = { ...rangeSite, positionOf: (offset: number) => ({ line: 99, column: offset + 1 }) };
    const fingerprints = [rangeSite, moved, { ...rangeSite, source: "other.yaml" }].map((site) => {
      const about = finding(site, '{"numeric":[">",10,"<",5]}', { id: "MSK104", severity: "error", message: "m" });
      return runOf(report([mapping([{ site, findings: [about] }])])).results[0]?.partialFingerprints["mskctlFinding/v1"];
    });
    expect(fingerprints[0]).toMatch(/^[0-9a-f]{16}$/);
    expect(fingerprints[1]).toBe(fingerprints[0]);
    expect(fingerprints[2]).not.toBe(fingerprints[0]);
  });

  it("has fixes that give the source with the edit made", () => {
    const [result] = runOf(wholeReport).results;
    const replacement = result?.fixes?.[0]?.artifactChanges[0]?.replacements[0];
    const { startLine, startColumn, endLine, endColumn } = replacement?.deletedRegion ?? {
      startLine: 0,
      startColumn: 0,
      endLine: 0,
      endColumn: 0,
    };
    expect([startLine, endLine]).toEqual([41, 41]);
    const line = template.split("\n")[40] ?? "";
    const fixed = line.slice(0, startColumn - 1) + replacement?.insertedContent.text + line.slice(endColumn - 1);
    expect(fixed).toBe(`          Pattern: '{"value":{"amount":[{"numeric":[">",5,"<",10]}]}}'`);
  });

  it("has no fix where there is no edit, none that is safe, no file or no text", () => {
    const unsafe = { ...rangeSite, edit: () => undefined };
    const cases = [
      runOf(report([mapping([{ site: paidSite, findings: [paidFinding] }])])),
      runOf(report([mapping([{ site: unsafe, findings: [rangeFinding] }])])),
      runOf(report([mapping([{ site: rangeSite, findings: [rangeFinding] }])]), { pathOf: () => undefined }),
      runOf(report([mapping([{ site: rangeSite, findings: [rangeFinding] }])]), { positionAt: () => undefined }),
    ];
    for (const { results } of cases) expect(results).toMatchObject([{ ruleId: expect.any(String) }]);
    for (const { results } of cases) expect(results[0]?.fixes).toBeUndefined();
  });

  it("names what is no file instead of placing it", () => {
    const site = argument(bigPaid);
    const about = finding(site, '"PAID"', { id: "MSK120", severity: "info", message: "m" });
    expect(runOf(report([mapping([{ site, findings: [about] }])])).results).toMatchObject([
      { level: "note", locations: [{ logicalLocations: [{ fullyQualifiedName: "--pattern" }] }] },
    ]);
  });

  it("tells of the run what was not read, skipped, left out, expected and gated", () => {
    const [{ executionSuccessful, toolExecutionNotifications }] = runOf(busyReport).invocations;
    expect(executionSuccessful).toBe(false);
    expect(toolExecutionNotifications.map(({ level, message }) => [level, message.text])).toEqual([
      ["error", "broken.yaml: a tab cannot begin a token"],
      [
        "note",
        "Resources.Line58.Properties.FilterCriteria.Filters[0].Pattern was skipped: !Ref Status is known only when the stack is deployed",
      ],
      ["error", "--pattern: 11 of 14 expectations hold"],
      ["error", "--pattern: 12.0 % delivered, more than --max-delivered 10 %"],
      ["note", "3 patterns of SQS left out"],
    ]);
    expect(toolExecutionNotifications[0]?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: "broken.yaml", uriBaseId: "%SRCROOT%" },
          region: { startLine: 3, startColumn: 1, endLine: 3, endColumn: 1 },
        },
      },
    ]);
    expect(runOf(wholeReport).invocations[0].executionSuccessful).toBe(true);
  });

  it("keeps the schema and makes no link, whatever a message, a path and a pattern hold", () => {
    const text = anyText();
    fc.assert(
      fc.property(text, text, text, (message, source, fix) => {
        const site = { ...rangeSite, source, path: message, text: message };
        const about = { ...rangeFinding, message: `${message}[text](https://example.org)`, fix };
        const log = lintSarif(report([mapping([{ site, findings: [about] }])], { notes: [message] }), {
          ...context,
          pathOf: (path) => path,
        });
        expect(sarifErrors(JSON.parse(JSON.stringify(log)))).toEqual([]);
        expect(log.runs[0].results[0]?.message.text).not.toContain("](");
      }),
      { numRuns: 50 },
    );
  });
});
