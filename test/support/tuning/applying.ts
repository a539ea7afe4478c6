import type { MappingDocument } from "../../../src/core/mapping/model.ts";
import type { MetricQuery } from "../../../src/core/mapping/ports.ts";
import { listPrices } from "../../../src/core/prices.ts";
import type { ApplyEvent } from "../../../src/core/tuning/apply/apply-events.ts";
import type { ApplyPlan, ApplyStep } from "../../../src/core/tuning/apply/apply-plan.ts";
import type { ExpectedAt } from "../../../src/core/tuning/apply/expectation.ts";
import type { ApplyPorts, OpenApplyRun } from "../../../src/core/tuning/apply/ports.ts";
import type { StepKind } from "../../../src/core/tuning/apply/steps.ts";
import type { TuningSettings } from "../../../src/core/tuning/workload.ts";
import { type FakeClock, fakeClock } from "../fakes/clock.ts";
import { type FakeMappingStore, fakeMappingStore } from "../fakes/mapping-store.ts";
import { sampleMapping } from "../mappings.ts";

const minuteMs = 60_000;

/** Provisioned, with every metric group: 100 records/s, 50 in a batch. */
export const tunedMapping: MappingDocument = sampleMapping({
  BatchSize: 100,
  MaximumBatchingWindowInSeconds: 1,
  ProvisionedPollerConfig: { MinimumPollers: 4, MaximumPollers: 4 },
  MetricsConfig: { Metrics: ["EventCount", "ErrorCount", "KafkaMetrics"] },
});

const before: TuningSettings = {
  batchSize: 100,
  windowMs: 1_000,
  pollers: { minimum: 4, maximum: 4 },
  pollerGroup: undefined,
  provisionedConcurrency: 0,
};

/** Batch and window first, fewer pollers then; everything that is measured below is within what is predicted. */
export function samplePlan(changes: Partial<ApplyPlan> = {}): ApplyPlan {
  const batch = { ...before, batchSize: 200, windowMs: 2_000 };
  const end = (settings: TuningSettings) => ({ settings, costMonth: { low: 90, high: 100 }, ageP99Ms: { low: 1_000, high: 2_000 } });
  return {
    schemaVersion: 1,
    kind: "tune-plan",
    madeAt: "2026-11-23T12:00:00.000Z",
    place: { region: "eu-central-1", accountId: "123456789012" },
    name: "orders",
    mapping: tunedMapping,
    data: { from: "2026-11-09T12:00:00.000Z", until: "2026-11-23T12:00:00.000Z", seed: 1 },
    prices: listPrices,
    hoursPerMonth: 730,
    function: { memoryMb: 1_024, architecture: "arm64", timeoutMs: 30_000, concurrency: 1_000 },
    ageP99Ms: 5_000,
    before: end(before),
    after: { ...end({ ...batch, pollers: { minimum: 1, maximum: 4 } }), savesMonth: { low: 10, high: 20 } },
    baseline: {
      errorShare: 0,
      throttleShare: 0,
      givenUpShare: 0,
      maximumDurationMs: 200,
      lagRecords: 300,
      usualPerSecond: 100,
      busyPerSecond: 110,
    },
    steps: [step("batch", batch), step("lower capacity", { ...batch, pollers: { minimum: 1, maximum: 4 } })],
    cannotBeUndone: [],
    risks: [],
    ...changes,
  };
}

function step(kind: StepKind, settings: TuningSettings): ApplyStep {
  const range = (low: number, high: number) => ({ low, high });
  const at = (perSecond: number): ExpectedAt => ({
    perSecond,
    lagRecords: 400,
    ageP99Ms: range(1_000, 2_000),
    batch: range(40, 60),
    durationMs: range(90, 110),
    invocationsPerSecond: range(1.5, 2.5),
    costMonth: range(140, 180),
  });
  return { kind, settings, expectation: [at(50), at(200)], backlogRecords: 9_000, settlesMs: 120_000, watchMs: 15 * minuteMs };
}

/** What CloudWatch tells of a minute by the metric's name, as long as nothing is said otherwise. */
const usual = new Map<string, number>([
  ["SumOffsetLag", 150],
  ["MaxOffsetLag", 10],
  ["PolledEventCount", 6_000],
  ["CommittedEventCount", 6_000],
  ["InvokedEventCount", 6_000],
  ["FailedInvokeEventCount", 0],
  ["DroppedEventCount", 0],
  ["Invocations", 120],
  ["Errors", 0],
  ["Throttles", 0],
  ["Duration", 100],
  ["ProvisionedPollers", 4],
  ["EventPollerThroughputInBytes", 6_000_000],
]);

export interface Applying {
  readonly ports: ApplyPorts;
  readonly store: FakeMappingStore;
  readonly clock: FakeClock;
}

/** An account with the mapping; `told` says what is otherwise in a minute: undefined for no data. */
export function applying(told: (name: string, atMs: number) => number | "no data" | undefined = () => undefined): Applying {
  const clock = fakeClock(Date.parse("2026-11-23T12:00:00Z"));
  const store = fakeMappingStore([tunedMapping]);
  const dimensions = new Map([["EventSourceMappingUUID", tunedMapping.UUID]]);
  const value = ({ name }: MetricQuery, atMs: number) => {
    const said = told(name, atMs) ?? usual.get(name);
    return said === undefined || said === "no data" ? [] : [{ atMs, value: said }];
  };
  const ports: ApplyPorts = {
    mappings: store,
    clock,
    catalogue: { series: () => Promise.resolve([dimensions]) },
    metrics: {
      async read(queries, { fromMs, untilMs }) {
        const minutes = Array.from({ length: Math.ceil((untilMs - fromMs) / minuteMs) }, (_, index) => fromMs + index * minuteMs);
        const over = minutes.filter((atMs) => atMs + minuteMs <= clock.now());
        return queries.map((query) => ({ points: over.flatMap((atMs) => value(query, atMs)) }));
      },
    },
  };
  return { ports, store, clock };
}

/** A run whose journal is in memory; it may be broken off before or after each of its rows. */
export function memoryRun(
  plan: ApplyPlan,
  events: readonly ApplyEvent[] = [],
  onAppend: (event: ApplyEvent) => void = () => {},
): OpenApplyRun {
  const run = {
    id: "01M8CH29EEWY7GRS0FGERMDY6G",
    plan,
    events,
    append(event: ApplyEvent) {
      onAppend(event);
      run.events = [...run.events, event];
      return Promise.resolve();
    },
    close: () => {},
  };
  return run;
}
