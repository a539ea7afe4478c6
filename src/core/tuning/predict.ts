import { AgeHistogram } from "./age-histogram.ts";
import type { Candidate } from "./candidate.ts";
import { capacityOf, fullBatch, laneShares } from "./capacity.ts";
import { catchUpOver, meanCatchUpMs } from "./catch-up.ts";
import { type FluidInput, simulateFluid } from "./fluid.ts";
import type { Binding, FluidRun } from "./fluid-run.ts";
import { type Load, meanOf } from "./loads.ts";
import { groupOf, type Premises, premisesAt } from "./premises.ts";
import { monthlyCost, pollerUnitsIn, type Usage } from "./usage.ts";
import { pollerRange, type Width, widthOf } from "./width.ts";
import type { TuningSettings, Workload } from "./workload.ts";

/** What the mapping can do at most, with every poller it can have: records a second of the topic. */
export function sustained(workload: Workload, settings: TuningSettings): { readonly perSecond: number; readonly width: Width } {
  const width = widthOf(workload, settings, pollerRange(workload, settings).most);
  const busiest = Math.max(...laneShares(workload, width.lanes.working));
  return { perSecond: Math.min(width.together, capacityOf(workload, settings).lane / busiest), width };
}

/** Executions at once, for each load. */
interface Busy {
  readonly executions: number;
  readonly minutes: number;
}

/** What the closed forms say of a workload's loads, each as if it lasted. */
export interface FormulaPrediction {
  readonly candidate: Candidate;
  readonly busy: readonly Busy[];
}

/** Loads for which ages are reckoned: they take the most. */
const agedLoads = 14;

/** By closed forms for each load of the trace; where the busiest cannot be done, by the lag that adds up minute by minute. */
export function predictByFormula(given: Premises, settings: TuningSettings): FormulaPrediction {
  const premises = premisesAt(given, settings);
  const { workload, trace } = premises;
  const { loads } = trace;
  const most = sustained(workload, settings);
  const steady = new SteadyMinutes(premises, settings, most.perSecond);
  const every = Math.max(1, Math.ceil(loads.length / agedLoads));
  for (const [index, load] of loads.entries()) steady.add(load, (loads.length - 1 - index) % every === 0);
  const usage = steady.usage();
  const passing = trace.mean * workload.passShare;
  const batch = usage.invocations === 0 ? 0 : passing / usage.invocations;
  // More arrived in the last day than can be done.
  const endless = trace.lastDay >= most.perSecond;
  const ages = endless ? undefined : steady.agesWith(most.perSecond);
  const candidate: Candidate = {
    settings,
    by: "formula",
    cost: monthlyCost(usage, workload.function, premises.prices, premises.hoursPerMonth),
    invocationsPerSecond: usage.invocations,
    batch,
    durationMs: workload.work.invocationMs + workload.work.recordMs * batch,
    ageP50Ms: ages === undefined ? Number.POSITIVE_INFINITY : (ages.percentile(0.5) ?? 0),
    ageP99Ms: ages === undefined ? Number.POSITIVE_INFINITY : (ages.percentile(0.99) ?? 0),
    peakConcurrency: Math.max(0, ...steady.busy.map(({ executions }) => executions)),
    catchUpMs: meanCatchUpMs(premises, most.perSecond),
    binding: steady.binding(most.width.constraint),
    spread: undefined,
  };
  return { candidate, busy: steady.busy };
}

/** Minutes that have a closed form, and those that have none because too much arrives. */
class SteadyMinutes {
  readonly #premises: Premises;
  readonly #settings: TuningSettings;
  readonly #sustained: number;
  readonly #perPoller: number;
  readonly #range: { readonly least: number; readonly most: number };
  readonly #ages = new AgeHistogram();
  readonly #used = { invocations: 0, overheadSeconds: 0, recordSeconds: 0, pollerUnits: 0, provisionedSeconds: 0 };
  #overloaded = 0;
  #minutes = 0;
  /** Records of loads that have no ages of their own: those of the next one stand for them. */
  #records = 0;
  readonly busy: Busy[] = [];

  constructor(premises: Premises, settings: TuningSettings, perSecond: number) {
    this.#premises = premises;
    this.#settings = settings;
    this.#sustained = perSecond;
    this.#perPoller = widthOf(premises.workload, settings, 1).together * premises.scaling.target;
    this.#range = pollerRange(premises.workload, settings);
  }

  add({ perSecond, minutes }: Load, isAged: boolean): void {
    const { workload, levels } = this.#premises;
    const pollers = Math.min(this.#range.most, Math.max(this.#range.least, Math.ceil(perSecond / this.#perPoller)));
    const { lanes } = widthOf(workload, this.#settings, pollers);
    const level = perSecond < this.#sustained ? levels(this.#settings, lanes)(perSecond) : undefined;
    this.#minutes += minutes;
    this.#records += perSecond * minutes;
    if (level === undefined) this.#overloaded += minutes;
    else if (isAged) {
      for (const { ms, share } of level.ages) this.#ages.add(ms, this.#records * share);
    }
    if (isAged) this.#records = 0;
    const batch = level?.batch ?? fullBatch(workload, this.#settings);
    this.#use(Math.min(perSecond, this.#sustained) * workload.passShare, batch, minutes);
    if (this.#settings.pollers !== undefined) {
      const bytes = perSecond * workload.recordBytes;
      this.#used.pollerUnits += minutes * pollerUnitsIn(groupOf(this.#premises, this.#settings), pollers, bytes);
    }
  }

  #use(passing: number, batch: number, minutes: number): void {
    const { work } = this.#premises.workload;
    const invocations = batch === 0 ? 0 : passing / batch;
    const [overhead, records] = [(invocations * work.invocationMs) / 1_000, (passing * work.recordMs) / 1_000];
    const executions = overhead + records;
    this.#used.invocations += minutes * invocations;
    this.#used.overheadSeconds += minutes * overhead;
    this.#used.recordSeconds += minutes * records;
    this.#used.provisionedSeconds += minutes * Math.min(executions, this.#settings.provisionedConcurrency);
    this.busy.push({ executions, minutes });
  }

  usage(): Usage {
    const { overheadSeconds, recordSeconds, invocations, pollerUnits, provisionedSeconds } = this.#used;
    const minutes = Math.max(1, this.#minutes);
    const busy = overheadSeconds + recordSeconds;
    return {
      invocations: invocations / minutes,
      overheadSeconds: overheadSeconds / minutes,
      recordSeconds: recordSeconds / minutes,
      pollerUnits: pollerUnits / minutes,
      provisionedConcurrency: this.#settings.provisionedConcurrency,
      provisionedShare: busy === 0 ? 0 : provisionedSeconds / busy,
    };
  }

  /** Those of minutes with a lag, too: it adds up while more comes than can be done. */
  agesWith(perSecond: number): AgeHistogram {
    if (this.#overloaded === 0) return this.#ages;
    let lag = 0;
    for (const arriving of this.#premises.workload.arrivals) {
      lag = Math.max(0, lag + (arriving - perSecond) * 60);
      if (lag > 0) this.#ages.add((lag / perSecond) * 1_000, arriving);
    }
    return this.#ages;
  }

  binding(held: Binding): ReadonlyMap<Binding, number> {
    const share = this.#overloaded / Math.max(1, this.#minutes);
    return new Map<Binding, number>([["none", 1 - share], ...(share === 0 ? [] : ([[held, share]] as const))]);
  }
}

/** Second by second over the whole trace, with stops of its own; the outage of the goals costs another simulation. */
export function predictOverTrace(
  given: Premises,
  settings: TuningSettings,
  withOutage = true,
  stops: FluidInput["stops"] = [],
): { readonly candidate: Candidate; readonly run: FluidRun } {
  const premises = premisesAt(given, settings);
  const { workload, scaling, seed, levels } = premises;
  const run = simulateFluid({ workload, settings, scaling, seed, levels, stops, group: groupOf(premises, settings) });
  const { usage, ages } = run;
  const passing = meanOf(run.out) * workload.passShare;
  const batch = usage.invocations === 0 ? 0 : passing / usage.invocations;
  const endless = run.left > 0 && premises.trace.lastDay >= sustained(workload, settings).perSecond;
  const candidate: Candidate = {
    settings,
    by: "trace",
    cost: monthlyCost(usage, workload.function, premises.prices, premises.hoursPerMonth),
    invocationsPerSecond: usage.invocations,
    batch,
    durationMs: workload.work.invocationMs + workload.work.recordMs * batch,
    ageP50Ms: endless ? Number.POSITIVE_INFINITY : (ages.percentile(0.5) ?? 0),
    ageP99Ms: endless ? Number.POSITIVE_INFINITY : (ages.percentile(0.99) ?? 0),
    peakConcurrency: peakOf(run, workload),
    catchUpMs: withOutage ? catchUpOver(premises, settings) : undefined,
    binding: sharesOf(run.binding),
    spread: undefined,
  };
  return { candidate, run };
}

function peakOf({ invocations, out }: FluidRun, { work, passShare }: Workload): number {
  let peak = 0;
  for (let minute = 0; minute < out.length; minute += 1) {
    const executions = ((invocations[minute] as number) * work.invocationMs + (out[minute] as number) * passShare * work.recordMs) / 1_000;
    peak = Math.max(peak, executions);
  }
  return peak;
}

function sharesOf(binding: readonly Binding[]): ReadonlyMap<Binding, number> {
  const shares = new Map<Binding, number>();
  let from = 0;
  for (let minute = 1; minute <= binding.length; minute += 1) {
    const held = binding[from] as Binding;
    if (binding[minute] === held) continue;
    shares.set(held, (shares.get(held) ?? 0) + (minute - from) / binding.length);
    from = minute;
  }
  return shares;
}
