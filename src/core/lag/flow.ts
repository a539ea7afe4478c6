import type { MappingDocument } from "../mapping/model.ts";
import { arrivalsOf, rewoundAt } from "./arrivals.ts";
import { minuteMs } from "./minutes.ts";
import type { LagRates } from "./report.ts";
import type { LagSamples, MinuteValues } from "./samples.ts";
import { maximumIn, newestSettled, sumIn, valuesIn } from "./spans.ts";

/** What comes into a mapping's partitions and goes out of them, and what is on its way. */
export interface Flow {
  readonly arrivals: MinuteValues;
  readonly rates: LagRates;
  /** From a record's place in a batch until its commit, as far as is known. */
  readonly cycleMs: number;
  readonly rewound: { readonly minute: number; readonly records: number } | undefined;
  /** The lag of a mapping that keeps up, in one minute, at most. */
  inFlight(minute: number): number | undefined;
  /** How many minutes a statement on commits has to rest on: batches come whole. */
  readonly steadyMinutes: number;
}

/** Lambda waits so long for a batch where no window is set (Lambda Developer Guide, Kafka event source parameters). */
const defaultWindowMs = 500;
/** Between a batch that is complete and its invocation, and between its end and the commit: an assumption. */
const dispatchMs = 100;
/** So many minutes tell a rate. */
const rateMinutes = 5;
/** Chance may add so many standard deviations of a Poisson count. */
const deviations = 4;

export function flowOf(mapping: MappingDocument, samples: LagSamples, partitions: number | undefined): Flow {
  // The newest counts of commits are not complete.
  const known = arrivalsOf(samples, samples.settledMinutes);
  const rewound = rewoundAt(samples, known);
  // Records that are read again have not arrived.
  const arrivals = rewound === undefined ? known : known.with(rewound.minute, undefined);
  const windowMs = batchingWindowMs(mapping);
  const durationMs = averageDurationMs(samples) ?? 0;
  const cycleMs = windowMs + durationMs + dispatchMs;
  const steadyMinutes = Math.max(3, Math.ceil((2 * cycleMs) / minuteMs) + 1);
  const rates = ratesOf(samples, arrivals, Math.max(rateMinutes, steadyMinutes));
  return {
    arrivals,
    rates,
    cycleMs,
    rewound,
    steadyMinutes,
    inFlight(minute) {
      const arrived = arrivals[minute];
      const counted = arrived === undefined ? rates.inPerSecond : Math.max(arrived / 60, rates.inPerSecond ?? 0);
      const perSecond = counted ?? (samples.series.has("committed") ? undefined : mostPerSecond(mapping, samples));
      if (perSecond === undefined) return samples.series.has("committed") ? undefined : mostInFlight(mapping, partitions);
      // While a batch waits for its window and is then processed, the next one gathers; sampled at its worst.
      const expected = (perSecond * (windowMs + 2 * (durationMs + dispatchMs))) / 1_000;
      // However seldom records come: the minute may be sampled while one is on its way.
      return expected === 0 ? 0 : Math.max(1, expected + deviations * Math.sqrt(expected));
    },
  };
}

/** How long a batch waits for more records. */
export function batchingWindowMs({ MaximumBatchingWindowInSeconds: seconds }: MappingDocument): number {
  return seconds === undefined ? defaultWindowMs : seconds * 1_000;
}

/** Without a count of records: a function that falls behind gets full batches. It is taken to be invoked by this mapping alone. */
function mostPerSecond({ BatchSize = 100 }: MappingDocument, samples: LagSamples): number | undefined {
  const span = newestSettled(samples, rateMinutes);
  const invocations = sumIn(samples, "invocations", span);
  return invocations === undefined ? undefined : (invocations * BatchSize) / (60 * (span.until - span.from));
}

/** Without rates nothing says more than this: one batch of each partition at a time is being processed. */
function mostInFlight({ BatchSize = 100 }: MappingDocument, partitions = 1): number {
  return BatchSize * partitions;
}

function averageDurationMs(samples: LagSamples): number | undefined {
  const durations = valuesIn(samples, "durationMs", newestSettled(samples, rateMinutes));
  return durations.length === 0 ? undefined : durations.reduce((sum, value) => sum + value, 0) / durations.length;
}

function ratesOf(samples: LagSamples, arrivals: MinuteValues, minutes: number): LagRates {
  const span = newestSettled(samples, minutes);
  const known = arrivals.slice(span.from, span.until).filter((value) => value !== undefined);
  const committed = sumIn(samples, "committed", span);
  const counted = valuesIn(samples, "committed", span).length;
  return {
    inPerSecond: known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length / 60,
    outPerSecond: committed === undefined ? undefined : committed / counted / 60,
  };
}

/** Whether polls in the newest minutes brought nothing, and nothing waits or is committed. */
export function isQuiet(samples: LagSamples, minutes: number): boolean {
  const span = newestSettled(samples, minutes);
  if (valuesIn(samples, "polled", span).length === 0) return false;
  return (["lagRecords", "polled", "committed"] as const).every((metric) => (maximumIn(samples, metric, span) ?? 0) === 0);
}
