import type { Candidate, Range } from "../../../src/core/tuning/candidate.ts";
import type { Recommendation, TuneReport } from "../../../src/core/tuning/report.ts";
import type { PickName } from "../../../src/core/tuning/search-result.ts";
import type { TuningSettings } from "../../../src/core/tuning/workload.ts";
import { sampleMapping } from "../mappings.ts";
import { subject } from "./subjects.ts";
import { onDemand } from "./workloads.ts";

const fromMs = Date.parse("2026-11-12T12:00:00Z");
const untilMs = Date.parse("2026-11-26T12:00:00Z");

/** Figures of the worked example; `changes` say what is special. */
export function candidate(
  settings: Partial<TuningSettings> = {},
  changes: Partial<Candidate> & { readonly costMonth?: number } = {},
): Candidate {
  const { costMonth: total = 176.84, ...fields } = changes;
  return {
    settings: { ...onDemand, ...settings },
    by: "assumptions",
    cost: { requests: 24.64, overhead: 82.13, records: 70.07, pollerUnits: 0, provisionedConcurrency: 0, total },
    invocationsPerSecond: 46.88,
    batch: 42.7,
    durationMs: 74.1,
    ageP50Ms: 330,
    ageP99Ms: 580,
    peakConcurrency: 3.48,
    catchUpMs: 200_000,
    binding: new Map([["none", 1]]),
    spread: { costMonth: { low: total * 0.95, high: total * 1.05 }, ageP99Ms: { low: 500, high: 700 }, goalChance: 1 },
    ...fields,
  };
}

const balanced = candidate(
  { batchSize: 500, windowMs: 2_000 },
  { costMonth: 97.25, ageP50Ms: 1_020, ageP99Ms: 2_270, invocationsPerSecond: 11.93, batch: 167.7 },
);

export function recommendation(saves: Range = { low: 75, high: 84 }): Recommendation {
  return {
    pick: "balanced",
    settings: balanced.settings,
    changes: [
      { field: "BatchSize", before: 100, after: 500, isReversible: true },
      { field: "MaximumBatchingWindowInSeconds", before: undefined, after: 2, isReversible: false },
    ],
    saves,
    impact: { pauseMs: 90_000, lagRecords: 180_000, drainMs: 10_000 },
  };
}

/** A mapping that had better have larger batches and a longer window. */
export function changeReport(name = "orders", changes: Partial<TuneReport> = {}): TuneReport {
  const { estimate, prices, hoursPerMonth, result } = subject();
  const picks = new Map<PickName, Candidate>([
    ["cheapest", candidate({ batchSize: 500, windowMs: 5_000 }, { costMonth: 80.99, ageP99Ms: 5_200 })],
    ["balanced", balanced],
    ["fastest", candidate({ batchSize: 50, windowMs: 0, pollers: { minimum: 10, maximum: 24 } }, { costMonth: 526, ageP99Ms: 260 })],
  ]);
  const current = candidate();
  return {
    mapping: sampleMapping({ name, UUID: `${name}-uuid` }),
    name,
    fromMs,
    untilMs,
    estimate: { ...estimate, minutes: 20_160, usableMinutes: 20_080 },
    prices,
    hoursPerMonth,
    seed: 1,
    verdict: "change",
    basis: undefined,
    result: { ...result, current, candidates: [balanced, current], pareto: [balanced, current], picks },
    recommendation: recommendation(),
    reasons: [
      {
        rule: "R1",
        message: "97 % of batches close on the window of 500 ms, with 43 of 100 records: the window is the lever, not BatchSize",
      },
      { rule: "R3", message: "54 % of the bill is per invocation" },
    ],
    confidence: { grade: "A", reasons: [] },
    assumptions: ["a batch's window begins with its first record"],
    ...changes,
  };
}

export function goodReport(name = "emails"): TuneReport {
  const { result, ...report } = changeReport(name);
  return {
    ...report,
    verdict: "no change",
    result: result && { ...result, verdict: "no change", picks: new Map([["balanced", result.current]]) },
    recommendation: undefined,
    reasons: [{ rule: "R14", message: "good enough: nothing saves more than 5 %" }],
  };
}

export function adviceReport(name = "payments"): TuneReport {
  const { result, ...report } = changeReport(name);
  const fix = `aws lambda put-function-concurrency --function-name ${name} --reserved-concurrent-executions 12`;
  return {
    ...report,
    verdict: "advice",
    result: result && { ...result, keepsGoals: false, verdict: "unreachable", picks: new Map(), nearest: balanced },
    recommendation: undefined,
    reasons: [
      {
        rule: "R12",
        message: "throttled in 312 minutes",
        advice: { summary: "raise the function's concurrency first", fix, isFirst: true },
      },
    ],
  };
}

export function silentReport(name = "audit"): TuneReport {
  return {
    ...changeReport(name),
    mapping: sampleMapping({ name, State: "Disabled" }),
    estimate: {
      workload: undefined,
      grade: "insufficient",
      reasons: ["the lag is not known"],
      fit: undefined,
      usableMinutes: 0,
      minutes: 20_160,
    },
    verdict: "no data",
    result: undefined,
    recommendation: undefined,
    confidence: { grade: "insufficient", reasons: ["the lag is not known"] },
    reasons: [],
    assumptions: [],
    missing: {
      message: "its metrics EventCount are off",
      fix: `mskctl update ${name} --metrics EventCount,KafkaMetrics`,
      metricsMonth: 2.1,
    },
  };
}

export function unreachableReport(name = "bulk"): TuneReport {
  const { result, ...report } = changeReport(name);
  const endless = candidate(
    {},
    { ageP50Ms: Number.POSITIVE_INFINITY, ageP99Ms: Number.POSITIVE_INFINITY, catchUpMs: undefined, spread: undefined },
  );
  return {
    ...report,
    verdict: "unreachable",
    result: result && { ...result, current: endless, keepsGoals: false, verdict: "unreachable", picks: new Map(), nearest: balanced },
    recommendation: undefined,
    reasons: [],
  };
}
