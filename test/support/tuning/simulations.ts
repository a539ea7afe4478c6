import { hoursPerMonth, listPrices } from "../../../src/core/prices.ts";
import type { Simulated } from "../../../src/core/tuning/simulate.ts";
import type { SimulationReport } from "../../../src/core/tuning/simulation-report.ts";
import { sampleMapping } from "../mappings.ts";
import { candidate } from "./reports.ts";

const range = (low: number, high = low) => ({ low, high });

/** Orders as they are. */
export function simulatedRun(changes: Partial<Simulated> = {}): Simulated {
  const today = candidate();
  return {
    situation: { settings: today.settings, load: 1, outageMs: 0 },
    candidate: { ...today, binding: new Map([["none", 1]]) },
    recordsPerSecond: 2_000,
    lag: Float64Array.of(10, 20, 10),
    highestLag: 20,
    mostPollers: 12,
    catchUpMs: undefined,
    spread: { costMonth: range(168, 186), ageP99Ms: range(500, 700), highestLag: range(20), catchUpMs: undefined },
    ...changes,
  };
}

/** Three times as many, and half an hour stopped; it never catches up. */
export function simulationReport(changes: Partial<SimulationReport> = {}): SimulationReport {
  const now = simulatedRun();
  const then = simulatedRun({
    situation: { ...now.situation, load: 3, outageMs: 1_800_000 },
    candidate: {
      ...now.candidate,
      ageP99Ms: Number.POSITIVE_INFINITY,
      binding: new Map([
        ["stopped", 0.5],
        ["concurrency", 0.3],
        ["none", 0.2],
      ] as const),
    },
    recordsPerSecond: 6_000,
    highestLag: 10_800_000,
    catchUpMs: Number.POSITIVE_INFINITY,
    spread: { ...now.spread, catchUpMs: range(3_600_000, Number.POSITIVE_INFINITY) },
  });
  return {
    mapping: sampleMapping({ name: "orders" }),
    name: "orders",
    fromMs: Date.parse("2026-11-12T00:00:00Z"),
    untilMs: Date.parse("2026-11-26T00:00:00Z"),
    prices: listPrices,
    hoursPerMonth,
    seed: 1,
    load: 3,
    outageMs: 1_800_000,
    outageAtMs: Date.parse("2026-11-13T11:30:00Z"),
    runs: new Map([
      ["now", now],
      ["with", then],
    ]),
    missing: undefined,
    assumptions: [],
    ...changes,
  };
}

export const silentSimulation = (): SimulationReport =>
  simulationReport({
    runs: new Map(),
    outageAtMs: undefined,
    missing: { message: "it is disabled", fix: "mskctl resume orders", metricsMonth: undefined },
  });
