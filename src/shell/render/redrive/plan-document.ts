import type { Finding } from "../../../core/finding.ts";
import { functionNameOf } from "../../../core/mapping/model.ts";
import type { Range } from "../../../core/redrive/effort.ts";
import type { KindCount } from "../../../core/redrive/kind-counts.ts";
import type { LaneRun } from "../../../core/redrive/lane-runs.ts";
import type { RedrivePlan } from "../../../core/redrive/plan.ts";
import type { TargetFacts } from "../../../core/redrive/plan-facts.ts";
import { expiryHorizonsMs } from "../../../core/redrive/recovery-tally.ts";
import { sourceText } from "../../../core/redrive/source-name.ts";
import { targetText } from "../../../core/redrive/target-name.ts";

/** `the plan in mskctl redrive --json`; docs/schema/redrive-plan.schema.json. Records are counted as the documents claim them; null means not known. */
export interface RedrivePlanDocument {
  readonly schemaVersion: 1;
  readonly name: string;
  readonly source: string;
  readonly target: string;
  readonly mapping: string | null;
  readonly functionName: string | null;
  readonly region: string | null;
  readonly accountId: string | null;
  readonly coverage: { readonly kind: "all" | "sample" | "attributes"; readonly documents: number | null };
  readonly documents: number;
  readonly records: number;
  readonly repeated: { readonly records: number; readonly atLeast: boolean };
  readonly failed: SpanDocument | null;
  readonly written: SpanDocument | null;
  readonly conditions: readonly KindCount[];
  readonly functions: readonly KindCount[];
  readonly foreign: readonly KindCount[];
  readonly malformed: readonly KindCount[];
  readonly unreadable: readonly KindCount[];
  readonly lanes: readonly LaneDocument[];
  readonly recovery: RecoveryDocument;
  readonly behindMs: number | null;
  readonly behind: "live" | "now" | null;
  readonly effort: EffortDocument;
  readonly findings: readonly Finding[];
}

interface SpanDocument {
  readonly from: string;
  readonly until: string;
}

interface LaneDocument {
  readonly topic: string;
  readonly partition: number;
  readonly documents: number;
  readonly records: number;
  readonly first: string;
  readonly last: string;
}

interface RecoveryDocument {
  readonly records: number;
  readonly expired: { readonly records: number; readonly complete: boolean; readonly ranges: readonly RangeDocument[] };
  readonly behindExpired: number;
  readonly beyondEnd: number;
  readonly unreachable: readonly { readonly reason: string; readonly records: number }[];
  readonly expiring: readonly { readonly withinHours: number; readonly records: number }[];
  readonly firstExpiry: string | null;
  readonly expiryUnknown: number;
}

/** Both ends are included. */
export interface RangeDocument {
  readonly topic: string;
  readonly partition: number;
  readonly first: string;
  readonly last: string;
}

interface EffortDocument {
  readonly records: number;
  readonly batches: Range;
  readonly concurrency: number;
  readonly durationMs: Range | null;
  readonly costUsd: Range | null;
  readonly assumptions: readonly string[];
}

export function redrivePlanDocument(plan: RedrivePlan): RedrivePlanDocument {
  const { facts, tally, effort, behind, findings } = plan;
  const { conditions, functions, foreign, malformed, unreadable } = tally;
  const mapping = typeof facts.mapping === "object" ? facts.mapping : undefined;
  return {
    schemaVersion: 1,
    name: facts.name,
    source: sourceText(facts.source),
    target: targetOf(facts.target),
    mapping: mapping?.UUID ?? null,
    functionName: mapping?.FunctionArn === undefined ? null : functionNameOf(mapping.FunctionArn),
    region: facts.place?.region ?? null,
    accountId: facts.place?.accountId ?? null,
    coverage: { kind: facts.coverage.kind, documents: facts.coverage.kind === "all" ? null : facts.coverage.documents },
    documents: tally.documents,
    records: tally.records,
    repeated: { records: tally.repeated, atLeast: !tally.repeatedComplete },
    failed: spanDocument(tally.failed),
    written: spanDocument(tally.written),
    ...{ conditions, functions, foreign, malformed, unreadable },
    lanes: tally.lanes.map(({ lane, documents, records, first, last }) => ({
      ...lane,
      documents,
      records,
      first: String(first),
      last: String(last),
    })),
    recovery: recoveryDocument(tally.recovery),
    behindMs: behind?.ms ?? null,
    behind: behind?.of ?? null,
    effort: {
      records: effort.records,
      batches: effort.batches,
      concurrency: effort.concurrency.most,
      durationMs:
        effort.durationMs === undefined ? null : { low: Math.round(effort.durationMs.low), high: Math.round(effort.durationMs.high) },
      costUsd: effort.dollars ?? null,
      assumptions: effort.assumptions,
    },
    findings,
  };
}

function targetOf(target: TargetFacts): string {
  switch (target.kind) {
    case "function":
      return targetText({ kind: "lambda", function: target.name });
    case "topic":
      return targetText({ kind: "kafka", topic: target.topic });
    case "folder":
      return targetText({ kind: "file", directory: target.directory });
  }
}

function recoveryDocument({ expired, unreachable, expiring, firstExpiryMs, ...sums }: RedrivePlan["tally"]["recovery"]): RecoveryDocument {
  return {
    ...sums,
    expired: { records: expired.records, complete: expired.complete, ranges: expired.runs.map(rangeDocument) },
    unreachable: [...unreachable].map(([reason, records]) => ({ reason, records })),
    expiring: expiryHorizonsMs.map((ms, index) => ({ withinHours: ms / 3_600_000, records: expiring[index] ?? 0 })),
    firstExpiry: firstExpiryMs === undefined ? null : new Date(firstExpiryMs).toISOString(),
  };
}

export function rangeDocument({ lane, first, last }: LaneRun): RangeDocument {
  return { ...lane, first: String(first), last: String(last) };
}

function spanDocument(span: { readonly fromMs: number; readonly untilMs: number } | undefined): SpanDocument | null {
  return span === undefined ? null : { from: new Date(span.fromMs).toISOString(), until: new Date(span.untilMs).toISOString() };
}
