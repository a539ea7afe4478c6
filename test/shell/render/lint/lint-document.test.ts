import { describe, expect, it } from "vitest";
import type { LintReport } from "../../../../src/core/filter/lint-report.ts";
import { lintDocument } from "../../../../src/shell/render/lint/lint-document.ts";
import { schemaErrors } from "../../../support/schema.ts";
import { bigPaid, bigSite, busyReport, emptyRange, mapping, rangeFinding, rangeSite, report, samples, wholeReport } from "./reports.ts";

const oneMapping = report([mapping([{ site: bigSite, findings: [] }], { samples })]);

function written(of: LintReport): unknown {
  return JSON.parse(JSON.stringify(lintDocument(of)));
}

describe("a lint report as JSON", () => {
  it.each([
    ["of several mappings", wholeReport],
    ["of everything that a report can hold", busyReport],
    ["of one mapping with samples", oneMapping],
    ["of one mapping without samples", report([mapping([{ site: rangeSite, findings: [rangeFinding] }])])],
    [
      "of no samples at all",
      report([mapping([{ site: bigSite, findings: [] }], { samples: { ...samples, total: 0, kept: 0, bypassed: 0, filteredOut: 0 } })]),
    ],
    ["of nothing", report([])],
  ])("keeps its schema, %s", (_, of) => {
    expect(schemaErrors("lint", written(of))).toEqual([]);
  });

  it("is held by the schema: what is unknown, missing or wrong is refused", () => {
    const document = lintDocument(oneMapping);
    for (const wrong of [
      { ...document, extra: 1 },
      { ...document, expectations: undefined },
      { ...document, schemaVersion: 2 },
      { ...document, sources: [{}] },
    ])
      expect(schemaErrors("lint", JSON.parse(JSON.stringify(wrong)))).not.toEqual([]);
  });

  it("has each finding with its place", () => {
    expect(lintDocument(report([mapping([{ site: rangeSite, findings: [rangeFinding] }])]))).toEqual({
      schemaVersion: 1,
      sources: [
        {
          source: "template.yaml",
          mapping: "Resources.Line41",
          findings: [],
          suppressed: [],
          filters: [
            {
              pattern: emptyRange,
              path: "Resources.Line41.Properties.FilterCriteria.Filters[0].Pattern",
              line: 41,
              column: 21,
              findings: [
                {
                  id: "MSK104",
                  severity: "error",
                  message: "numeric range is empty: > 10 and < 5",
                  path: "value.amount",
                  fix: '{"numeric":[">",5,"<",10]}',
                  line: 41,
                  column: 41,
                  endLine: 41,
                  endColumn: 67,
                },
              ],
              suppressed: [],
            },
          ],
        },
      ],
      unreadable: [],
      notes: [],
    });
  });

  it("has the samples at the top for one mapping", () => {
    const document = lintDocument(oneMapping);
    expect(document.samples).toMatchObject({
      total: 10_000,
      delivered: 1_204,
      deliveredShare: 0.1204,
      kept: 1_180,
      filteredOut: 8_796,
      bypassed: 24,
      undecodable: 0,
      assumed: false,
      filters: [
        {
          kept: 1_180,
          rejectedBy: [
            { path: "value.amount", operator: "numeric", count: 8_102 },
            { path: "value.status", count: 694 },
          ],
        },
      ],
    });
    expect(document.expectations).toEqual({ total: 0, passed: 0, failed: [] });
    expect(document.gates).toEqual([]);
    expect(document.sources[0]).not.toHaveProperty("samples");
  });

  it("has the samples in each of several mappings", () => {
    const { sources, ...top } = lintDocument(busyReport);
    expect(top).not.toHaveProperty("samples");
    expect(sources[0]).not.toHaveProperty("samples");
    expect(sources[1]).toMatchObject({
      source: "--pattern",
      mapping: "",
      filters: [{ pattern: bigPaid }],
      samples: { total: 10_003, assumed: true },
      expectations: {
        total: 14,
        passed: 11,
        failed: [{ source: "samples.ndjson", line: 7, expected: true, actual: false, verdict: "filteredOut" }, { line: 9 }],
      },
      gates: [
        { gate: "min-delivered", holds: true },
        { gate: "max-delivered", holds: false },
      ],
    });
  });

  it("has what was skipped, suppressed and not readable", () => {
    const { sources, unreadable, notes } = lintDocument(busyReport);
    expect(sources[0]?.findings).toMatchObject([
      { id: "MSK141", path: "Resources.Line41.Properties.FilterCriteria.Filters", line: 40, column: 1 },
    ]);
    expect(sources[0]?.suppressed).toMatchObject([{ id: "MSK143", suppressedBy: "baseline" }]);
    expect(sources[0]?.filters[0]?.suppressed.map(({ id, suppressedBy }) => [id, suppressedBy])).toEqual([
      ["MSK151", "ignore"],
      ["MSK152", "baseline"],
    ]);
    expect(sources[0]?.filters[1]).toMatchObject({
      pattern: null,
      unknown: "!Ref Status is known only when the stack is deployed",
      line: 58,
    });
    expect(unreadable).toEqual([{ source: "broken.yaml", message: "a tab cannot begin a token", line: 3, column: 1 }]);
    expect(notes).toEqual(["3 patterns of SQS left out"]);
  });

  it("has payloads only where the report has them", () => {
    const shown = samples.filters.map((each) => ({ ...each, firstKept: [{ source: "s", line: 1, payload: '{"a":1}' }] }));
    const of = report([mapping([{ site: bigSite, findings: [] }], { samples: { ...samples, filters: shown } })]);
    expect(lintDocument(of).samples?.filters[0]?.firstKept).toEqual([{ source: "s", line: 1, payload: '{"a":1}' }]);
    expect(JSON.stringify(lintDocument(oneMapping))).not.toContain("payload");
  });
});
