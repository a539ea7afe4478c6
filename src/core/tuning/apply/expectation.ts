import { assumptionsFor, usualScaling } from "../assumptions.ts";
import type { Range } from "../candidate.ts";
import { sustained } from "../predict.ts";
import { groupOf, type Premises, premisesOf, underAssumption } from "../premises.ts";
import type { SearchInput } from "../search.ts";
import { monthlyCost, pollerUnitsIn } from "../usage.ts";
import { pollerRange, widthOf } from "../width.ts";
import type { TuningSettings } from "../workload.ts";

/** What settings are predicted to do while so much arrives, whichever of the assumptions is true. */
export interface ExpectedAt {
  /** Records a second of the topic. */
  readonly perSecond: number;
  /** Records that wait or are on their way: the most that is to be seen at an instant. */
  readonly lagRecords: number;
  readonly ageP99Ms: Range;
  readonly batch: Range;
  readonly durationMs: Range;
  readonly invocationsPerSecond: Range;
  /** US dollars a month, if it went on like this. */
  readonly costMonth: Range;
}

/** By rate, the lowest first. Rates that some assumption cannot keep up with are not in it. */
export type Expectation = readonly ExpectedAt[];

export interface ExpectationInput extends SearchInput {
  /** Records in a batch today. */
  readonly batch: number;
}

/** How far apart the rates are, and how far they go beyond the busiest minute. */
const ratio = 1.25;
const headroom = 2;
const mostRates = 24;

/** What settings are to do at each rate that may come. */
export function expectationOf(input: ExpectationInput, settings: TuningSettings): Expectation {
  const worlds = worldsOf(input);
  const expected: ExpectedAt[] = [];
  for (const perSecond of ratesOf(input.workload.arrivals)) {
    const all = worlds.map((world) => worldAt(world, settings, perSecond));
    if (!all.every((each) => each !== undefined)) break;
    const range = (value: (each: WorldAt) => number): Range => ({ low: Math.min(...all.map(value)), high: Math.max(...all.map(value)) });
    expected.push({
      perSecond,
      lagRecords: Math.max(...all.map(({ lagRecords }) => lagRecords)),
      ageP99Ms: range(({ ageP99Ms }) => ageP99Ms),
      batch: range(({ batch }) => batch),
      durationMs: range(({ durationMs }) => durationMs),
      invocationsPerSecond: range(({ invocationsPerSecond }) => invocationsPerSecond),
      costMonth: range(({ costMonth }) => costMonth),
    });
  }
  return expected;
}

/** What is expected at a rate: of the two rates around it whatever allows more. Undefined beyond the rates that were looked at. */
export function expectedAt(expectation: Expectation, perSecond: number): ExpectedAt | undefined {
  const above = expectation.findIndex((each) => each.perSecond >= perSecond);
  const [low, high] = [expectation[Math.max(0, above - 1)], expectation[above]];
  if (low === undefined || high === undefined) return undefined;
  const either = (value: (each: ExpectedAt) => Range): Range => ({
    low: Math.min(value(low).low, value(high).low),
    high: Math.max(value(low).high, value(high).high),
  });
  return {
    perSecond,
    lagRecords: Math.max(low.lagRecords, high.lagRecords),
    ageP99Ms: either(({ ageP99Ms }) => ageP99Ms),
    batch: either(({ batch }) => batch),
    durationMs: either(({ durationMs }) => durationMs),
    invocationsPerSecond: either(({ invocationsPerSecond }) => invocationsPerSecond),
    costMonth: either(({ costMonth }) => costMonth),
  };
}

type WorldAt = Readonly<Record<"lagRecords" | "ageP99Ms" | "batch" | "durationMs" | "invocationsPerSecond" | "costMonth", number>>;

function worldsOf(input: ExpectationInput): readonly Premises[] {
  const premises = premisesOf({ ...input, scaling: usualScaling, outageMs: 60_000 });
  return assumptionsFor(input).map((assumption) => underAssumption(premises, assumption));
}

/** From next to nothing to twice the busiest minute: a table for the rates between. */
function ratesOf(arrivals: Float64Array): readonly number[] {
  const most = Math.max(1e-3, arrivals.reduce((max, rate) => Math.max(max, rate), 0) * headroom);
  return Array.from({ length: mostRates }, (_, index) => most / ratio ** (mostRates - 1 - index));
}

function worldAt(premises: Premises, settings: TuningSettings, perSecond: number): WorldAt | undefined {
  const { workload, scaling, levels, prices, hoursPerMonth } = premises;
  if (perSecond >= sustained(workload, settings).perSecond) return undefined;
  const { least, most } = pollerRange(workload, settings);
  const ofOne = widthOf(workload, settings, 1).together * scaling.target;
  const pollers = Math.min(most, Math.max(least, Math.ceil(perSecond / ofOne)));
  const { lanes } = widthOf(workload, settings, pollers);
  const level = levels(settings, lanes)(perSecond);
  if (level === undefined) return undefined;
  const passing = perSecond * workload.passShare;
  const flight = (passing * level.meanAgeMs) / 1_000;
  const executions = level.overheadSeconds + level.recordSeconds;
  const isProvisioned = settings.pollers !== undefined;
  const usage = {
    invocations: level.invocations,
    overheadSeconds: level.overheadSeconds,
    recordSeconds: level.recordSeconds,
    pollerUnits: isProvisioned ? pollerUnitsIn(groupOf(premises, settings), pollers, perSecond * workload.recordBytes) : 0,
    provisionedConcurrency: settings.provisionedConcurrency,
    provisionedShare: executions === 0 ? 0 : Math.min(1, settings.provisionedConcurrency / executions),
  };
  return {
    // Lanes fill and empty, and arrivals are a Poisson count: three deviations beyond the mean, as the filter lets through what is on its way.
    lagRecords: (flight + 3 * Math.sqrt((lanes.gathering * level.batch ** 2) / 12 + flight)) / Math.max(workload.passShare, 1e-6),
    ageP99Ms: level.p99Ms,
    batch: level.batch,
    durationMs: workload.work.invocationMs + workload.work.recordMs * level.batch,
    invocationsPerSecond: level.invocations,
    costMonth: monthlyCost(usage, workload.function, prices, hoursPerMonth).total,
  };
}
