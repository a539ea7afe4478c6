import { assumptionsFor, usualScaling } from "./assumptions.ts";
import type { Candidate, Range } from "./candidate.ts";
import { middle } from "./family.ts";
import { busiestFrom } from "./loads.ts";
import { predictOverTrace } from "./predict.ts";
import { type Premises, premisesOf, underAssumption } from "./premises.ts";
import type { SearchInput } from "./search.ts";
import type { TuningSettings, Workload } from "./workload.ts";

/** What is known of a mapping, as the search takes it. */
export type SimulationInput = Omit<SearchInput, "asked">;

export interface Situation {
  readonly settings: TuningSettings;
  /** Of the arrivals that were seen. */
  readonly load: number;
  /** In which nothing is polled, at the busiest time; 0: none. */
  readonly outageMs: number;
}

/** What becomes of the whole trace in a situation: as is taken for likely, and what most assumptions span. */
export interface Simulated {
  readonly situation: Situation;
  readonly candidate: Candidate;
  /** Records a second that come, on the average. */
  readonly recordsPerSecond: number;
  /** At the end of each minute. */
  readonly lag: Float64Array;
  readonly highestLag: number;
  readonly mostPollers: number;
  /** After the outage until nothing waits any more; Infinity: not before the trace ends. Undefined without an outage. */
  readonly catchUpMs: number | undefined;
  readonly spread: {
    readonly costMonth: Range;
    readonly ageP99Ms: Range;
    readonly highestLag: Range;
    readonly catchUpMs: Range | undefined;
  };
}

interface Outage {
  /** Minutes of the trace. */
  readonly from: number;
  readonly until: number;
}

const hourMinutes = 60;

/** The worst time for an outage: the busiest hour, or as long again for a longer one, so that what comes of it is seen. */
export function outageOf({ arrivals }: Workload, outageMs: number): Outage | undefined {
  if (outageMs === 0) return undefined;
  const minutes = Math.ceil(outageMs / 60_000);
  const from = busiestFrom(arrivals, Math.max(hourMinutes, 2 * minutes));
  return { from, until: from + minutes };
}

/** Records in a batch today. */
export function batchToday(input: SimulationInput): number {
  const premises = premisesOf({ ...input, scaling: usualScaling, outageMs: 0 });
  return predictOverTrace(premises, input.settings, false).candidate.batch;
}

/** `batch`: records in one today. The same for a seed. */
export function simulateSituation(input: SimulationInput, situation: Situation, batch: number): Simulated {
  const { load, outageMs } = situation;
  const workload = { ...input.workload, arrivals: input.workload.arrivals.map((rate) => rate * load) };
  const premises = premisesOf({ ...input, workload, scaling: usualScaling, outageMs });
  const outage = outageOf(workload, outageMs);
  const [usual, ...others] = assumptionsFor({ ...input, workload, batch }).map((assumption) =>
    outcomeOf(underAssumption(premises, assumption), situation, outage),
  );
  const likely = usual as Outcome;
  const ranges = [likely, ...others].map(({ lag: _, ...outcome }) => outcome);
  return {
    ...likely,
    situation,
    recordsPerSecond: premises.trace.mean,
    spread: {
      costMonth: middle(ranges.map(({ candidate }) => candidate.cost.total)),
      ageP99Ms: middle(ranges.map(({ candidate }) => candidate.ageP99Ms)),
      highestLag: middle(ranges.map(({ highestLag }) => highestLag)),
      catchUpMs: outage && middle(ranges.map(({ catchUpMs = 0 }) => catchUpMs)),
    },
  };
}

type Outcome = Omit<Simulated, "situation" | "recordsPerSecond" | "spread">;

function outcomeOf(premises: Premises, { settings }: Situation, outage: Outage | undefined): Outcome {
  const stops = outage === undefined ? [] : [{ from: outage.from * 60, until: outage.until * 60 }];
  const { candidate, run } = predictOverTrace(premises, settings, false, stops);
  return {
    candidate,
    lag: run.lag,
    highestLag: run.lag.reduce((most, lag) => Math.max(most, lag), 0),
    mostPollers: run.pollers.reduce((most, pollers) => Math.max(most, pollers), 0),
    catchUpMs: outage && caughtUpMs(run.binding, outage),
  };
}

function caughtUpMs(binding: readonly string[], { until }: Outage): number {
  const caughtUp = binding.findIndex((each, minute) => minute >= until && each === "none");
  return caughtUp < 0 ? Number.POSITIVE_INFINITY : (caughtUp - until) * 60_000;
}
