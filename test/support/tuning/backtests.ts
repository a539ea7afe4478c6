import { hoursPerMonth, listPrices } from "../../../src/core/prices.ts";
import type { Backtest } from "../../../src/core/tuning/backtest.ts";
import type { BacktestReport } from "../../../src/core/tuning/backtest-report.ts";
import { sampleMapping } from "../mappings.ts";

/** Two weeks of orders, as well predicted as can be. */
export function backtestReport(backtest: Partial<Backtest> = {}, changes: Partial<BacktestReport> = {}): BacktestReport {
  return {
    mapping: sampleMapping({ name: "orders" }),
    name: "orders",
    fromMs: Date.parse("2026-11-12T00:00:00Z"),
    untilMs: Date.parse("2026-11-26T00:00:00Z"),
    prices: listPrices,
    hoursPerMonth,
    seed: 1,
    backtest: {
      fitMinutes: 14_112,
      testMinutes: 6_048,
      model: { invocations: 0.012, gbSeconds: 0.008, cost: 0.004, batch: 0.011 },
      sameHour: { invocations: 0.05, gbSeconds: 0.29, cost: 0.2, batch: undefined, before: "week" },
      constantMean: { invocations: 0.4, gbSeconds: 0.5, cost: 0.3, batch: 0.6 },
      costMonth: { predicted: 98, actual: 100 },
      lagP99: { predicted: 2_400, actual: 2_000, ratio: 1.2 },
      insideBand: 0.96,
      misses: [],
      ...backtest,
    },
    missing: undefined,
    assumptions: [],
    ...changes,
  };
}

export const silentBacktest = (): BacktestReport =>
  backtestReport({}, { backtest: undefined, missing: { message: "it is disabled", fix: "mskctl resume orders" } });
