import { describe, expect, it } from "vitest";
import type { LintedMapping } from "../../../../src/core/filter/lint-report.ts";
import { renderSampleCounts } from "../../../../src/shell/render/lint/sample-counts.ts";
import { plainLook } from "../look.ts";
import { bigSite, busyReport, mapping, paidSite, samples } from "./reports.ts";

function text(of: LintedMapping, columns = 125): string {
  return renderSampleCounts(of, "samples.ndjson", plainLook(columns)).join("\n");
}

const filters = [
  { site: paidSite, findings: [] },
  { site: bigSite, findings: [] },
];
const none = { kept: 0, bypassed: 0, filteredOut: 0, rejectedBy: [], firstKept: [], firstFilteredOut: [] };

describe("samples", () => {
  it("of a mapping that none were tried on are not told", () => {
    expect(text(mapping(filters))).toBe("");
  });

  it("are told in sum and filter by filter", () => {
    const counts = {
      ...samples,
      filters: [
        {
          ...none,
          filteredOut: 10_000,
          rejectedBy: [{ path: "value.status", operator: "equals", count: 10_000, reason: 'value.status is "PAID" in 50 %' }],
        },
        ...samples.filters,
      ],
    };
    expect(text(mapping(filters, { samples: counts }))).toBe(
      `samples.ndjson  10,000 records through 2 filters, template.yaml:58
  delivered     1,204  12.0 %   kept 1,180 · bypassed the filter 24 (text, the pattern wants JSON)
  filtered out  8,796  88.0 %   by each of 2 filters
  template.yaml:58 · kept 0 (0.0 %) · filtered out 10,000 · by value.status 10,000 (100.0 %)
    10,000  equals: value.status is "PAID" in 50 %
  template.yaml:75 · kept 1,180 (11.8 %) · bypassed 24 · filtered out 8,796 · by value.amount 8,102 (92.1 %)
    by value.status 694 (7.9 %)
    8,102  numeric: value.amount is text in 100 %; the pattern asks for a number · first samples.ndjson:7
      694  equals: value.status is "SHIPPED" in 100 % · first samples.ndjson:9
    first kept: samples.ndjson:1
    first filtered out: samples.ndjson:7, 9`,
    );
  });

  it("of a mapping without filters are all kept", () => {
    const counts = { ...samples, total: 5, kept: 5, bypassed: 0, filteredOut: 0, bypassReasons: [], filters: [] };
    expect(text({ source: "orders", group: "", filters: [], samples: counts })).toBe(
      `samples.ndjson  5 records, no filter, orders
  delivered     5  100.0 %   kept 5
  filtered out  0    0.0 %`,
    );
  });

  it("that are none have no shares to be wrong about", () => {
    const counts = { ...samples, total: 0, kept: 0, bypassed: 0, filteredOut: 0, bypassReasons: [], filters: [none] };
    const gate = { gate: "min-delivered", limitShare: 0.01, holds: false } as const;
    expect(text(mapping([{ site: bigSite, findings: [] }], { samples: counts, gates: [gate] }))).toBe(
      `samples.ndjson  no data: no record through the filter, template.yaml:75
  ✖ no samples for --min-delivered 1 %`,
    );
  });

  it("that come out as expected say so in one line", () => {
    const counts = { ...samples, expectations: { total: 14, passed: 14, failed: [] } };
    expect(text(mapping([{ site: bigSite, findings: [] }], { samples: counts }))).toContain("\n  ● 14 of 14 expectations hold");
  });

  it("are red where they are not as they should be", () => {
    const [, busy] = busyReport.mappings;
    const lines = busy === undefined ? [] : renderSampleCounts(busy, "samples.ndjson", plainLook(125, { colour: true }));
    expect(lines).toContain("  \u001b[31m✖ 12.0 % delivered, more than --max-delivered 10 %\u001b[39m");
    expect(lines).toContain("  \u001b[31m✖ 11 of 14 expectations hold\u001b[39m");
    expect(lines).toContain("  ● 12.0 % delivered, as --min-delivered 1 % allows");
  });
});
