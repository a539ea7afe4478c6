import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyBaseline, type Baseline, fingerprintOf, readBaseline, writeBaseline } from "../../../src/core/filter/lint-baseline.ts";
import type { LintedFilter, LintReport, LocatedFinding } from "../../../src/core/filter/lint-report.ts";
import type { PatternSite } from "../../../src/core/filter/pattern-site.ts";

const text = '{"value":{"status":["paid"],"kind":["paid"]}}';

function site(other: Partial<PatternSite> & { readonly line?: number } = {}): PatternSite {
  const { line = 41, ...rest } = other;
  return {
    text,
    source: "infra/template.yaml",
    path: "Resources.Orders.Filters[0].Pattern",
    group: "Resources.Orders",
    positionOf: (offset) => ({ line, column: offset + 1 }),
    edit: () => undefined,
    ignored: [],
    ...rest,
  };
}

function finding(at: PatternSite, other: Partial<LocatedFinding> = {}): LocatedFinding {
  const start = (at.text ?? "").indexOf('"paid"');
  const end = start + '"paid"'.length;
  return {
    id: "MSK131",
    severity: "warning",
    message: "case-sensitive",
    path: "value.status",
    start,
    end,
    from: at.positionOf(start),
    to: at.positionOf(end),
    ...other,
  };
}

/** A report of one mapping a filter. */
function report(...filters: readonly LintedFilter[]): LintReport {
  return {
    mappings: filters.map((filter) => ({ source: filter.site.source, group: filter.site.group, filters: [filter] })),
    unreadable: [],
    notes: [],
  };
}

const fingerprint = (at: PatternSite, other: Partial<LocatedFinding> = {}) => fingerprintOf(finding(at, other), at);

describe("a fingerprint", () => {
  const known = fingerprint(site());

  it("is 64 bits in hexadecimal", () => {
    expect(known).toMatch(/^[0-9a-f]{16}$/);
  });

  it.each([
    ["on another line", site({ line: 99 })],
    ["after other text in the same pattern", site({ text: text.replace("{", '{"a":["b"],') })],
    ["as the second filter of its mapping", site({ path: "Resources.Orders.Filters[1].Pattern" })],
    ["on a system with other slashes", site({ source: "infra\\template.yaml" })],
    ["with a source named from here", site({ source: "./infra/template.yaml" })],
  ])("is the same %s", (_, at) => {
    expect(fingerprint(at)).toBe(known);
  });

  it("is the same whatever the severity and the message, which may have counts", () => {
    expect(fingerprint(site(), { severity: "error", message: "9,976 samples", evidence: { samples: 9_976 } })).toBe(known);
  });

  it.each([
    ["another rule", fingerprint(site(), { id: "MSK132" })],
    ["another field", fingerprint(site(), { path: "value.kind" })],
    ["no field", fingerprintOf(withoutPath(finding(site())), site())],
    ["another part of the pattern", fingerprint(site(), { end: text.length })],
    ["another value", fingerprint(site({ text: text.replaceAll("paid", "Paid") }), { start: 20, end: 26 })],
    ["another source", fingerprint(site({ source: "template.yaml" }))],
    ["another mapping", fingerprint(site({ group: "Resources.Payments" }))],
  ])("is another for %s", (_, other) => {
    expect(other).not.toBe(known);
  });

  it("tells apart parts that meet at another place", () => {
    expect(fingerprint(site({ source: "ab", group: "c" }))).not.toBe(fingerprint(site({ source: "a", group: "bc" })));
  });

  it("of a part of 10 million characters knows its length", () => {
    const long = "x".repeat(10_000_000);
    const of = (end: number) => fingerprint(site({ text: long }), { start: 0, end });
    expect(of(10_000_000)).not.toBe(of(9_999_999));
  });

  it("never throws, and differs where texts do", () => {
    const anything = fc.array(fc.nat(0xffff), { maxLength: 10 }).map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(anything, anything, (a, b) => {
        const of = (value: string) => fingerprint(site({ text: value }), { start: 0, end: value.length });
        expect(of(a) === of(b)).toBe(a === b);
      }),
    );
  });

  it("is there for a pattern that is not known", () => {
    expect(fingerprint(site({ text: undefined }), { start: 0, end: 0 })).toMatch(/^[0-9a-f]{16}$/);
  });
});

function withoutPath({ path: _, ...rest }: LocatedFinding): LocatedFinding {
  return rest;
}

describe("writing a baseline", () => {
  it("counts what is the same but for its line, and sorts by source, id and fingerprint", () => {
    const b = site({ source: "b.yaml" });
    const a = site({ source: "a.yaml" });
    const other = site({ source: "a.yaml", line: 99 });
    const of = report(
      { site: b, findings: [finding(b, { id: "MSK140" }), finding(b)] },
      { site: a, findings: [finding(a)] },
      { site: other, findings: [finding(other)] },
    );
    expect(writeBaseline(of)).toEqual({
      schemaVersion: 1,
      findings: [
        { fingerprint: fingerprint(a), id: "MSK131", source: "a.yaml", count: 2 },
        { fingerprint: fingerprint(b), id: "MSK131", source: "b.yaml", count: 1 },
        { fingerprint: fingerprint(b, { id: "MSK140" }), id: "MSK140", source: "b.yaml", count: 1 },
      ],
    });
  });

  it("leaves out what is ignored at its place and keeps what the last baseline knew", () => {
    const at = site();
    const suppressed = [
      { ...finding(at), suppressedBy: "ignore" },
      { ...finding(at, { id: "MSK132" }), suppressedBy: "baseline" },
    ] as const;
    expect(writeBaseline(report({ site: at, findings: [], suppressed })).findings.map(({ id }) => id)).toEqual(["MSK132"]);
  });

  it("names files with slashes on every system", () => {
    const at = site({ source: ".\\infra\\template.yaml" });
    expect(writeBaseline(report({ site: at, findings: [finding(at)] })).findings[0]?.source).toBe("infra/template.yaml");
  });
});

describe("applying a baseline", () => {
  const at = site();
  const two = report({ site: at, findings: [finding(at), finding(at, { id: "MSK132" })] });

  it("takes everything that it was written from", () => {
    const { report: left, baselined, gone } = applyBaseline(two, writeBaseline(two));
    expect(left.mappings[0]?.filters[0]?.findings).toEqual([]);
    expect(left.mappings[0]?.filters[0]?.suppressed?.map(({ id, suppressedBy }) => [id, suppressedBy])).toEqual([
      ["MSK131", "baseline"],
      ["MSK132", "baseline"],
    ]);
    expect([baselined, gone]).toEqual([2, []]);
  });

  it("takes each finding only as often as it is recorded, in the order of the report", () => {
    const first = site({ line: 1 });
    const second = site({ line: 2 });
    const of = report({ site: first, findings: [finding(first)] }, { site: second, findings: [finding(second)] });
    const { report: left, baselined } = applyBaseline(of, writeBaseline(report({ site: first, findings: [finding(first)] })));
    expect(left.mappings.map(({ filters }) => filters[0]?.findings.map(({ from }) => from.line))).toEqual([[], [2]]);
    expect(baselined).toBe(1);
  });

  it("says what is gone, and how often", () => {
    const old = report({ site: at, findings: [finding(at), finding(at), finding(at), finding(at, { id: "MSK132" })] });
    const { gone } = applyBaseline(report({ site: at, findings: [finding(at)] }), writeBaseline(old));
    expect(gone.map(({ id, count }) => [id, count])).toEqual([
      ["MSK131", 2],
      ["MSK132", 1],
    ]);
  });

  it("does not miss what is in sources that were not linted", () => {
    const elsewhere = site({ source: "other.yaml" });
    const baseline = writeBaseline(report({ site: elsewhere, findings: [finding(elsewhere)] }));
    expect(applyBaseline(two, baseline).gone).toEqual([]);
  });

  it("adds up entries that somebody merged into the file twice", () => {
    const [entry] = writeBaseline(report({ site: at, findings: [finding(at)] })).findings;
    const findings = entry === undefined ? [] : [entry, entry];
    const of = report({ site: at, findings: [finding(at), finding(at), finding(at)] });
    expect(applyBaseline(of, { schemaVersion: 1, findings }).baselined).toBe(2);
  });

  it("keeps what else the report has, and what was suppressed before", () => {
    const ignored = { ...finding(at, { id: "MSK133" }), suppressedBy: "ignore" } as const;
    const of = { ...report({ site: at, findings: [finding(at)], suppressed: [ignored] }), notes: ["a note"] };
    const { report: left } = applyBaseline(of, writeBaseline(two));
    expect(left.notes).toEqual(["a note"]);
    expect(left.mappings[0]?.filters[0]?.suppressed?.map(({ id }) => id)).toEqual(["MSK133", "MSK131"]);
  });

  it("knows what is wrong with a list of filters, wherever it stands", () => {
    const about = (line: number) => ({
      id: "MSK141" as const,
      severity: "warning" as const,
      message: "6 filters",
      path: "Resources.Orders.Filters",
      from: { line, column: 1 },
      to: { line, column: 1 },
    });
    const of = (line: number): LintReport => ({
      mappings: [{ source: "a.yaml", group: "Resources.Orders", filters: [], findings: [about(line)] }],
      unreadable: [],
      notes: [],
    });
    const { report: left, baselined } = applyBaseline(of(99), writeBaseline(of(40)));
    expect(left.mappings).toMatchObject([{ findings: [], suppressed: [{ id: "MSK141", suppressedBy: "baseline" }] }]);
    expect(baselined).toBe(1);
  });

  it("changes nothing when it is empty", () => {
    expect(applyBaseline(two, { schemaVersion: 1, findings: [] })).toEqual({ report: two, baselined: 0, gone: [] });
  });
});

describe("reading a baseline", () => {
  const entry = { fingerprint: "00c0ffee00c0ffee", id: "MSK131", source: "a.yaml", count: 2 };

  it("gives back what was written, through JSON", () => {
    const baseline: Baseline = { schemaVersion: 1, findings: [entry] };
    expect(readBaseline(JSON.parse(JSON.stringify(baseline)), "lint.json")).toEqual(baseline);
  });

  it("leaves out fields of a later mskctl", () => {
    expect(readBaseline({ schemaVersion: 1, made: "today", findings: [{ ...entry, note: "x" }] }, "lint.json").findings).toEqual([entry]);
  });

  it.each([
    [[], "lint.json is no baseline: it is not a JSON object."],
    [null, "lint.json is no baseline: it is not a JSON object."],
    [{ findings: [] }, "lint.json is no baseline: its schemaVersion is not 1."],
    [{ schemaVersion: 2, findings: [] }, "lint.json is no baseline: its schemaVersion is not 1."],
    [{ schemaVersion: 1 }, "lint.json is no baseline: its findings are not a list."],
    [{ schemaVersion: 1, findings: [entry, null] }, "lint.json is no baseline: findings[1] is not an object."],
    [
      { schemaVersion: 1, findings: [{ ...entry, id: 7 }] },
      "lint.json is no baseline: findings[0] lacks one of fingerprint, id and source.",
    ],
    [{ schemaVersion: 1, findings: [{ ...entry, count: 0 }] }, "lint.json is no baseline: findings[0] has no count of 1 or more."],
    [{ schemaVersion: 1, findings: [{ ...entry, count: 1.5 }] }, "lint.json is no baseline: findings[0] has no count of 1 or more."],
  ])("refuses %j", (document, message) => {
    expect(() => readBaseline(document, "lint.json")).toThrow(expect.objectContaining({ code: "malformed-file", message }));
  });
});
