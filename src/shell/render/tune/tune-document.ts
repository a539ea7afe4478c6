import type { Owner, OwnerTool } from "../../../core/mapping/owner.ts";
import type { Candidate, Range } from "../../../core/tuning/candidate.ts";
import type { Grade } from "../../../core/tuning/estimate.ts";
import type { TuneGate } from "../../../core/tuning/gate.ts";
import type { FleetGroups } from "../../../core/tuning/packing/fleet-groups.ts";
import type { Reason } from "../../../core/tuning/reasons/reason.ts";
import type { Recommendation, TuneReport } from "../../../core/tuning/report.ts";
import type { SearchResult } from "../../../core/tuning/search-result.ts";
import type { MonthlyCost } from "../../../core/tuning/usage.ts";
import { type GroupsDocument, groupsDocument } from "./group-document.ts";
import { finite, type SettingsDocument, type SubjectDocument, settingsDocument, subjectDocument } from "./subject-document.ts";
import { type WorkloadDocument, workloadDocument } from "./workload-document.ts";

/** `mskctl tune --json`; docs/schema/tune.schema.json. Null means that it is not known, or has no end. */
export interface TuneDocument extends Partial<GroupsDocument> {
  readonly schemaVersion: 1;
  readonly mappings: readonly MappingTuneDocument[];
  readonly gate?: GateDocument;
}

interface MappingTuneDocument extends SubjectDocument {
  readonly verdict: TuneReport["verdict"];
  readonly workload: WorkloadDocument;
  readonly goals: GoalsDocument | null;
  readonly current: CandidateDocument | null;
  readonly keepsGoals: boolean | null;
  readonly candidates: readonly CandidateDocument[];
  readonly pareto: readonly CandidateDocument[];
  readonly picks: Readonly<Record<string, CandidateDocument>>;
  /** With "unreachable": what misses the goals by least. */
  readonly nearest: CandidateDocument | null;
  readonly whatIf?: CandidateDocument;
  readonly recommendation: RecommendationDocument | null;
  readonly reasons: readonly ReasonDocument[];
  readonly missing: { readonly message: string; readonly fix: string | null; readonly metricsMonth: number | null } | null;
  readonly confidence: { readonly grade: Grade; readonly reasons: readonly string[] };
  /** Null: nobody, as far as tags tell. */
  readonly owner: OwnerDocument | null;
}

interface OwnerDocument {
  readonly tool: OwnerTool;
  readonly stack: string | null;
  readonly logicalId: string | null;
  readonly by: Owner["by"];
  readonly certain: boolean;
}

interface CandidateDocument {
  readonly settings: SettingsDocument;
  readonly by: Candidate["by"];
  readonly costMonth: number;
  readonly costParts: Omit<MonthlyCost, "total">;
  readonly invocationsPerSecond: number;
  readonly batch: number;
  readonly durationMs: number;
  readonly ageP50Ms: number | null;
  readonly ageP99Ms: number | null;
  readonly catchUpMs: number | null;
  readonly peakConcurrency: number;
  readonly binding: Readonly<Record<string, number>>;
  readonly spread: {
    readonly costMonth: Range;
    readonly ageP99Ms: { readonly low: number | null; readonly high: number | null };
    readonly goalChance: number;
  } | null;
}

interface GoalsDocument {
  readonly ageP99Ms: number;
  readonly isAgeAssumed: boolean;
  readonly catchUp: { readonly outageMs: number; readonly withinMs: number } | null;
  readonly budget: number | null;
  readonly keep: readonly string[];
  readonly mostStep: number | null;
}

interface ReasonDocument {
  readonly rule: string;
  readonly message: string;
  readonly advice?: { readonly summary: string; readonly fix: string | null; readonly isFirst: boolean };
}

interface RecommendationDocument {
  readonly pick: string;
  readonly changes: readonly {
    readonly field: string;
    readonly before: string | number | null;
    readonly after: string | number | null;
    readonly reversible: boolean;
  }[];
  readonly saves: Range;
  readonly why: readonly { readonly rule: string; readonly message: string }[];
  readonly impact: { readonly pauseMs: number; readonly lagRecords: number; readonly drainMs: number | null };
}

interface GateDocument {
  readonly passed: boolean;
  readonly failures: readonly { readonly uuid: string | null; readonly name: string | null; readonly message: string }[];
}

/** `fleet`: of several mappings. */
export function tuneDocument(reports: readonly TuneReport[], gate: TuneGate | undefined, fleet?: FleetGroups): TuneDocument {
  return {
    schemaVersion: 1,
    mappings: reports.map(mappingDocument),
    ...(fleet === undefined ? {} : groupsDocument(fleet)),
    ...(gate === undefined ? {} : { gate: gateDocument(gate) }),
  };
}

function gateDocument({ passed, failures }: TuneGate): GateDocument {
  return {
    passed,
    failures: failures.map(({ report, message }) => ({ uuid: report?.mapping.UUID || null, name: report?.name ?? null, message })),
  };
}

function mappingDocument(report: TuneReport): MappingTuneDocument {
  const { result, recommendation, missing, whatIf } = report;
  return {
    ...subjectDocument(report),
    verdict: report.verdict,
    workload: workloadDocument(report.estimate),
    goals: result === undefined ? null : goalsDocument(result),
    current: result === undefined ? null : candidateDocument(result.current),
    keepsGoals: result?.keepsGoals ?? null,
    candidates: (result?.candidates ?? []).map(candidateDocument),
    pareto: (result?.pareto ?? []).map(candidateDocument),
    picks: Object.fromEntries([...(result?.picks ?? [])].map(([name, pick]) => [name, candidateDocument(pick)])),
    nearest: result?.nearest === undefined ? null : candidateDocument(result.nearest),
    ...(whatIf === undefined ? {} : { whatIf: candidateDocument(whatIf) }),
    recommendation: recommendation === undefined ? null : recommendationDocument(recommendation, report.reasons),
    reasons: report.reasons.map(reasonDocument),
    missing:
      missing === undefined ? null : { message: missing.message, fix: missing.fix ?? null, metricsMonth: missing.metricsMonth ?? null },
    confidence: { grade: report.confidence.grade, reasons: report.confidence.reasons },
    owner: report.owner === undefined ? null : ownerDocument(report.owner),
  };
}

function ownerDocument({ tool, stack, logicalId, by, isCertain }: Owner): OwnerDocument {
  return { tool, stack: stack ?? null, logicalId: logicalId ?? null, by, certain: isCertain };
}

function goalsDocument({ goals: { keep, catchUp, budget, mostStep, ...goals } }: SearchResult): GoalsDocument {
  return { ...goals, catchUp: catchUp ?? null, budget: budget ?? null, keep: [...keep], mostStep: mostStep ?? null };
}

function candidateDocument(candidate: Candidate): CandidateDocument {
  const {
    cost: { total, ...costParts },
    spread,
  } = candidate;
  return {
    settings: settingsDocument(candidate.settings),
    by: candidate.by,
    costMonth: total,
    costParts,
    invocationsPerSecond: candidate.invocationsPerSecond,
    batch: candidate.batch,
    durationMs: candidate.durationMs,
    ageP50Ms: finite(candidate.ageP50Ms),
    ageP99Ms: finite(candidate.ageP99Ms),
    catchUpMs: finite(candidate.catchUpMs),
    peakConcurrency: candidate.peakConcurrency,
    binding: Object.fromEntries(candidate.binding),
    spread:
      spread === undefined
        ? null
        : {
            costMonth: spread.costMonth,
            ageP99Ms: { low: finite(spread.ageP99Ms.low), high: finite(spread.ageP99Ms.high) },
            goalChance: spread.goalChance,
          },
  };
}

function reasonDocument({ rule, message, advice }: Reason): ReasonDocument {
  if (advice === undefined) return { rule, message };
  return { rule, message, advice: { summary: advice.summary, fix: advice.fix ?? null, isFirst: advice.isFirst } };
}

function recommendationDocument({ pick, changes, saves, impact }: Recommendation, reasons: readonly Reason[]): RecommendationDocument {
  return {
    pick,
    changes: changes.map(({ field, before = null, after = null, isReversible }) => ({ field, before, after, reversible: isReversible })),
    saves,
    why: reasons.map(({ rule, message }) => ({ rule, message })),
    impact: { pauseMs: impact.pauseMs, lagRecords: impact.lagRecords, drainMs: finite(impact.drainMs) },
  };
}
