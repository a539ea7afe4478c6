import type { RunCounts } from "../../../core/redrive/journal.ts";
import type { KindCount } from "../../../core/redrive/kind-counts.ts";
import type { RunReport } from "../../../core/redrive/run-report.ts";
import type { SettledRow } from "../../../core/redrive/runs.ts";
import { type RangeDocument, rangeDocument } from "./plan-document.ts";
import { reportNext } from "./report-facts.ts";
import { type RunDocument, runDocument } from "./run-documents.ts";

/** `mskctl redrive report --json`; docs/schema/redrive-report.schema.json. */
export interface RedriveReportDocument {
  readonly schemaVersion: 1;
  readonly run: RunDocument;
  readonly counts: RunCounts;
  readonly reasons: readonly { readonly state: string; readonly reason: string | null; readonly records: number }[];
  readonly conditions: readonly KindCount[];
  readonly lanes: readonly (RangeDocument & Readonly<Record<"redriven" | "parked" | "unrecoverable" | "filtered", number>>)[];
  readonly unrecoverable: readonly IntervalDocument[];
  readonly parked: readonly IntervalDocument[];
  readonly sending: {
    readonly batches: number;
    readonly outcomes: readonly { readonly outcome: string; readonly batches: number }[];
    readonly unanswered: number;
    readonly firstSentAt: string | null;
    readonly lastAnsweredAt: string | null;
    readonly busyMs: number;
    readonly recordsPerSecond: number | null;
    readonly answerMs: { readonly p50: number; readonly p95: number; readonly p99: number } | null;
  };
  readonly kept: { readonly documents: number; readonly ids: readonly string[] };
  readonly remarks: readonly { readonly at: string; readonly text: string }[];
  /** SHA-256 of the journal's rows. */
  readonly digest: string;
  readonly next: string | null;
}

interface IntervalDocument extends RangeDocument {
  readonly records: number;
  readonly reason: string | null;
}

export function redriveReportDocument(report: RunReport): RedriveReportDocument {
  const { known, counts, reasons, conditions, lanes, sending, kept, remarks, digest } = report;
  return {
    schemaVersion: 1,
    run: runDocument(known),
    counts,
    reasons: reasons.map(({ outcome, reason, records }) => ({ state: outcome, reason: reason ?? null, records })),
    conditions,
    lanes: lanes.map(({ lane, first, last, ...sums }) => ({ ...rangeDocument({ lane, first, last }), ...sums })),
    unrecoverable: report.unrecoverable.map(intervalDocument),
    parked: report.parked.map(intervalDocument),
    sending: {
      batches: sending.batches,
      outcomes: sending.outcomes,
      unanswered: sending.unanswered,
      firstSentAt: instant(sending.firstSentAtMs),
      lastAnsweredAt: instant(sending.lastAnsweredAtMs),
      busyMs: sending.busyMs,
      recordsPerSecond: report.recordsPerSecond ?? null,
      answerMs: sending.answerMs ?? null,
    },
    kept,
    remarks: remarks.map(({ atMs, text }) => ({ at: new Date(atMs).toISOString(), text })),
    digest,
    next: reportNext(report) ?? null,
  };
}

function intervalDocument(row: SettledRow): IntervalDocument {
  return { ...rangeDocument(row), records: row.records, reason: row.reason ?? null };
}

function instant(atMs: number | undefined): string | null {
  return atMs === undefined ? null : new Date(atMs).toISOString();
}
