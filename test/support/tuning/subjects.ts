import type { LagMetric, LagSamples } from "../../../src/core/lag/samples.ts";
import type { MappingDocument } from "../../../src/core/mapping/model.ts";
import { hoursPerMonth, listPrices } from "../../../src/core/prices.ts";
import type { Candidate } from "../../../src/core/tuning/candidate.ts";
import type { Estimate } from "../../../src/core/tuning/estimate.ts";
import { type Binding, type FluidRun, simulateFluid } from "../../../src/core/tuning/fluid.ts";
import { noGoalsAsked } from "../../../src/core/tuning/goals.ts";
import type { ReasonSubject } from "../../../src/core/tuning/reasons/reason-subject.ts";
import type { SearchResult } from "../../../src/core/tuning/search-result.ts";
import { monthlyCost } from "../../../src/core/tuning/usage.ts";
import type { TuningSettings, Workload } from "../../../src/core/tuning/workload.ts";
import { sampleMapping } from "../mappings.ts";
import { minutesOf, onDemand, unscaled, workload as workedExample } from "./workloads.ts";

/** What is special about a subject; the rest is the worked example for an hour, at 2,000 records a second, with nothing wrong. */
export interface SubjectChanges {
  readonly mapping?: Partial<MappingDocument> & { readonly name?: string };
  readonly workload?: Partial<Workload>;
  readonly settings?: Partial<TuningSettings>;
  /** Values a minute; a number stands for all minutes, a function for each. */
  readonly series?: Partial<Record<LagMetric, number | ((minute: number) => number | undefined)>>;
  readonly facts?: Partial<ReasonSubject["facts"]>;
  readonly ageGoalMs?: number;
  readonly verdict?: SearchResult["verdict"];
  /** The balanced pick's settings, as far as they differ. */
  readonly pick?: Partial<TuningSettings>;
  /** False: a and b could not be told apart. */
  readonly isFitted?: boolean;
}

export function subject(changes: SubjectChanges = {}): ReasonSubject {
  const { facts = {}, mapping = {}, isFitted = true } = changes;
  const workload = workedExample(changes.workload?.arrivals ?? minutesOf(60, () => 2_000), { ...changes.workload });
  const settings = { ...onDemand, ...changes.settings };
  const partitions = facts.partitions ?? workload.partitionShares.length;
  return {
    mapping: sampleMapping({ BatchSize: settings.batchSize, ...mapping }),
    name: mapping.name ?? "orders",
    samples: samplesOf(workload.arrivals.length, changes.series ?? {}),
    estimate: estimateOf(workload, isFitted),
    workload,
    facts: { reservedConcurrency: undefined, sameVpcMappings: 0, ...facts, partitions },
    prices: listPrices,
    hoursPerMonth,
    result: resultOf(workload, settings, changes),
  };
}

function samplesOf(minutes: number, series: NonNullable<SubjectChanges["series"]>): LagSamples {
  const values = Object.entries(series).map(([metric, value]) => {
    const at = typeof value === "function" ? value : () => value;
    return [metric as LagMetric, Array.from({ length: minutes }, (_, minute) => at(minute))] as const;
  });
  return { fromMs: 0, minutes, settledMinutes: minutes, series: new Map(values) };
}

function estimateOf(workload: Workload, isFitted: boolean): Estimate {
  const exactly = (value: number) => ({ value, low: value, high: value });
  const fit = {
    invocationMs: exactly(workload.work.invocationMs),
    recordMs: exactly(workload.work.recordMs),
    excitation: 3,
  };
  const minutes = workload.arrivals.length;
  return { workload, grade: "A", reasons: [], fit: isFitted ? fit : undefined, usableMinutes: minutes, minutes };
}

/** The picks are made, not searched: a rule takes what it is given. */
function resultOf(workload: Workload, settings: TuningSettings, changes: SubjectChanges): SearchResult {
  const run = runOf(workload, settings);
  const current = candidateOf(workload, settings, run);
  const picked = { ...settings, ...changes.pick };
  const pick = changes.pick === undefined ? undefined : candidateOf(workload, picked, runOf(workload, picked));
  const candidates = pick === undefined ? [current] : [current, pick];
  return {
    goals: { ...noGoalsAsked, ageP99Ms: changes.ageGoalMs ?? 5_000, isAgeAssumed: true },
    current,
    currentRun: run,
    keepsGoals: true,
    candidates,
    pareto: candidates,
    picks: new Map(pick === undefined ? [] : [["balanced", pick]]),
    verdict: changes.verdict ?? "change",
    nearest: undefined,
    looked: { byFormula: 1_930, overTrace: 60, underAssumptions: 10 },
  };
}

function runOf(workload: Workload, settings: TuningSettings): FluidRun {
  return simulateFluid({ workload, settings, scaling: unscaled, stops: [], seed: 1 });
}

function candidateOf(workload: Workload, settings: TuningSettings, run: FluidRun): Candidate {
  const { invocations, overheadSeconds, recordSeconds } = run.usage;
  const passing = (workload.passShare * workload.arrivals.reduce((sum, value) => sum + value, 0)) / Math.max(1, workload.arrivals.length);
  const minutesBy = new Map<Binding, number>();
  for (const binding of run.binding) minutesBy.set(binding, (minutesBy.get(binding) ?? 0) + 1 / run.binding.length);
  return {
    settings,
    by: "trace",
    cost: monthlyCost(run.usage, workload.function, listPrices, hoursPerMonth),
    invocationsPerSecond: invocations,
    batch: invocations === 0 ? 0 : passing / invocations,
    durationMs: invocations === 0 ? 0 : ((overheadSeconds + recordSeconds) / invocations) * 1_000,
    ageP50Ms: run.ages.percentile(0.5) ?? 0,
    ageP99Ms: run.left > 0 ? Number.POSITIVE_INFINITY : (run.ages.percentile(0.99) ?? 0),
    peakConcurrency: overheadSeconds + recordSeconds,
    catchUpMs: undefined,
    binding: minutesBy,
    spread: undefined,
  };
}
