import type {
  FilterCounts,
  LintedFilter,
  LintedMapping,
  LintReport,
  LocatedFinding,
  PlacedFinding,
  SampleCounts,
} from "../../../../src/core/filter/lint-report.ts";
import type { PatternSite, Position } from "../../../../src/core/filter/pattern-site.ts";

/** Ten spaces and `Pattern: '` stand before each pattern of this template. */
const before = "          Pattern: '";

export const emptyRange = '{"value":{"amount":[{"numeric":[">",10,"<",5]}]}}';
const neverPaid = '{"value":{"status":["paid"]}}';
export const bigPaid = '{"value":{"status":["PAID"],"amount":[{"numeric":[">",100]}]}}';

/** A template with one pattern each on lines 41, 58 and 75. */
export const template = Array.from({ length: 80 }, (_, index) => {
  const pattern = new Map([
    [41, emptyRange],
    [58, neverPaid],
    [75, bigPaid],
  ]).get(index + 1);
  return pattern === undefined ? "#" : `${before}${pattern}'`;
}).join("\n");

export function lineOf(at: Pick<PatternSite, "source">, line: number): string | undefined {
  return at.source === "template.yaml" ? template.split("\n")[line - 1] : undefined;
}

export function positionAt(source: string, offset: number): Position | undefined {
  if (source !== "template.yaml") return undefined;
  const lines = template.slice(0, offset).split("\n");
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}

/** A pattern of the template, in single quotes, without anything to escape. */
function site(line: number, text: string, other: Partial<PatternSite> = {}): PatternSite {
  const start =
    template
      .split("\n")
      .slice(0, line - 1)
      .join("\n").length +
    1 +
    before.length;
  return {
    text,
    source: "template.yaml",
    path: `Resources.Line${line}.Properties.FilterCriteria.Filters[0].Pattern`,
    group: `Resources.Line${line}`,
    positionOf: (offset) => ({ line, column: before.length + 1 + offset }),
    edit: (from, to, replacement) => ({ start: start + from, end: start + to, text: replacement }),
    ignored: [],
    ...other,
  };
}

/** A pattern on the command line. */
export function argument(text: string): PatternSite {
  return {
    text,
    source: "--pattern",
    path: "",
    group: "",
    positionOf: (offset) => ({ line: 1, column: offset + 1 }),
    edit: () => undefined,
    ignored: [],
  };
}

/** A finding about `part` of the site's pattern. */
export function finding(
  at: PatternSite,
  part: string,
  about: Pick<LocatedFinding, "id" | "severity" | "message"> & Partial<LocatedFinding>,
): LocatedFinding {
  const start = (at.text ?? "").indexOf(part);
  const end = start + part.length;
  return { start, end, from: at.positionOf(start), to: at.positionOf(end), ...about };
}

export function mapping(filters: readonly LintedFilter[], other: Partial<LintedMapping> = {}): LintedMapping {
  const [first] = filters;
  return { source: first?.site.source ?? "template.yaml", group: first?.site.group ?? "", filters, ...other };
}

export function report(mappings: readonly LintedMapping[], other: Partial<LintReport> = {}): LintReport {
  return { mappings, unreadable: [], notes: [], ...other };
}

export const rangeSite = site(41, emptyRange);
export const paidSite = site(58, neverPaid);
export const bigSite = site(75, bigPaid);

export const rangeFinding = finding(rangeSite, '{"numeric":[">",10,"<",5]}', {
  id: "MSK104",
  severity: "error",
  message: "numeric range is empty: > 10 and < 5",
  path: "value.amount",
  fix: '{"numeric":[">",5,"<",10]}',
  edit: { start: 32, end: 44, text: '">",5,"<",10' },
});

export const paidFinding = finding(paidSite, '"paid"', {
  id: "MSK131",
  severity: "warning",
  message: 'no sample matches: value.status is never "paid"',
  path: "value.status",
  evidence: {
    samples: 9_976,
    found: [
      { value: "PAID", count: 5_012 },
      { value: "SHIPPED", count: 2_981 },
    ],
  },
});

/** About a list of filters, above the first pattern. */
export const listFinding: PlacedFinding = {
  id: "MSK141",
  severity: "warning",
  message: "6 filters; a mapping takes 5 unless the account's quota was raised (to 10 at most).",
  path: "Resources.Line41.Properties.FilterCriteria.Filters",
  evidence: { count: 6, limit: 5 },
  from: { line: 40, column: 1 },
  to: { line: 40, column: 1 },
};

const counts: FilterCounts = {
  kept: 1_180,
  bypassed: 24,
  filteredOut: 8_796,
  rejectedBy: [
    {
      path: "value.amount",
      operator: "numeric",
      count: 8_102,
      reason: "value.amount is text in 100 %; the pattern asks for a number",
      first: { source: "samples.ndjson", line: 7 },
    },
    {
      path: "value.status",
      operator: "equals",
      count: 694,
      reason: 'value.status is "SHIPPED" in 100 %',
      first: { source: "samples.ndjson", line: 9 },
    },
  ],
  firstKept: [{ source: "samples.ndjson", line: 1 }],
  firstFilteredOut: [
    { source: "samples.ndjson", line: 7 },
    { source: "samples.ndjson", line: 9 },
  ],
};

export const samples: SampleCounts = {
  total: 10_000,
  kept: 1_180,
  bypassed: 24,
  filteredOut: 8_796,
  undecodable: 0,
  filters: [counts],
  bypassReasons: [{ reason: "text, the pattern wants JSON", count: 24 }],
  undecodableReasons: [],
  assumed: false,
  expectations: { total: 0, passed: 0, failed: [] },
};

/** One error, one warning with figures, and a filter that samples were tried on. */
export const wholeReport = report([
  mapping([{ site: rangeSite, findings: [rangeFinding] }]),
  mapping([{ site: paidSite, findings: [paidFinding] }]),
  mapping([{ site: bigSite, findings: [] }], { samples }),
]);

/** Everything that a report can hold besides. */
export const busyReport = report(
  [
    mapping(
      [
        {
          site: rangeSite,
          findings: [rangeFinding, { ...rangeFinding, id: "MSK150", severity: "info", message: "about the same place" }],
          suppressed: [
            { ...rangeFinding, id: "MSK151", suppressedBy: "ignore" },
            { ...rangeFinding, id: "MSK152", suppressedBy: "baseline" },
          ],
        },
        { site: site(58, neverPaid, { text: undefined, unknown: "!Ref Status is known only when the stack is deployed" }), findings: [] },
      ],
      {
        findings: [listFinding],
        suppressed: [{ ...listFinding, id: "MSK143", suppressedBy: "baseline" }],
      },
    ),
    mapping([{ site: argument(bigPaid), findings: [] }], {
      samples: {
        ...samples,
        undecodable: 3,
        total: 10_003,
        undecodableReasons: [
          { reason: "schema 7 does not fit", count: 2 },
          { reason: "no JSON", count: 1 },
        ],
        assumed: true,
        expectations: {
          total: 14,
          passed: 11,
          failed: [
            { source: "samples.ndjson", line: 7, expected: "delivered", actual: "filteredOut" },
            { source: "samples.ndjson", line: 9, expected: "filtered out", actual: "bypassed" },
          ],
        },
      },
      gates: [
        { gate: "min-delivered", limitShare: 0.01, deliveredShare: 0.12, holds: true },
        { gate: "max-delivered", limitShare: 0.1, deliveredShare: 0.12, holds: false },
      ],
    }),
  ],
  {
    unreadable: [{ source: "broken.yaml", message: "a tab cannot begin a token", position: { line: 3, column: 1 } }],
    notes: ["3 patterns of SQS left out"],
  },
);
