import { arrivalsOf } from "../lag/arrivals.ts";
import type { LagMetric, LagSamples } from "../lag/samples.ts";
import { median } from "../statistics.ts";
import { mostRecords } from "./batch-formation.ts";
import { type DurationFit, type DurationMinute, fitDuration } from "./duration-fit.ts";
import { type LaneMinute, laneCount } from "./lane-count.ts";
import type { TunedFunction, TuningSettings, Workload } from "./workload.ts";

/** What is known about a mapping besides its metrics. */
export interface EstimateFacts {
  readonly settings: TuningSettings;
  readonly partitions: number;
  readonly function: TunedFunction;
  /** Of a record on the wire, where no metric tells. */
  readonly assumedRecordBytes: number;
}

/** How far a workload can be trusted. "insufficient": nothing is to be decided by it. */
export type Grade = "A" | "B" | "C" | "insufficient";

export interface Estimate {
  /** Undefined where the metrics do not tell it. */
  readonly workload: Workload | undefined;
  readonly grade: Grade;
  /** What lowers the grade, and what was assumed, in words. */
  readonly reasons: readonly string[];
  readonly fit: DurationFit | undefined;
  /** Minutes with arrivals that are known, of all. */
  readonly usableMinutes: number;
  readonly minutes: number;
}

/** Of the JSON around a record in an event. An assumption: topic, offset, timestamp, names. */
const overheadBytes = 200;
/** Between a complete batch and its invocation, and between its end and the commit; an assumption. */
const dispatchMs = 50;
/** Compute Optimizer, too, says nothing about a function with fewer (AWS Compute Optimizer User Guide, requirements). */
const leastInvocations = 50;
const dayMinutes = 1_440;
const leastDays = 3;
const wholeDays = 14;
/** Of the minutes, that may be without a known lag. */
const mostGaps = 0.2;

export function estimate(samples: LagSamples, facts: EstimateFacts): Estimate {
  const arrivals = arrivalsOf(samples, samples.settledMinutes).slice(0, samples.settledMinutes);
  const known = arrivals.filter((value) => value !== undefined);
  const shared = { usableMinutes: known.length, minutes: samples.settledMinutes };
  const missing = missingMetrics(samples);
  if (missing.length > 0) return { ...shared, workload: undefined, grade: "insufficient", fit: undefined, reasons: missing };
  const invocations = total(samples, "invocations");
  if (invocations < leastInvocations || known.every((value) => value === 0)) {
    const reason = `${invocations} invocations in ${samples.settledMinutes} minutes are too few`;
    return { ...shared, workload: undefined, grade: "insufficient", fit: undefined, reasons: [reason] };
  }
  const passShare = passShareOf(samples);
  const minutes = steadyMinutes(samples);
  const fit = fitDuration(minutes);
  const work = fit === undefined ? flatWork(minutes) : { invocationMs: fit.invocationMs.value, recordMs: fit.recordMs.value, dispatchMs };
  if (work === undefined) {
    return {
      ...shared,
      workload: undefined,
      grade: "insufficient",
      fit,
      reasons: ["no minute has invocations without errors and throttles"],
    };
  }
  const recordBytes = recordBytesOf(samples) ?? facts.assumedRecordBytes;
  const most = mostRecords(facts.settings.batchSize, recordBytes, overheadBytes);
  const pollers = pollersOf(samples, facts);
  const lanes = laneCount(
    laneMinutes(samples, arrivals, passShare, pollers),
    { windowMs: facts.settings.windowMs, mostRecords: most, partitions: facts.partitions },
    work,
  );
  const workload: Workload = {
    arrivals: filled(arrivals),
    partitionShares: Array.from({ length: facts.partitions }, () => 1 / facts.partitions),
    passShare,
    recordBytes,
    overheadBytes,
    work,
    lanes: lanes ?? facts.partitions,
    ...(lanes === undefined ? {} : { lanesSeen: { pollers } }),
    function: facts.function,
  };
  return {
    ...shared,
    workload,
    fit,
    ...graded({ samples, known: known.length, fit, lanes, hasBytes: recordBytesOf(samples) !== undefined }),
  };
}

function missingMetrics({ series }: LagSamples): string[] {
  const needed: readonly (readonly [LagMetric, string])[] = [
    ["lagRecords", "the lag is not known: add KafkaMetrics to MetricsConfig"],
    ["committed", "committed records are not counted: add EventCount to MetricsConfig"],
    ["invoked", "invoked records are not counted: add EventCount to MetricsConfig"],
    ["invocations", "the function's invocations are not known"],
    ["durationMs", "the function's duration is not known"],
  ];
  return needed.flatMap(([metric, reason]) => (series.get(metric)?.some((value) => value !== undefined) === true ? [] : [reason]));
}

function total({ series }: LagSamples, metric: LagMetric): number {
  return (series.get(metric) ?? []).reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

/** 1 − FilteredOut / Polled; without a filter nothing is filtered out. */
function passShareOf(samples: LagSamples): number {
  const polled = total(samples, "polled");
  return polled === 0 ? 1 : Math.max(0, 1 - total(samples, "filteredOut") / polled);
}

/** Only in provisioned mode Lambda tells the bytes. */
function recordBytesOf(samples: LagSamples): number | undefined {
  const [bytes, polled] = [total(samples, "polledBytes"), total(samples, "polled")];
  return bytes > 0 && polled > 0 ? bytes / polled : undefined;
}

/** Provisioned pollers, most of the time; without the metric the minimum. Undefined on demand. */
function pollersOf({ series, settledMinutes }: LagSamples, { settings, partitions }: EstimateFacts): number | undefined {
  if (settings.pollers === undefined) return undefined;
  const known = (series.get("pollers") ?? []).slice(0, settledMinutes).filter((value) => value !== undefined);
  return Math.min(partitions, Math.max(1, median(known) ?? settings.pollers.minimum));
}

/** Minutes in which every invocation ran through. Invoked records count retries, as invocations do. */
function steadyMinutes({ series, settledMinutes }: LagSamples): DurationMinute[] {
  const at = (metric: LagMetric, minute: number) => series.get(metric)?.[minute];
  const found: DurationMinute[] = [];
  for (let minute = 0; minute < settledMinutes; minute += 1) {
    const [invocations, invoked, durationMs] = [at("invocations", minute), at("invoked", minute), at("durationMs", minute)];
    if (!invocations || invoked === undefined || durationMs === undefined) continue;
    if ((at("errors", minute) ?? 0) > 0 || (at("throttles", minute) ?? 0) > 0) continue;
    found.push({ invocations, records: invoked / invocations, durationMs });
  }
  return found;
}

/** All of the duration belongs to the invocation where nothing tells it apart: batching then looks as good as it can. */
function flatWork(minutes: readonly DurationMinute[]): Workload["work"] | undefined {
  const invocations = minutes.reduce((sum, minute) => sum + minute.invocations, 0);
  if (invocations === 0) return undefined;
  const durationMs = minutes.reduce((sum, minute) => sum + minute.durationMs * minute.invocations, 0) / invocations;
  return { invocationMs: durationMs, recordMs: 0, dispatchMs };
}

/** Minutes with the usual number of pollers: with others there are other lanes. */
function laneMinutes(
  { series, settledMinutes }: LagSamples,
  arrivals: readonly (number | undefined)[],
  passShare: number,
  pollers: number | undefined,
): LaneMinute[] {
  const found: LaneMinute[] = [];
  for (let minute = 0; minute < settledMinutes; minute += 1) {
    const [invocations, invoked, arrived] = [series.get("invocations")?.[minute], series.get("invoked")?.[minute], arrivals[minute]];
    if (!invocations || !invoked || arrived === undefined || (series.get("errors")?.[minute] ?? 0) > 0) continue;
    if (pollers !== undefined && (series.get("pollers")?.[minute] ?? pollers) !== pollers) continue;
    found.push({ recordsPerSecond: (arrived * passShare) / 60, records: invoked / invocations });
  }
  return found;
}

/** Records a second; a minute that is not known is like the last one that is. */
function filled(arrivals: readonly (number | undefined)[]): Float64Array {
  let last = arrivals.find((value) => value !== undefined) ?? 0;
  return Float64Array.from(arrivals, (value) => {
    last = value ?? last;
    return last / 60;
  });
}

interface Graded {
  readonly samples: LagSamples;
  readonly known: number;
  readonly fit: DurationFit | undefined;
  readonly lanes: number | undefined;
  readonly hasBytes: boolean;
}

function graded({ samples, known, fit, lanes, hasBytes }: Graded): Pick<Estimate, "grade" | "reasons"> {
  const minutes = samples.settledMinutes;
  const days = known / dayMinutes;
  const gaps = 1 - known / minutes;
  const reasons = [
    ...(days < wholeDays * 0.98 ? [`${days.toFixed(1)} days of data, of ${wholeDays}`] : []),
    ...(gaps > 0.02 ? [`${(gaps * 100).toFixed(0)} % of the minutes have gaps`] : []),
    ...(fit === undefined
      ? ["batches were all of about one size, so the time of an invocation and that of a record cannot be told apart"]
      : []),
    ...(lanes === undefined ? ["how many batches gather at once cannot be told; one a partition is assumed"] : []),
    ...(hasBytes ? [] : ["the size of records is assumed: only provisioned mode tells it"]),
  ];
  if (days < leastDays || gaps > mostGaps) return { grade: "insufficient", reasons };
  // The size of records matters to pollers only, and its lack alone lowers nothing.
  const misses = reasons.length - (hasBytes ? 0 : 1);
  return { grade: misses === 0 ? "A" : misses === 1 && fit !== undefined ? "B" : "C", reasons };
}
