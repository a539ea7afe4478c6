import type {
  CountedReason,
  Expectations,
  FailedExpectation,
  FilterCounts,
  LintedFilter,
  LintedMapping,
  LintReport,
  PlacedFinding,
  Rejection,
  SampleCounts,
  SamplePlace,
  Suppressed,
  UnreadableSource,
} from "../../../core/filter/lint-report.ts";
import { deliveredShare, type SampleGate } from "../../../core/filter/sample-gate.ts";
import type { Severity } from "../../../core/finding.ts";
import { type TopicDocument, topicDocument } from "./topic-document.ts";

/** `mskctl lint --json`; docs/schema/lint.schema.json. What became of the samples stands at the top for one mapping, in each of several. */
export interface LintDocument extends Partial<SamplesDocument> {
  readonly schemaVersion: 1;
  readonly sources: readonly MappingDocument[];
  readonly unreadable: readonly { readonly source: string; readonly message: string; readonly line?: number; readonly column?: number }[];
  readonly notes: readonly string[];
  readonly topic?: TopicDocument;
}

interface MappingDocument extends Partial<SamplesDocument> {
  readonly source: string;
  /** Empty where the source is the mapping. */
  readonly mapping: string;
  /** About the list of filters. */
  readonly findings: readonly FindingDocument[];
  readonly suppressed: readonly SuppressedDocument[];
  readonly filters: readonly FilterDocument[];
}

interface FilterDocument {
  /** As AWS gets it; null where it cannot be known, and then `unknown` says why. */
  readonly pattern: string | null;
  readonly unknown?: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly findings: readonly FindingDocument[];
  readonly suppressed: readonly SuppressedDocument[];
}

export interface FindingDocument {
  readonly id: string;
  readonly severity: Severity;
  readonly message: string;
  readonly path?: string;
  readonly evidence?: Readonly<Record<string, unknown>>;
  readonly fix?: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

interface SuppressedDocument extends FindingDocument {
  readonly suppressedBy: "ignore" | "baseline";
}

interface SamplesDocument {
  readonly samples: CountsDocument;
  readonly expectations: ExpectationsDocument;
  readonly gates: readonly SampleGate[];
}

/** `expected` and `actual` as samples say it: true for delivered. */
interface ExpectationsDocument extends Pick<Expectations, "total" | "passed"> {
  readonly failed: readonly (PlaceDocument & {
    readonly expected: boolean;
    readonly actual: boolean;
    readonly verdict: FailedExpectation["actual"];
  })[];
}

interface CountsDocument {
  readonly total: number;
  /** Kept and bypassed. */
  readonly delivered: number;
  /** Null without samples. */
  readonly deliveredShare: number | null;
  readonly kept: number;
  readonly filteredOut: number;
  readonly bypassed: number;
  readonly undecodable: number;
  readonly bypassReasons: readonly CountedReason[];
  readonly undecodableReasons: readonly CountedReason[];
  readonly assumed: boolean;
  readonly filters: readonly FilterCountsDocument[];
}

interface FilterCountsDocument extends Omit<FilterCounts, "rejectedBy" | "firstKept" | "firstFilteredOut"> {
  readonly rejectedBy: readonly (Omit<Rejection, "first"> & { readonly first?: PlaceDocument })[];
  readonly firstKept: readonly PlaceDocument[];
  readonly firstFilteredOut: readonly PlaceDocument[];
}

/** A line of a file, or a record of a topic. */
type PlaceDocument = { readonly source: string; readonly payload?: string } & (
  | { readonly line: number }
  | { readonly partition: number; readonly offset: string }
);

export function lintDocument({ mappings, unreadable, notes, topic }: LintReport): LintDocument {
  const [only, second] = mappings;
  const isOne = only !== undefined && second === undefined;
  return {
    schemaVersion: 1,
    sources: mappings.map((mapping) => ({ ...mappingDocument(mapping), ...(isOne ? {} : samplesDocument(mapping)) })),
    ...(isOne ? samplesDocument(only) : {}),
    unreadable: unreadable.map(unreadableDocument),
    notes,
    ...(topic === undefined ? {} : { topic: topicDocument(topic) }),
  };
}

function mappingDocument({ source, group, findings = [], suppressed = [], filters }: LintedMapping): MappingDocument {
  return {
    source,
    mapping: group,
    findings: findings.map(findingDocument),
    suppressed: suppressed.map(suppressedDocument),
    filters: filters.map(filterDocument),
  };
}

function filterDocument({ site, findings, suppressed = [] }: LintedFilter): FilterDocument {
  const { line, column } = site.positionOf(0);
  return {
    pattern: site.text ?? null,
    ...(site.unknown === undefined ? {} : { unknown: site.unknown }),
    path: site.path,
    line,
    column,
    findings: findings.map(findingDocument),
    suppressed: suppressed.map(suppressedDocument),
  };
}

function suppressedDocument(finding: Suppressed<PlacedFinding>): SuppressedDocument {
  return { ...findingDocument(finding), suppressedBy: finding.suppressedBy };
}

export function findingDocument({ id, severity, message, path, evidence, fix, from, to }: PlacedFinding): FindingDocument {
  return {
    id,
    severity,
    message,
    ...(path === undefined ? {} : { path }),
    ...(evidence === undefined ? {} : { evidence }),
    ...(fix === undefined ? {} : { fix }),
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
  };
}

function unreadableDocument({ source, message, position }: UnreadableSource): LintDocument["unreadable"][number] {
  return { source, message, ...(position === undefined ? {} : { line: position.line, column: position.column }) };
}

function samplesDocument({ samples, gates = [] }: LintedMapping): Partial<SamplesDocument> {
  if (samples === undefined) return {};
  const { total, passed, failed } = samples.expectations;
  return {
    samples: countsDocument(samples),
    expectations: {
      total,
      passed,
      // As samples say it: true for delivered.
      failed: failed.map((each) => ({
        ...placeDocument(each),
        expected: each.expected === "delivered",
        actual: each.actual === "kept" || each.actual === "bypassed",
        verdict: each.actual,
      })),
    },
    gates: gates.map(({ gate, limitShare, deliveredShare: share, holds }) => ({
      gate,
      limitShare,
      ...(share === undefined ? {} : { deliveredShare: share }),
      holds,
    })),
  };
}

/** Field by field, so that a report that grows does not change the document unseen. */
function countsDocument(samples: SampleCounts): CountsDocument {
  const { total, kept, filteredOut, bypassed, undecodable, assumed } = samples;
  return {
    total,
    delivered: kept + bypassed,
    deliveredShare: deliveredShare(samples) ?? null,
    kept,
    filteredOut,
    bypassed,
    undecodable,
    bypassReasons: samples.bypassReasons.map(reasonDocument),
    undecodableReasons: samples.undecodableReasons.map(reasonDocument),
    assumed,
    filters: samples.filters.map(filterCountsDocument),
  };
}

function filterCountsDocument({
  kept,
  filteredOut,
  bypassed,
  rejectedBy,
  firstKept,
  firstFilteredOut,
}: FilterCounts): FilterCountsDocument {
  return {
    kept,
    filteredOut,
    bypassed,
    rejectedBy: rejectedBy.map(({ path, operator, count, reason, first }) => ({
      path,
      operator,
      count,
      reason,
      ...(first === undefined ? {} : { first: placeDocument(first) }),
    })),
    firstKept: firstKept.map(placeDocument),
    firstFilteredOut: firstFilteredOut.map(placeDocument),
  };
}

function reasonDocument({ reason, count }: CountedReason): CountedReason {
  return { reason, count };
}

function placeDocument({ source, line, record, payload }: SamplePlace): PlaceDocument {
  const place = record === undefined ? { line } : { partition: record.partition, offset: String(record.offset) };
  return { source, ...place, ...(payload === undefined ? {} : { payload }) };
}
