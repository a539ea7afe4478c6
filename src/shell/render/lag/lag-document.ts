import type { Finding } from "../../../core/finding.ts";
import type { GateResult } from "../../../core/lag/gate.ts";
import type { CatchUp, LagAge, LagCauseId, LagPicture, LagReport, LagVerdict, PartitionLag } from "../../../core/lag/report.ts";
import type { DrainProgress, Undrained } from "../../../core/lag/until-lag.ts";
import { consumerGroupOf, functionNameOf, topicOf } from "../../../core/mapping/model.ts";
import { placeOf } from "../../../core/mapping/place.ts";

/** `mskctl lag --json`; docs/schema/lag.schema.json. Null means no data, which is not zero. */
export interface LagDocument {
  readonly schemaVersion: 1;
  readonly mappings: readonly MappingLagDocument[];
  /** Sentences on what could not be read. */
  readonly notes: readonly string[];
  /** AWS calls that this reading took. */
  readonly calls: number;
  readonly gate?: GateDocument;
  readonly untilLag?: UntilLagDocument;
}

interface MappingLagDocument {
  readonly uuid: string;
  readonly functionName: string | null;
  readonly topic: string | null;
  readonly consumerGroup: string;
  readonly region: string | null;
  readonly verdict: LagVerdict;
  readonly since: string | null;
  readonly cause: { readonly id: LagCauseId; readonly message: string; readonly evidence: Readonly<Record<string, unknown>> } | null;
  readonly lagRecords: number | null;
  readonly maxPartitionLag: number | null;
  readonly ageMs: { readonly value: number; readonly method: string; readonly errorMs: number; readonly atLeast?: true } | null;
  /** Why there is no age. */
  readonly ageReason?: string;
  readonly rates: { readonly in: number | null; readonly out: number | null };
  readonly catchUp: {
    readonly kind: CatchUp["kind"];
    readonly ms: number | null;
    readonly lowMs: number | null;
    readonly highMs: number | null;
    readonly reason?: string;
  };
  /** The lag of each minute from `trendFrom` on. */
  readonly trend: readonly (number | null)[];
  readonly trendFrom: string;
  readonly pollers: Readonly<Record<"running" | "minimum" | "maximum" | "partitions", number | null>>;
  readonly source: string | null;
  readonly asOf: string | null;
  readonly findings: readonly Finding[];
  readonly partitions?: readonly PartitionLagDocument[];
}

interface PartitionLagDocument {
  readonly partition: number;
  readonly lagRecords: number | null;
  readonly committed: string | null;
  readonly end: string | null;
  readonly ageMs: number | null;
  readonly stuck: boolean;
}

interface GateDocument {
  readonly passed: boolean;
  readonly failures: readonly {
    readonly uuid: string | null;
    readonly name: string | null;
    readonly metric: "lag" | "age";
    readonly limit: number;
    readonly value: number | null;
    readonly message: string;
  }[];
}

interface UntilLagDocument {
  readonly limit: number;
  readonly left: readonly { readonly uuid: string; readonly why: Undrained["why"] }[];
}

export function lagDocument({ reports, notes, calls }: LagPicture): LagDocument {
  return { schemaVersion: 1, mappings: reports.map(mappingLagDocument), notes, calls };
}

export function gateDocument({ passed, failures }: GateResult): GateDocument {
  return {
    passed,
    failures: failures.map(({ uuid = null, name = null, value = null, metric, limit, message }) => ({
      uuid,
      name,
      metric,
      limit,
      value,
      message,
    })),
  };
}

export function untilLagDocument({ left }: DrainProgress, limit: number): UntilLagDocument {
  return { limit, left: left.map(({ report, why }) => ({ uuid: report.mapping.UUID, why })) };
}

function mappingLagDocument(report: LagReport): MappingLagDocument {
  const { mapping, verdict, cause, age, rates, pollers, samples, findings, partitions } = report;
  return {
    uuid: mapping.UUID,
    functionName: mapping.FunctionArn === undefined ? null : functionNameOf(mapping.FunctionArn),
    topic: topicOf(mapping) ?? null,
    consumerGroup: consumerGroupOf(mapping),
    region: placeOf(mapping)?.region ?? null,
    verdict,
    since: instant(report.sinceMs),
    cause: cause === undefined ? null : { id: cause.id, message: cause.message, evidence: cause.evidence },
    lagRecords: report.lagRecords ?? null,
    maxPartitionLag: report.maxPartitionLagRecords ?? null,
    ...ageDocument(age),
    rates: { in: rates.inPerSecond ?? null, out: rates.outPerSecond ?? null },
    catchUp: catchUpDocument(report.catchUp),
    trend: (samples.series.get("lagRecords") ?? []).map((value) => value ?? null),
    trendFrom: new Date(samples.fromMs).toISOString(),
    pollers: {
      running: pollers.running ?? null,
      minimum: pollers.minimum ?? null,
      maximum: pollers.maximum ?? null,
      partitions: pollers.partitions ?? null,
    },
    source: report.source ?? null,
    asOf: instant(report.asOfMs),
    findings,
    ...(partitions === undefined ? {} : { partitions: partitions.map(partitionDocument) }),
  };
}

function ageDocument(age: LagAge): Pick<MappingLagDocument, "ageMs" | "ageReason"> {
  if (age.kind === "no-data") return { ageMs: null, ageReason: age.reason };
  const { ms, method, errorMs, atLeast } = age;
  return { ageMs: { value: Math.round(ms), method, errorMs: Math.round(errorMs), ...(atLeast === true ? { atLeast } : {}) } };
}

function catchUpDocument(catchUp: CatchUp): MappingLagDocument["catchUp"] {
  if (catchUp.kind === "catching-up") {
    const { kind, ms, lowMs, highMs } = catchUp;
    return { kind, ms: Math.round(ms), lowMs: Math.round(lowMs), highMs: Math.round(highMs) };
  }
  const reason = catchUp.kind === "unknown" ? { reason: catchUp.reason } : {};
  return { kind: catchUp.kind, ms: null, lowMs: null, highMs: null, ...reason };
}

function partitionDocument({ partition, lagRecords, committed, end, ageMs, stuck }: PartitionLag): PartitionLagDocument {
  return {
    partition,
    lagRecords: lagRecords ?? null,
    committed: committed === undefined ? null : String(committed),
    end: end === undefined ? null : String(end),
    ageMs: ageMs ?? null,
    stuck: stuck === true,
  };
}

function instant(atMs: number | undefined): string | null {
  return atMs === undefined ? null : new Date(atMs).toISOString();
}
