import type { Finding } from "../finding.ts";
import type { MappingDocument } from "../mapping/model.ts";
import { isProvisioned } from "../mapping/model.ts";
import type { MappingOffsets } from "../mapping/offsets/mapping-offsets.ts";
import { offsetTotals } from "../mapping/offsets/mapping-offsets.ts";
import type { FunctionFacts } from "../mapping/ports.ts";
import { defaultPollers } from "../mapping/rules/scaling-rules.ts";
import { adviceOn } from "./advice.ts";
import { ageFromArrivals } from "./age.ts";
import { catchUpOf } from "./catch-up.ts";
import { causeOf } from "./causes/cause.ts";
import { causeSubject, type LagFacts } from "./causes/cause-subject.ts";
import { type Flow, flowOf } from "./flow.ts";
import type { MappingSamples } from "./mapping-samples.ts";
import type { LagAge, LagCause, LagMarker, LagPollers, LagReport } from "./report.ts";
import { lastWithValue, maximumIn, newestSettled, startOfMinute } from "./spans.ts";
import { verdictOf } from "./verdict.ts";

export interface LagSubject {
  readonly mapping: MappingDocument;
  readonly name: string;
  readonly read: MappingSamples;
  readonly facts: LagFacts;
  readonly function?: FunctionFacts | undefined;
  /** What the brokers say, where they were asked. */
  readonly offsets?: MappingOffsets | undefined;
  readonly nowMs: number;
}

/** All that can be said of a mapping from what was read of it. */
export function judge(subject: LagSubject): LagReport {
  const { mapping, name, read, facts, nowMs } = subject;
  const { samples } = read;
  const flow = flowOf(mapping, samples, facts.partitions);
  const judged = verdictOf({ mapping, samples, flow, partitions: facts.partitions, nowMs });
  const base = { mapping, samples, flow, partitions: facts.partitions, nowMs };
  const missing: LagCause | undefined =
    read.missing === undefined ? undefined : { id: read.missing.id, message: read.missing.message, evidence: {} };
  const cause = causeOf(causeSubject(base, judged, facts)) ?? (judged.verdict === "no data" ? missing : undefined);
  const lag = newestLag(subject);
  return {
    mapping,
    name,
    verdict: judged.verdict,
    ...(judged.troubleFrom === undefined ? {} : { sinceMs: startOfMinute(samples, judged.troubleFrom) }),
    ...(cause === undefined ? {} : { cause }),
    lagRecords: lag.lagRecords,
    maxPartitionLagRecords: lag.maxPartitionLagRecords,
    age: ageOf(subject, flow),
    rates: flow.rates,
    catchUp: catchUpOf(samples, flow, judged.verdict),
    pollers: pollersOf(subject),
    source: lag.source,
    asOfMs: lag.asOfMs,
    findings: findingsOf(subject, [cause, missing]),
    samples,
    markers: markersOf(subject),
    ...(subject.function?.timeoutMs === undefined ? {} : { timeoutMs: subject.function.timeoutMs }),
  };
}

function newestLag({ offsets, read }: LagSubject): Pick<LagReport, "lagRecords" | "maxPartitionLagRecords" | "source" | "asOfMs"> {
  const ofBrokers = offsets === undefined ? undefined : offsetTotals(offsets).lagRecords;
  if (offsets !== undefined && ofBrokers !== undefined) {
    const each = offsets.partitions.flatMap(({ lagRecords }) => lagRecords ?? []);
    return { lagRecords: ofBrokers, maxPartitionLagRecords: Math.max(...each), source: "brokers", asOfMs: offsets.asOfMs };
  }
  const { samples, source, asOfMs } = read;
  return {
    lagRecords: lastWithValue(samples.series.get("lagRecords"), samples.minutes)?.value,
    maxPartitionLagRecords: lastWithValue(samples.series.get("maxPartitionLagRecords"), samples.minutes)?.value,
    source,
    asOfMs,
  };
}

function ageOf({ offsets, read: { samples }, facts: { partitions } }: LagSubject, flow: Flow): LagAge {
  const ofBrokers = offsets === undefined ? undefined : ageByBrokers(offsets);
  if (ofBrokers !== undefined) return ofBrokers;
  const lag = lastWithValue(samples.series.get("lagRecords"), samples.minutes);
  if (lag === undefined) return { kind: "no-data", reason: "the lag is not known" };
  const most = lastWithValue(samples.series.get("maxPartitionLagRecords"), samples.minutes);
  const waiting = {
    lagRecords: lag.value,
    minute: lag.minute,
    arrivals: flow.arrivals,
    inPerSecond: flow.rates.inPerSecond,
  };
  if (partitions === undefined || most === undefined || most.minute !== lag.minute) return ageFromArrivals(waiting);
  return ageFromArrivals(waiting, { maxLagRecords: most.value, partitions });
}

/** undefined: records wait, and nobody could read when they were written. */
function ageByBrokers(offsets: MappingOffsets): LagAge | undefined {
  const { lagRecords, uncommitted, oldestUnreadAtMs } = offsetTotals(offsets);
  const nothingWaits = lagRecords === 0 && uncommitted === 0;
  if (oldestUnreadAtMs === undefined && !nothingWaits) return undefined;
  const ms = oldestUnreadAtMs === undefined ? 0 : Math.max(0, offsets.asOfMs - oldestUnreadAtMs);
  return { kind: "known", ms, method: "record-timestamp", errorMs: 0 };
}

function pollersOf({ mapping, read: { samples }, facts, offsets }: LagSubject): LagPollers {
  const isOn = isProvisioned(mapping);
  const span = newestSettled(samples, 3);
  const running = isOn ? maximumIn(samples, "pollers", { from: span.from, until: samples.minutes }) : offsets?.group.members.length;
  const { MinimumPollers = defaultPollers.minimum, MaximumPollers = defaultPollers.maximum } = mapping.ProvisionedPollerConfig ?? {};
  return {
    running,
    minimum: isOn ? MinimumPollers : undefined,
    maximum: isOn ? MaximumPollers : undefined,
    partitions: facts.partitions,
  };
}

function findingsOf({ mapping, name, facts, read, function: fn }: LagSubject, causes: readonly (LagCause | undefined)[]): Finding[] {
  const different = new Map(causes.flatMap((cause) => (cause === undefined ? [] : [[cause.id, cause] as const])));
  return [...different.values()].map((cause) => adviceOn(cause, { mapping, name, facts, function: fn, missingFix: read.missing?.fix }));
}

function markersOf({ mapping, read: { samples } }: LagSubject): LagMarker[] {
  const atMs = Date.parse(mapping.LastModified ?? "");
  return atMs >= samples.fromMs ? [{ atMs, what: mapping.State === "Disabled" ? "paused" : "updated" }] : [];
}
