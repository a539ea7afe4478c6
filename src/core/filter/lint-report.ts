import type { Finding } from "../finding.ts";
import type { RecordPlace } from "../record/broker.ts";
import type { TopicReading } from "../record/newest-records.ts";
import type { FilterFinding } from "./filter-finding.ts";
import type { RecordVerdict } from "./kafka-filter.ts";
import type { PatternSite, Position } from "./pattern-site.ts";
import type { SampleGate } from "./sample-gate.ts";

/** What lint found, mapping by mapping. */
export interface LintReport {
  readonly mappings: readonly LintedMapping[];
  /** Files of a folder that could not be read, with the reason. */
  readonly unreadable: readonly UnreadableSource[];
  /** Patterns that are none of our business, and why: `3 patterns of SQS left out`. */
  readonly notes: readonly string[];
  /** What was read where samples are the records of a topic. */
  readonly topic?: TopicReading;
}

export interface UnreadableSource {
  readonly source: string;
  readonly message: string;
  readonly position?: Position;
}

/** The filters of one mapping: a record that passes one of them is delivered. */
export interface LintedMapping {
  /** The file as it was named, `-`, `--pattern`, or the mapping. */
  readonly source: string;
  /** Where in the source, e.g. `Resources.Orders`; empty where the source is the mapping. */
  readonly group: string;
  /** About the list of filters rather than about one pattern; `path` is the way inside the source. Absent where there are none. */
  readonly findings?: readonly PlacedFinding[];
  readonly suppressed?: readonly Suppressed<PlacedFinding>[];
  readonly filters: readonly LintedFilter[];
  readonly samples?: SampleCounts;
  /** What `--min-delivered` and `--max-delivered` say of the samples. */
  readonly gates?: readonly SampleGate[];
}

export interface LintedFilter {
  readonly site: PatternSite;
  readonly findings: readonly LocatedFinding[];
  /** Findings that are not told and reach no gate; absent where there are none. */
  readonly suppressed?: readonly Suppressed<LocatedFinding>[];
}

/** A finding with its place in the source. */
export interface PlacedFinding extends Finding {
  readonly from: Position;
  /** Behind the last character. */
  readonly to: Position;
}

/** The same for a part of a pattern. */
export interface LocatedFinding extends FilterFinding, PlacedFinding {}

export type Suppressed<F extends PlacedFinding> = F & {
  /** The author ignores it at its place, or the baseline knows it. */
  readonly suppressedBy: "ignore" | "baseline";
};

/** What became of the samples. The four counts are disjoint and sum up to `total`; delivered are kept and bypassed. */
export interface SampleCounts extends Readonly<Record<RecordVerdict, number>> {
  readonly total: number;
  /** Values that their schema could not decode, and lines that are no record of the format. */
  readonly undecodable: number;
  readonly filters: readonly FilterCounts[];
  /** Why records bypassed or could not be decoded, most frequent first. */
  readonly bypassReasons: readonly CountedReason[];
  readonly undecodableReasons: readonly CountedReason[];
  /** True when values from `{` to `}` were taken for JSON objects of UTF-8 text without a look at every byte. */
  readonly assumed: boolean;
  readonly expectations: Expectations;
}

export interface FilterCounts extends Readonly<Record<RecordVerdict, number>> {
  readonly rejectedBy: readonly Rejection[];
  /** The first records that were kept, and that were filtered out. */
  readonly firstKept: readonly SamplePlace[];
  readonly firstFilteredOut: readonly SamplePlace[];
}

/** A record counts for the first condition, in the order in which the engine tries them, that none of its values satisfies. */
export interface Rejection {
  readonly path: string;
  /** `prefix`, `numeric`, …, `equals` for plain values, `any of` for a list of several kinds, `$or`, or `same element` (each condition holds, but not in one element of a list). */
  readonly operator: string;
  readonly count: number;
  readonly reason: string;
  readonly first?: SamplePlace;
}

export interface CountedReason {
  readonly reason: string;
  readonly count: number;
}

export interface SamplePlace {
  /** A file, `-`, or a topic. */
  readonly source: string;
  readonly line: number;
  /** Of a topic: its partition and its offset, which `line` is, too. */
  readonly record?: RecordPlace;
  /** The record's value as text; only where a person asked to see it. */
  readonly payload?: string;
}

export interface Expectations {
  readonly total: number;
  readonly passed: number;
  /** The first of them; `total - passed` says how many there are. */
  readonly failed: readonly FailedExpectation[];
}

export interface FailedExpectation extends SamplePlace {
  readonly expected: "delivered" | "filtered out";
  readonly actual: RecordVerdict | "undecodable";
}

/** All findings that are told, those that gates look at. */
export function toldFindings({ mappings }: LintReport): PlacedFinding[] {
  return mappings.flatMap(({ findings = [], filters }) => [...findings, ...filters.flatMap((filter) => filter.findings)]);
}

/** The others. */
export function suppressedFindings({ mappings }: LintReport): Suppressed<PlacedFinding>[] {
  return mappings.flatMap(({ suppressed = [], filters }) => [...suppressed, ...filters.flatMap((filter) => filter.suppressed ?? [])]);
}

/** Whether samples came out otherwise than expected, or a gate on them says no. */
export function hasFailed({ mappings }: LintReport): boolean {
  return mappings.some(
    ({ samples, gates = [] }) =>
      gates.some(({ holds }) => !holds) || (samples !== undefined && samples.expectations.passed < samples.expectations.total),
  );
}
