import { isDisabled, isProvisioned, isQueueMode, type MappingDocument } from "../mapping/model.ts";
import { theilSen } from "../statistics.ts";
import { type Flow, isQuiet } from "./flow.ts";
import { unsettledMinutes } from "./mapping-samples.ts";
import { minuteMs } from "./minutes.ts";
import type { LagVerdict } from "./report.ts";
import type { LagSamples } from "./samples.ts";
import { lastWithValue, type MinuteSpan, newestSettled, sumIn, valuesIn } from "./spans.ts";

export interface Judged {
  readonly verdict: LagVerdict;
  /** The first of the newest minutes in a row whose lag is beyond what is in flight. */
  readonly troubleFrom: number | undefined;
}

export interface VerdictSubject {
  readonly mapping: MappingDocument;
  readonly samples: LagSamples;
  readonly flow: Flow;
  readonly partitions: number | undefined;
  readonly nowMs: number;
}

/** So many minutes in a row have to be beyond what is in flight; one that is not proves that the mapping keeps up. */
const minutesOfTrouble = 3;
/** Fewer do where the lag is this many times what is in flight. A judgement of ours. */
const minutesOfFarTrouble = 2;
const farBeyond = 3;
/** A lag older than this, beside the minutes that have not settled, says nothing of the present. */
const newestMinutes = 15;
/** The same since the minute began that the lag is of. */
export const tellingMs = (newestMinutes + unsettledMinutes + 1) * minuteMs;
/** A mapping that was changed a short while ago may not have begun to poll (Lambda Developer Guide, Kafka starting positions: minutes). */
const startingMs = 5 * minuteMs;
/** So long a lag must not have fallen, and in that time have grown so often and so far: neither chance nor a load that rises does that. Judgements of ours. */
const climbMinutes = { least: 15, most: 60 };
const leastSteps = 5;
const climbFactor = 3;
/** An offset reset is told for so long. */
const rewoundMinutes = 10;

/**
 * Whether a mapping keeps up, without a threshold of lag: after Burrow's rules for committed offsets (rewound, stopped, stalled, behind
 * in every sample of a window), with two changes. Lambda commits in batches, so what is in flight is no lag, and a statement on commits
 * rests on as many minutes as two batches need; and CloudWatch has no offsets but the lag and counts of a minute.
 */
export function verdictOf(subject: VerdictSubject): Judged {
  const { mapping, samples, flow } = subject;
  if (isDisabled(mapping)) return { verdict: "disabled", troubleFrom: undefined };
  if (isQueueMode(mapping)) return { verdict: "no data", troubleFrom: undefined };
  const troubleFrom = firstOfTrouble(subject);
  if (nobodyPolls(subject)) return { verdict: "stopped", troubleFrom: troubleFrom ?? silentFrom(samples) };
  const lag = lastWithValue(samples.series.get("lagRecords"), samples.minutes);
  if (lag === undefined || lag.minute < samples.settledMinutes - newestMinutes) return { verdict: "no data", troubleFrom: undefined };
  if (troubleFrom === undefined) return { verdict: isQuiet(samples, newestMinutes) ? "idle" : "ok", troubleFrom };
  if (flow.rewound !== undefined && flow.rewound.minute >= samples.settledMinutes - rewoundMinutes)
    return { verdict: "rewound", troubleFrom };
  if (pollsInVain(subject)) return { verdict: "stopped", troubleFrom };
  if (commitsNothing(subject) || hasStuckPartition(subject)) return { verdict: "stalled", troubleFrom };
  return { verdict: falls(subject) ? "catching up" : "falling behind", troubleFrom };
}

/**
 * Undefined when one of the newest minutes shows no more than what is in flight. A lag of a minute that has not settled may be too low,
 * so it can prove trouble, and not its end.
 */
function firstOfTrouble({ samples, flow }: VerdictSubject): number | undefined {
  const lag = samples.series.get("lagRecords") ?? [];
  let first: number | undefined;
  let seen = 0;
  for (let minute = samples.minutes - 1; minute >= 0; minute--) {
    const lagRecords = lag[minute];
    if (lagRecords === undefined) continue;
    if (lagRecords <= (flow.inFlight(minute) ?? 0)) {
      if (minute >= samples.settledMinutes) continue;
      break;
    }
    first = minute;
    seen += 1;
  }
  const newest = lastWithValue(lag, samples.minutes);
  const isFar = newest !== undefined && newest.value > farBeyond * (flow.inFlight(newest.minute) ?? 0);
  if (seen >= (isFar ? minutesOfFarTrouble : minutesOfTrouble)) return first;
  return samples.series.has("committed") ? undefined : startOfClimb(samples);
}

/**
 * Where nobody counts records, a batch of thousands may be in flight, and hides a lag below it. A lag that is read falls now and then; one
 * that only ever grows is not. undefined: it does not.
 */
function startOfClimb(samples: LagSamples): number | undefined {
  const { from, until } = newestSettled(samples, climbMinutes.most);
  const lag = (samples.series.get("lagRecords") ?? []).slice(from, until);
  const newest = lag.findLast((value) => value !== undefined);
  let lowest = newest;
  let first = until;
  for (let at = lag.length - 1; at >= 0; at--) {
    const value = lag[at];
    if (value === undefined) continue;
    if (lowest === undefined || value > lowest) break;
    [lowest, first] = [value, from + at];
  }
  if (newest === undefined || lowest === undefined || until - first < climbMinutes.least) return undefined;
  const steps = new Set(lag.slice(first - from)).size - 1;
  return newest >= climbFactor * lowest && steps >= leastSteps ? first : undefined;
}

/** Even an empty poll counts as 0, and running pollers are counted (Lambda Developer Guide, "Types of metrics"): silence means that nobody is there. */
function nobodyPolls({ mapping, samples, nowMs }: VerdictSubject): boolean {
  if (mapping.State !== "Enabled" || nowMs - Date.parse(mapping.LastModified ?? "") < startingMs) return false;
  const sign = samples.series.has("polled") ? "polled" : isProvisioned(mapping) && samples.series.has("pollers") ? "pollers" : undefined;
  if (sign === undefined) return false;
  return valuesIn(samples, sign, newestSettled(samples, minutesOfTrouble)).length === 0;
}

function silentFrom(samples: LagSamples): number | undefined {
  const last = lastWithValue(samples.series.get("polled"), samples.settledMinutes);
  return last === undefined ? undefined : last.minute + 1;
}

/** Polls bring nothing although records wait, and it is not a batch that keeps the pollers: neither failing nor throttled. */
function pollsInVain({ samples }: VerdictSubject): boolean {
  const span = newestSettled(samples, minutesOfTrouble);
  if (sumIn(samples, "polled", span) !== 0) return false;
  if ((sumIn(samples, "pollingErrors", span) ?? 0) > 0) return true;
  return samples.series.has("invocations") && !busy(samples);
}

function busy(samples: LagSamples): boolean {
  const span = newestSettled(samples, minutesOfTrouble + 1);
  return (["invocations", "errors", "throttles", "invoked"] as const).some((metric) => (sumIn(samples, metric, span) ?? 0) > 0);
}

function commitsNothing({ samples, flow }: VerdictSubject): boolean {
  const span = newestSettled(samples, flow.steadyMinutes);
  const committed = sumIn(samples, "committed", span);
  if (committed !== undefined) return committed === 0;
  // Without a count of commits: the function is not even called, and the lag does not fall.
  if (samples.series.has("committed") || !samples.series.has("invocations")) return false;
  return (sumIn(samples, "invocations", span) ?? 0) === 0 && !fallsIn(samples, span.until - span.from);
}

/**
 * One partition gets no further while the others do: its lag, the greatest, grows by all that comes into it, and the function fails. That
 * partitions get even shares is an assumption.
 */
export function hasStuckPartition({ samples, flow, partitions }: Pick<VerdictSubject, "samples" | "flow" | "partitions">): boolean {
  if (partitions === undefined || partitions < 2 || flow.rates.inPerSecond === undefined) return false;
  const span = newestSettled(samples, Math.max(5, flow.steadyMinutes));
  const fails = (sumIn(samples, "errors", span) ?? 0) > 0 || (sumIn(samples, "failedInvoke", span) ?? 0) > 0;
  const [lag, most] = [sumIn(samples, "lagRecords", span) ?? 0, sumIn(samples, "maxPartitionLagRecords", span) ?? 0];
  const growth = slopeIn(samples, "maxPartitionLagRecords", span);
  if (!fails || growth === undefined || most * partitions < stuckShare * lag) return false;
  return growth > (mostOfShare * flow.rates.inPerSecond * 60) / partitions;
}

/** How much more than its even share of the lag a stuck partition has, and how much of its even share of the arrivals it keeps. Judgements of ours. */
const stuckShare = 1.5;
const mostOfShare = 0.7;

/** By its trend, or clearly since its peak: a drain that has just begun has not turned the trend yet. */
function falls({ samples, flow }: VerdictSubject): boolean {
  const minutes = Math.max(5, flow.steadyMinutes);
  return fallsIn(samples, minutes) || fallsSincePeak(samples, flow, minutes);
}

function fallsIn(samples: LagSamples, minutes: number): boolean {
  const slope = slopeIn(samples, "lagRecords", newestKnown(samples, minutes));
  return slope !== undefined && slope < 0;
}

function fallsSincePeak(samples: LagSamples, { inFlight, rates }: Flow, minutes: number): boolean {
  const { from, until } = newestKnown(samples, minutes);
  const lag = (samples.series.get("lagRecords") ?? []).slice(from, until).filter((value) => value !== undefined);
  const peak = Math.max(...lag);
  const since = lag.slice(lag.lastIndexOf(peak));
  const fallen = peak - (since.at(-1) ?? peak);
  // Neither a batch that was just done nor chance makes so much.
  const noise = Math.max(inFlight(until - 1) ?? 0, 2 * Math.sqrt((rates.inPerSecond ?? 0) * 60 * since.length));
  return since.length > 1 && fallen > noise;
}

/** Up to the newest minute that has a lag, whether or not it has settled. */
function newestKnown(samples: LagSamples, minutes: number): MinuteSpan {
  const until = (lastWithValue(samples.series.get("lagRecords"), samples.minutes)?.minute ?? -1) + 1;
  return { from: Math.max(0, until - minutes), until };
}

function slopeIn(samples: LagSamples, metric: "lagRecords" | "maxPartitionLagRecords", { from, until }: MinuteSpan): number | undefined {
  const points = (samples.series.get(metric) ?? [])
    .slice(from, until)
    .flatMap((value, index) => (value === undefined ? [] : [[from + index, value] as const]));
  return theilSen(points)?.value;
}
