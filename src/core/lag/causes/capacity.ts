import { formatCount, formatPercent } from "../../figures.ts";
import { isProvisioned, type MappingDocument } from "../../mapping/model.ts";
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
  // Each invocation at a time is of another partition, at least: so many there are where nobody tells.
  const least = partitions ?? maximumIn(samples, "concurrentExecutions", { from: 0, until: span.until }) ?? 1;
  const [lag, most] = [sumIn(samples, "lagRecords", span), sumIn(samples, "maxPartitionLagRecords", span)];
  if (least < 2 || lag === undefined || most === undefined || lag === 0) return undefined;
  const others = Math.max(0, lag - most) / (least - 1);
  if (most < hotFactor * others) return undefined;
  const share = Math.min(1, most / lag);
  return {
    id: "hot-partition",
    message: `one of ${partitions === undefined ? "its" : formatCount(partitions)} partitions holds ${formatPercent(share)} of the lag`,
    evidence: { share, partitions: partitions ?? null, maxPartitionLag: maximumIn(samples, "maxPartitionLagRecords", span) },
  };
};

/** The mapping's own bound on pollers is reached, and more could read at a time. */
export const pollersAtMaximum: CauseCheck = (subject, span) => {
  const { mapping, samples, facts } = subject;
  const running = maximumIn(samples, "pollers", span);
  if (!isProvisioned(mapping) || running === undefined) return undefined;
  const maximum = maximumPollers(mapping);
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
  if (partitions === undefined) return seemsCapped(subject, span);
  if (lanes(subject, span) < partitions) return undefined;
  const capacity = capacityPerSecond(subject, span, partitions);
  return {
    id: "pollers-capped",
    message: `capped by ${formatCount(partitions)} partitions${capacity === undefined ? "" : `: ${formatCount(capacity)}/s at most`}`,
    evidence: { partitions, concurrentExecutions: atATime ?? null, capacityPerSecond: capacity ?? null },
  };
};

/** Nobody tells the number of partitions; but Lambda would have added pollers by now if they had found anything to read. */
function seemsCapped(subject: CauseSubject, span: MinuteSpan): LagCause | undefined {
  const running = maximumIn(subject.samples, isProvisioned(subject.mapping) ? "pollers" : "concurrentExecutions", span);
  if (running === undefined || isReacting(subject, span)) return undefined;
  return {
    id: "pollers-capped",
    message: `pollers stay at ${formatCount(running)}: one for each partition, it seems`,
    evidence: { running, partitions: null },
  };
}

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

/** Pollers can still be added, and Lambda is at it. Where nobody tells the number of partitions, they are taken to be enough. */
export const scaling: CauseCheck = (subject, span) => {
  const { mapping, facts, samples } = subject;
  const { partitions = Number.POSITIVE_INFINITY } = facts;
  const mode = isProvisioned(mapping) ? "provisioned" : "on-demand";
  const most = Math.min(partitions, mode === "provisioned" ? maximumPollers(mapping) : partitions);
  const running = maximumIn(samples, mode === "provisioned" ? "pollers" : "concurrentExecutions", span);
  if (running === undefined || running === 0 || running >= most || !isReacting(subject, span)) return undefined;
  const of = Number.isFinite(partitions) ? ` of ${formatCount(most)}${mode === "provisioned" ? "" : " partitions"}` : "";
  // On demand the invocations at a time stand for pollers: one each is an assumption.
  return {
    id: "scaling",
    message: `pollers ${formatCount(running)}${of}, scaling`,
    evidence: { running, partitions: facts.partitions ?? null, mode },
  };
};

function maximumPollers({ ProvisionedPollerConfig }: MappingDocument): number {
  return ProvisionedPollerConfig?.MaximumPollers ?? defaultPollers.maximum;
}

function isReacting(subject: CauseSubject, span: MinuteSpan): boolean {
  const { troubleFrom, samples } = subject;
  const isYoung = troubleFrom !== undefined && samples.settledMinutes - troubleFrom <= reactionMinutes;
  return isYoung || rose(subject, span);
}

function rose({ mapping, samples }: CauseSubject, { from, until }: MinuteSpan): boolean {
  const metric = isProvisioned(mapping) ? "pollers" : "concurrentExecutions";
  const earlier = maximumIn(samples, metric, { from: from - reactionMinutes, until: from });
  const now = maximumIn(samples, metric, { from, until });
  return earlier !== undefined && now !== undefined && now > earlier;
}

/** More than usual by at least this. A judgement of ours: a daily curve moves less within an hour. */
const risenBy = 1.5;

interface Rise {
  readonly usual: number;
  readonly highest: number;
  /** In the newest settled minutes. */
  readonly now: number;
}

/** Records a minute before the trouble, at most during it, and now; undefined where they did not rise. */
function riseOf({ flow, before, trouble, samples }: CauseSubject): Rise | undefined {
  const usual = usualArrivals(flow.arrivals, before.until);
  const during = flow.arrivals.slice(trouble.from, trouble.until).filter((value) => value !== undefined);
  const highest = Math.max(...during, 0);
  if (usual === undefined || highest === 0 || highest < risenBy * usual) return undefined;
  const newest = flow.arrivals.slice(samples.settledMinutes - newestMinutes, samples.settledMinutes).filter((value) => value !== undefined);
  return { usual, highest, now: Math.min(...newest, highest) };
}

const newestMinutes = 2;

/** A burst is over; that explains a lag that falls better than whatever bounds the way back. */
export const burstOver: CauseCheck = (subject) => {
  const rise = riseOf(subject);
  return rise === undefined || rise.now >= risenBy * rise.usual ? undefined : riseCause(rise, "a burst, ", ", is being worked off");
};

/** More comes in than before, and nothing else stands out. */
export const arrivalsRose: CauseCheck = (subject) => {
  const rise = riseOf(subject);
  return rise === undefined ? undefined : riseCause(rise, "arrivals rose ", "");
};

function riseCause({ usual, highest, now }: Rise, begin: string, end: string): LagCause {
  return {
    id: "arrivals-rose",
    message: `${begin}from ${formatCount(usual / 60)} to ${formatCount(highest / 60)}/s${end}`,
    evidence: { usualPerSecond: usual / 60, highestPerSecond: highest / 60, nowPerSecond: now / 60 },
  };
}
