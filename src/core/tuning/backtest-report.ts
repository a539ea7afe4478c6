import { isDisabled, type MappingDocument } from "../mapping/model.ts";
import { shellWord } from "../mapping/setting-arguments.ts";
import type { Prices } from "../prices.ts";
import { type Backtest, backtest } from "./backtest.ts";
import { missingData } from "./missing-data.ts";
import { foreignPrices } from "./price-assumptions.ts";
import type { TuningSubject } from "./read-tuning.ts";
import type { MissingData } from "./report.ts";

export interface BacktestOptions {
  readonly prices: Prices;
  readonly hoursPerMonth: number;
  readonly seed: number;
  /** The user chose the time: more minutes may be had by leaving that to us. */
  readonly isTimeGiven: boolean;
}

/** How well tune predicts one mapping, or why that cannot be told. */
export interface BacktestReport extends Omit<BacktestOptions, "isTimeGiven"> {
  readonly mapping: MappingDocument;
  readonly name: string;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly backtest: Backtest | undefined;
  /** Without a backtest. */
  readonly missing: Omit<MissingData, "metricsMonth"> | undefined;
  readonly assumptions: readonly string[];
}

export function backtestReport(subject: TuningSubject, options: BacktestOptions): BacktestReport {
  const { mapping, name, samples, facts } = subject;
  const { isTimeGiven, ...shared } = options;
  const found = tried(subject, options);
  const isMissing = "message" in found;
  return {
    ...shared,
    mapping,
    name,
    fromMs: samples.fromMs,
    untilMs: samples.fromMs + samples.settledMinutes * 60_000,
    backtest: isMissing ? undefined : found,
    missing: isMissing ? { message: found.message, fix: found.fix ?? usualFix(name, isTimeGiven) } : undefined,
    assumptions: isMissing
      ? subject.assumptions
      : [...subject.assumptions, ...facts.assumptions, ...foreignPrices(options.prices, mapping)],
  };
}

function tried(subject: TuningSubject, { prices, hoursPerMonth, seed }: BacktestOptions): Backtest | Omit<MissingData, "metricsMonth"> {
  const { mapping, samples, estimate, facts } = subject;
  if (estimate.workload === undefined || estimate.grade === "insufficient" || isDisabled(mapping))
    return missingData({ ...subject, prices });
  const found = backtest(samples, facts.estimate, prices, hoursPerMonth, seed);
  return "insufficient" in found ? { message: found.insufficient, fix: undefined } : found;
}

function usualFix(name: string, isTimeGiven: boolean): string {
  // Lag tells minute by minute what there is.
  return isTimeGiven ? `mskctl tune backtest ${shellWord(name)}` : `mskctl lag ${shellWord(name)} --since 14d`;
}
