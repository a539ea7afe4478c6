import type { LagMetric, LagSamples } from "../lag/samples.ts";
import { mostRecords } from "./batch-formation.ts";
import { type DurationFit, type DurationMinute, fitDuration } from "./duration-fit.ts";
import { type Evidence, evidenceOf } from "./evidence.ts";
import { laneCount } from "./lane-count.ts";
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
  const evidence = evidenceOf(samples, facts);
  const { invocations, steadyMinutes } = evidence;
  const known = evidence.arrivals.filter((value) => value !== undefined);
  const shared = { usableMinutes: known.length, minutes: samples.settledMinutes };
  const missing = missingMetrics(samples);
  if (missing.length > 0) return { ...shared, workload: undefined, grade: "insufficient", fit: undefined, reasons: missing };
  if (invocations < leastInvocations || known.every((value) => value === 0)) {
    const reason = `${invocations} invocations in ${samples.settledMinutes} minutes are too few`;
    return { ...shared, workload: undefined, grade: "insufficient", fit: undefined, reasons: [reason] };
  }
  const fit = fitDuration(steadyMinutes);
  const work = fit === undefined ? flatWork(steadyMinutes) : fittedWork(fit);
  if (work === undefined) {
    return {
      ...shared,
      workload: undefined,
      grade: "insufficient",
      fit,
      reasons: ["no minute has invocations without errors and throttles"],
    };
  }
  const workload = workloadFrom(evidence, facts, work);
  const areLanesKnown = workload.lanesSeen !== undefined;
  return {
    ...shared,
    workload,
    fit,
    ...graded({ samples, known: known.length, fit, areLanesKnown, hasBytes: evidence.recordBytes !== undefined }),
  };
}

/** What a function that takes so long makes of the evidence. Lanes that it does not tell are one a partition, without `lanesSeen`. */
export function workloadFrom(evidence: Evidence, facts: EstimateFacts, work: Workload["work"]): Workload {
  const { arrivals, passShare, pollers, laneMinutes } = evidence;
  const recordBytes = evidence.recordBytes ?? facts.assumedRecordBytes;
  const lanes = laneCount(
    laneMinutes,
    {
      windowMs: facts.settings.windowMs,
      mostRecords: mostRecords(facts.settings.batchSize, recordBytes, overheadBytes),
      partitions: facts.partitions,
      restartsWith: facts.settings.pollers === undefined ? "invocation" : "batch",
    },
    work,
  );
  return {
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

/** The middle of what is likely. */
export function fittedWork({ invocationMs, recordMs }: DurationFit): Workload["work"] {
  return { invocationMs: invocationMs.value, recordMs: recordMs.value, dispatchMs };
}

/** All of the duration belongs to the invocation where nothing tells it apart: batching then looks as good as it can. */
function flatWork(minutes: readonly DurationMinute[]): Workload["work"] | undefined {
  const invocations = minutes.reduce((sum, minute) => sum + minute.invocations, 0);
  if (invocations === 0) return undefined;
  const durationMs = minutes.reduce((sum, minute) => sum + minute.durationMs * minute.invocations, 0) / invocations;
  return { invocationMs: durationMs, recordMs: 0, dispatchMs };
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
  readonly areLanesKnown: boolean;
  readonly hasBytes: boolean;
}

function graded({ samples, known, fit, areLanesKnown, hasBytes }: Graded): Pick<Estimate, "grade" | "reasons"> {
  const minutes = samples.settledMinutes;
  const days = known / dayMinutes;
  const gaps = 1 - known / minutes;
  const reasons = [
    ...(days < wholeDays * 0.98 ? [`${days.toFixed(1)} days of data, of ${wholeDays}`] : []),
    ...(gaps > 0.02 ? [`${(gaps * 100).toFixed(0)} % of the minutes have gaps`] : []),
    ...(fit === undefined
      ? ["batches were all of about one size, so the time of an invocation and that of a record cannot be told apart"]
      : []),
    ...(!areLanesKnown ? ["how many batches gather at once cannot be told; one a partition is assumed"] : []),
    ...(hasBytes ? [] : ["the size of records is assumed: only provisioned mode tells it"]),
  ];
  if (days < leastDays || gaps > mostGaps) return { grade: "insufficient", reasons };
  // The size of records matters to pollers only, and its lack alone lowers nothing.
  const misses = reasons.length - (hasBytes ? 0 : 1);
  return { grade: misses === 0 ? "A" : misses === 1 && fit !== undefined ? "B" : "C", reasons };
}
