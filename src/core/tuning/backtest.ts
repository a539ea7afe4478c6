import type { LagSamples } from "../lag/samples.ts";
import { valuesIn } from "../lag/spans.ts";
import type { Prices } from "../prices.ts";
import { quantile } from "../statistics.ts";
import { missedMarks } from "./backtest-marks.ts";
import { measuredMinutes, predictedMinutes, type WorkMinutes } from "./backtest-minutes.ts";
import { fullBatch } from "./capacity.ts";
import { type EstimateFacts, estimate } from "./estimate.ts";
import { simulateFluid } from "./fluid.ts";
import type { FluidRun } from "./fluid-run.ts";
import { type HourlyErrors, hourlyErrors, meanMinutes, sumOf } from "./hourly-errors.ts";
import { scalingAssumptions } from "./scaling.ts";
import type { Workload } from "./workload.ts";

/**
 * How well the first part of the data predicts the rest, under the settings that were in force and with the arrivals that came: it is the
 * model of batches, durations, lag and cost that is tried, not a forecast of the load.
 */
export interface Backtest {
  readonly fitMinutes: number;
  readonly testMinutes: number;
  readonly model: HourlyErrors;
  /** What anybody could say without a model: as at the same hour a week or a day before, and always the mean of the first part. */
  readonly sameHour: HourlyErrors & { readonly before: "week" | "day" };
  readonly constantMean: HourlyErrors;
  /** US dollars a month, reckoned from the rest. */
  readonly costMonth: { readonly predicted: number; readonly actual: number };
  /** Of the minutes' lag: predicted, and as a multiple of what it was. */
  readonly lagP99: { readonly predicted: number; readonly actual: number; readonly ratio: number | undefined };
  /** Of the minutes, whose lag was between what the assumptions on scaling span, give or take the batches on their way. */
  readonly insideBand: number;
  /** Which of the marks that tune holds itself to were missed, in words; none: passed. */
  readonly misses: readonly string[];
}

const fitShare = 0.7;
const dayMinutes = 1_440;
/** From so many days on, the same hour of last week is known for all of the rest. */
const weekFrom = 10;

export function backtest(
  samples: LagSamples,
  facts: EstimateFacts,
  prices: Prices,
  hoursPerMonth: number,
  seed: number,
): Backtest | { readonly insufficient: string } {
  const fitMinutes = Math.floor(samples.settledMinutes * fitShare);
  const fit = estimate(until(samples, fitMinutes), facts);
  const all = estimate(samples, facts);
  if (fit.workload === undefined || fit.grade === "insufficient") return { insufficient: `the first 70 %: ${fit.reasons.join("; ")}` };
  if (all.workload === undefined) return { insufficient: all.reasons.join("; ") };
  const workload: Workload = { ...fit.workload, arrivals: all.workload.arrivals.slice(fitMinutes) };
  const runs = scalingAssumptions.map((scaling) => simulateFluid({ workload, settings: facts.settings, scaling, stops: [], seed }));
  const [usual] = runs;
  if (usual === undefined) return { insufficient: "no assumption on scaling" };
  const measured = measuredMinutes(samples, facts.function, prices);
  const actual = measured.slice(fitMinutes);
  const predicted = predictedMinutes(workload, facts.settings, usual, prices);
  const model = hourlyErrors(actual, predicted);
  const lagP99 = lagRatio(samples, fitMinutes, usual);
  const inside = insideBand(samples, fitMinutes, runs, workload);
  const monthly = (minutes: WorkMinutes) => (sumOf(minutes).cost / Math.max(1, minutes.length)) * 60 * hoursPerMonth;
  const batch = fullBatch(workload, facts.settings);
  return {
    fitMinutes,
    testMinutes: actual.length,
    model,
    sameHour: sameHour(measured, fitMinutes),
    constantMean: hourlyErrors(actual, meanMinutes(measured.slice(0, fitMinutes), actual.length)),
    // A minute that nobody counted cost nothing that is known: it is left out of both.
    costMonth: { predicted: monthly(predicted.filter((_, minute) => actual[minute])), actual: monthly(actual.filter(Boolean)) },
    lagP99,
    insideBand: inside,
    misses: missedMarks({ model, lagP99, insideBand: inside }, batch),
  };
}

function until(samples: LagSamples, minutes: number): LagSamples {
  const series = new Map([...samples.series].map(([metric, values]) => [metric, values.slice(0, minutes)]));
  return { ...samples, series, minutes, settledMinutes: minutes };
}

function sameHour(measured: WorkMinutes, from: number): Backtest["sameHour"] {
  const before = measured.length >= weekFrom * dayMinutes ? "week" : "day";
  const ago = before === "week" ? 7 * dayMinutes : dayMinutes;
  return { ...hourlyErrors(measured.slice(from), measured.slice(from - ago)), before };
}

function lagRatio(samples: LagSamples, from: number, { lag }: FluidRun): Backtest["lagP99"] {
  const actual = quantile(valuesIn(samples, "lagRecords", { from, until: samples.settledMinutes }), 0.99) ?? 0;
  const predicted = quantile([...lag], 0.99) ?? 0;
  return { predicted, actual, ratio: actual === 0 ? undefined : predicted / actual };
}

/**
 * Lag at an instant varies though nothing changes: each lane's batch grows and goes (evenly between none and all of it, a variance of batch² / 12
 * each), and arrivals are a Poisson count. Two deviations of both are given.
 */
function insideBand(samples: LagSamples, from: number, runs: readonly FluidRun[], workload: Workload): number {
  const actual = samples.series.get("lagRecords")?.slice(from, samples.settledMinutes) ?? [];
  let [inside, known] = [0, 0];
  for (const [minute, lag] of actual.entries()) {
    if (lag === undefined) continue;
    const predicted = runs.map((run) => run.lag[minute] ?? 0);
    const [low, high] = [Math.min(...predicted), Math.max(...predicted)];
    const batch = Math.max(...runs.map((run) => batchIn(run, minute, workload)));
    const give = 2 * Math.sqrt((workload.lanes * batch * batch) / 12 + high);
    known += 1;
    if (lag >= low - give && lag <= high + give) inside += 1;
  }
  return known === 0 ? 0 : inside / known;
}

function batchIn(run: FluidRun, minute: number, { passShare }: Workload): number {
  const invocations = run.invocations[minute] ?? 0;
  return invocations === 0 ? 0 : ((run.out[minute] ?? 0) * passShare) / invocations;
}
