import { hoursPerMonth, listPrices } from "../../src/core/prices.ts";
import { simulateFluid } from "../../src/core/tuning/fluid.ts";
import type { ScalingAssumption } from "../../src/core/tuning/scaling.ts";
import { monthlyCost } from "../../src/core/tuning/usage.ts";
import type { TuningSettings, Workload } from "../../src/core/tuning/workload.ts";
import { runInSandbox, type SandboxRun } from "./sandbox-run.ts";
import type { TuningScenario } from "./scenarios.ts";

export interface Figures {
  readonly invocations: number;
  readonly batch: number;
  readonly ageP99Ms: number;
  readonly costMonth: number;
}

const memoryMb = 512;
const topic = "orders";

/** As a scenario file of the sandbox has it. */
function documentOf(scenario: TuningScenario) {
  const { traffic, partitions, keySkew = 0, recordBytes = 1_024, passShare = 1, invocationMs, recordMs, pollers, outage } = scenario;
  return {
    history: "0s",
    functions: [
      {
        name: topic,
        memoryMb,
        timeoutSeconds: 600,
        simulated: { baseMs: invocationMs, perRecordMs: recordMs },
      },
    ],
    clusters: [{ name: "shop", topics: [{ name: topic, partitions, traffic, keySkew, recordBytes, filterPassShare: passShare }] }],
    mappings: [
      {
        cluster: "shop",
        FunctionName: topic,
        Topics: [topic],
        StartingPosition: "LATEST",
        Enabled: false,
        BatchSize: scenario.batchSize,
        ...(scenario.windowSeconds === undefined ? {} : { MaximumBatchingWindowInSeconds: scenario.windowSeconds }),
        ...(pollers === undefined ? {} : { ProvisionedPollerConfig: { MinimumPollers: pollers[0], MaximumPollers: pollers[1] } }),
        ...(passShare === 1 ? {} : { FilterCriteria: { Filters: [{ Pattern: '{"value":{"kind":["changed"]}}' }] } }),
        MetricsConfig: { Metrics: ["EventCount", "ErrorCount", "KafkaMetrics"] },
      },
    ],
    faults: outage === undefined ? [] : [{ kind: "broker-loss", cluster: "shop", after: `${outage.from}m`, for: `${outage.minutes}m` }],
  };
}

export function inSandbox(scenario: TuningScenario): SandboxRun & { readonly figures: Figures } {
  const run = runInSandbox(documentOf(scenario), { minutes: scenario.minutes, randomArrivals: scenario.randomArrivals ?? false });
  const hours = scenario.minutes / 60;
  const dollars =
    run.invocations * listPrices.perRequest +
    (run.durationMs / 1_000) * (memoryMb / 1_024) * listPrices.perGbSecond.x86_64 +
    run.pollerUnits * hours * listPrices.perPollerUnitHour;
  return {
    ...run,
    figures: {
      invocations: run.invocations,
      batch: run.invokedRecords / run.invocations,
      ageP99Ms: run.ages.percentile(0.99),
      costMonth: (dollars / hours) * hoursPerMonth,
    },
  };
}

export function workloadOf(scenario: TuningScenario, { topic: source, startedMs }: SandboxRun): Workload {
  const { minutes, partitions, passShare = 1, recordBytes = 1_024, invocationMs, recordMs, pollers } = scenario;
  const written = (minute: number) => {
    let sum = 0;
    for (let partition = 0; partition < partitions; partition += 1) sum += source.endOffset(partition, startedMs + minute * 60_000);
    return sum;
  };
  const shares = Array.from({ length: partitions }, (_, partition) => {
    const endMs = startedMs + minutes * 60_000;
    return scenario.keySkew === undefined
      ? 1 / partitions
      : (source.endOffset(partition, endMs) - source.endOffset(partition, startedMs)) / (written(minutes) - written(0));
  });
  return {
    arrivals: Float64Array.from({ length: minutes }, (_, minute) => (written(minute + 1) - written(minute)) / 60),
    partitionShares: shares,
    passShare,
    recordBytes,
    overheadBytes: topic.length + 256,
    work: { invocationMs, recordMs, dispatchMs: 30 },
    // As many as there are pollers at first: each gathers one batch at a time.
    lanes: pollers === undefined ? Math.ceil(partitions / 2) : Math.min(partitions, pollers[0]),
    lanesSeen: { pollers: pollers === undefined ? undefined : Math.min(partitions, pollers[0]) },
    function: { memoryMb, architecture: "x86_64", timeoutMs: 600_000, concurrency: 1_000 },
  };
}

export function settingsOf({ batchSize, windowSeconds = 0.5, pollers }: TuningScenario): TuningSettings {
  return {
    batchSize,
    windowMs: windowSeconds * 1_000,
    pollers: pollers === undefined ? undefined : { minimum: pollers[0], maximum: pollers[1] },
    pollerGroup: undefined,
    provisionedConcurrency: 0,
  };
}

/** How the sandbox scales: the guide's times, thresholds and steps of its own. */
function scalingOf({ pollers }: TuningScenario): ScalingAssumption {
  return {
    name: "sandbox",
    first: 1,
    step: pollers === undefined ? "one more" : "half again",
    goesBy: "lag",
    target: 1,
    rebalanceSeconds: 0,
    delayShare: 2 / 3,
  };
}

export function inModel(scenario: TuningScenario, workload: Workload): Figures {
  const { outage, minutes } = scenario;
  const scaling = scalingOf(scenario);
  const stops = outage === undefined ? [] : [{ from: outage.from * 60, until: (outage.from + outage.minutes) * 60 }];
  const run = simulateFluid({ workload, settings: settingsOf(scenario), scaling, stops, seed: 1 });
  const processed = run.out.reduce((sum, perSecond) => sum + perSecond * 60, 0) * workload.passShare;
  const invocations = run.usage.invocations * minutes * 60;
  return {
    invocations,
    batch: processed / invocations,
    ageP99Ms: run.ages.percentile(0.99) ?? 0,
    costMonth: monthlyCost(run.usage, workload.function, listPrices).total,
  };
}
