import { formatCount } from "../../figures.ts";
import { isProvisioned } from "../../mapping/model.ts";
import { defaultPollers } from "../../mapping/rules/scaling-rules.ts";
import { usualArrivals } from "../arrivals.ts";
import type { LagCause } from "../report.ts";
import { type MinuteSpan, maximumIn, sumIn, valuesIn } from "../spans.ts";
import type { CauseCheck, CauseSubject } from "./cause-subject.ts";

/** Concurrent invocations and bytes a second of one provisioned poller (Lambda Developer Guide, Kafka scaling modes). */
const invocationsPerPoller = 5;
const bytesPerSecondPerPoller = 5_000_000;
/** So near to a bound is at it. */
const atBound = 0.9;

/** One partition is this many times as far behind as the others on average. A judgement of ours. */
const hotFactor = 4;

/** One partition gets more than its share, and partitions are read in order, one batch at a time. */
export const hotPartition: CauseCheck = ({ samples, facts: { partitions } }, span) => {
  if (partitions === undefined || partitions < 2) return undefined;
  const [lag, most] = [sumIn(samples, "lagRecords", span), sumIn(samples, "maxPartitionLagRecords", span)];
  if (lag === undefined || most === undefined || lag === 0) return undefined;
  const others = Math.max(0, lag - most) / (partitions - 1);
  if (most < hotFactor * others) return undefined;
  const share = Math.min(1, most / lag);
  return {
    id: "hot-partition",
    message: `one of ${formatCount(partitions)} partitions holds ${Math.round(share * 100)} % of the lag`,
    evidence: { share, partitions, maxPartitionLag: maximumIn(samples, "maxPartitionLagRecords", span) },
  };
};

/** The mapping's own bound on pollers is reached, and more could read at a time. */
export const pollersAtMaximum: CauseCheck = (subject, span) => {
  const { mapping, samples, facts } = subject;
  const running = maximumIn(samples, "pollers", span);
  if (!isProvisioned(mapping) || running === undefined) return undefined;
  const maximum = mapping.ProvisionedPollerConfig?.MaximumPollers ?? defaultPollers.maximum;
  const { partitions = Number.POSITIVE_INFINITY } = facts;
  if (running < maximum || maximum >= partitions) return undefined;
  const isByBytes = bytesPerSecond(subject, span) >= atBound * bytesPerSecondPerPoller * running;
  if (!isByBytes && running * invocationsPerPoller >= partitions) return undefined;
  return {
    id: "pollers-at-maximum",
    message: `all ${formatCount(maximum)} pollers busy${Number.isFinite(partitions) ? `, ${formatCount(partitions)} partitions` : ""}`,
    evidence: { running, maximumPollers: maximum, partitions: facts.partitions ?? null },
  };
};

function bytesPerSecond({ samples }: CauseSubject, span: MinuteSpan): number {
  return (maximumIn(samples, "polledBytes", span) ?? 0) / 60;
}

/** Each partition has its batch in work: more pollers would find nothing to read. */
export const pollersCapped: CauseCheck = (subject, span) => {
  const { samples, facts } = subject;
  const { partitions } = facts;
  const atATime = maximumIn(samples, "concurrentExecutions", span);
  if (partitions === undefined || lanes(subject, span) < partitions) return undefined;
  const capacity = capacityPerSecond(subject, span, partitions);
  return {
    id: "pollers-capped",
    message: `capped by ${formatCount(partitions)} partitions${capacity === undefined ? "" : `: ${formatCount(capacity)}/s at most`}`,
    evidence: { partitions, concurrentExecutions: atATime ?? null, capacityPerSecond: capacity ?? null },
  };
};

/** How many batches can be in work at a time, as far as pollers and invocations tell. */
function lanes({ mapping, samples }: CauseSubject, span: MinuteSpan): number {
  const atATime = maximumIn(samples, "concurrentExecutions", span) ?? 0;
  const running = isProvisioned(mapping) ? (maximumIn(samples, "pollers", span) ?? 0) * invocationsPerPoller : 0;
  return Math.max(atATime, running);
}

/** Batches of this size, one at a time for each partition. */
function capacityPerSecond({ samples, mapping }: CauseSubject, span: MinuteSpan, partitions: number): number | undefined {
  const durations = valuesIn(samples, "durationMs", span);
  const invocations = sumIn(samples, "invocations", span) ?? 0;
  if (durations.length === 0 || invocations === 0) return undefined;
  const durationMs = durations.reduce((sum, value) => sum + value, 0) / durations.length;
  const batch = Math.min(mapping.BatchSize ?? 100, (sumIn(samples, "invoked", span) ?? 0) / invocations);
  return durationMs === 0 || batch === 0 ? undefined : Math.round((partitions * batch * 1_000) / durationMs);
}

/** On-demand: evaluated every minute, changed within three (Lambda Developer Guide, Kafka scaling modes); several steps take longer. */
const reactionMinutes = 15;

/** Pollers can still be added, and Lambda is at it. */
export const scaling: CauseCheck = (subject, span) => {
  const { mapping, facts, troubleFrom, samples } = subject;
  const { partitions } = facts;
  const running = isProvisioned(mapping) ? maximumIn(samples, "pollers", span) : maximumIn(samples, "concurrentExecutions", span);
  if (partitions === undefined || running === undefined || running === 0 || running >= partitions) return undefined;
  const isYoung = troubleFrom !== undefined && samples.settledMinutes - troubleFrom <= reactionMinutes;
  if (!isYoung && !rose(subject, span)) return undefined;
  const what = isProvisioned(mapping) ? "pollers" : "at a time";
  const message = isProvisioned(mapping)
    ? `pollers ${formatCount(running)} of ${formatCount(bound(subject, partitions))}, scaling`
    : `pollers ${formatCount(running)} of ${formatCount(partitions)} partitions, scaling`;
  return {
    id: "scaling",
    message,
    evidence: { running, counted: what, partitions, mode: isProvisioned(mapping) ? "provisioned" : "on-demand" },
  };
};

function bound({ mapping }: CauseSubject, partitions: number): number {
  return Math.min(partitions, mapping.ProvisionedPollerConfig?.MaximumPollers ?? defaultPollers.maximum);
}

function rose({ mapping, samples }: CauseSubject, { from, until }: MinuteSpan): boolean {
  const metric = isProvisioned(mapping) ? "pollers" : "concurrentExecutions";
  const earlier = maximumIn(samples, metric, { from: from - reactionMinutes, until: from });
  const now = maximumIn(samples, metric, { from, until });
  return earlier !== undefined && now !== undefined && now > earlier;
}

/** More than usual by at least this. A judgement of ours: a daily curve moves less within an hour. */
const risenBy = 1.5;

/** More comes in than before, and nothing else stands out. */
export const arrivalsRose: CauseCheck = ({ flow, before, trouble, samples }): LagCause | undefined => {
  const usual = usualArrivals(flow.arrivals, before.until);
  const during = flow.arrivals.slice(trouble.from, trouble.until).filter((value) => value !== undefined);
  const highest = Math.max(...during, 0);
  if (usual === undefined || highest < risenBy * usual || highest === 0) return undefined;
  const now = flow.rates.inPerSecond ?? highest / 60;
  const isOver = now < risenBy * (usual / 60);
  const figures = `from ${formatCount(usual / 60)} to ${formatCount(highest / 60)}/s`;
  return {
    id: "arrivals-rose",
    message: isOver ? `a burst, ${figures}, is being worked off` : `arrivals rose ${figures}`,
    evidence: { usualPerSecond: usual / 60, highestPerSecond: highest / 60, nowPerSecond: now, minutes: samples.minutes },
  };
};
