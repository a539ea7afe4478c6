import { createManualClock, type ManualClock } from "../../../src/sandbox/clock.ts";
import type { FailedBatch } from "../../../src/sandbox/destinations/failed-batch.ts";
import { createMetricStore } from "../../../src/sandbox/metric-store.ts";
import { createRuntimeFaults, type RuntimeFaults } from "../../../src/sandbox/runtime/faults/runtime-faults.ts";
import { createWorld, type SandboxWorld } from "../../../src/sandbox/scenario/create-world.ts";
import { loadScenario } from "../../../src/sandbox/scenario/load-scenario.ts";
import { isRuntimeFault } from "../../../src/sandbox/scenario/read-fault.ts";
import type { Scenario } from "../../../src/sandbox/scenario/scenario.ts";
import type { SandboxMapping, StatisticSet } from "../../../src/sandbox/world.ts";
import { keepingDestinations } from "../../support/destinations.ts";

export const startedMs = Date.parse("2026-11-23T12:00:00Z");
const minuteMs = 60_000;

export interface Account {
  readonly world: SandboxWorld;
  readonly clock: ManualClock;
  readonly notes: string[];
  readonly faults: RuntimeFaults;
  /** What destinations have got. */
  readonly failed: readonly FailedBatch[];
  /** The only mapping, or the one of the function. */
  mapping(functionName?: string): SandboxMapping;
  advanceMinutes(minutes: number): void;
}

/** A world with real parts throughout, on a clock that stands still. */
export function accountOf(document: unknown, options: AccountOptions = {}): Account {
  return accountIn(loadScenario(document), options);
}

interface AccountOptions {
  readonly seed?: number;
  readonly startMs?: number;
}

export function accountIn(scenario: Scenario, options: AccountOptions = {}): Account {
  const clock = createManualClock(options.startMs ?? startedMs);
  const notes: string[] = [];
  const note = (line: string): void => void notes.push(line);
  const destinations = keepingDestinations();
  const faults = createRuntimeFaults(clock, scenario.faults.filter(isRuntimeFault));
  const parts = { clock, seed: options.seed ?? 1, metrics: createMetricStore(), destinations, note };
  const world = createWorld(scenario, { ...parts, runtimeFaults: faults });
  return {
    world,
    clock,
    notes,
    faults,
    failed: destinations.batches,
    mapping(functionName = "orders") {
      const found = [...world.mappings.values()].find(({ document: { FunctionArn = "" } }) => FunctionArn.split(":")[6] === functionName);
      if (found === undefined) throw new Error(`no mapping of ${functionName}`);
      return found;
    },
    advanceMinutes: (minutes) => clock.advanceTo(clock.now() + minutes * minuteMs),
  };
}

interface OneMapping {
  readonly traffic?: unknown;
  readonly topic?: Readonly<Record<string, unknown>>;
  readonly fn?: Readonly<Record<string, unknown>>;
  readonly mapping?: Readonly<Record<string, unknown>>;
  readonly history?: string;
}

/** A scenario with function, topic and mapping `orders`. */
export function oneMapping({ traffic, topic, fn, mapping, history = "0s" }: OneMapping = {}): Readonly<Record<string, unknown>> {
  return {
    history,
    functions: [{ name: "orders", simulated: { baseMs: 20, perRecordMs: 1 }, ...fn }],
    clusters: [
      { name: "shop", topics: [{ name: "orders", partitions: 6, traffic: traffic ?? { kind: "constant", perSecond: 60 }, ...topic }] },
    ],
    mappings: [
      {
        cluster: "shop",
        FunctionName: "orders",
        Topics: ["orders"],
        StartingPosition: "LATEST",
        MetricsConfig: { Metrics: ["EventCount", "KafkaMetrics"] },
        ...mapping,
      },
    ],
  };
}

/** A metric's minutes from `fromMs` on, as sets. */
export function minutesOf(
  { world, clock }: Account,
  name: string,
  dimensions: Readonly<Record<string, string>>,
  fromMs = startedMs,
  namespace = "AWS/Lambda",
): StatisticSet[] {
  return world.metrics
    .read({ namespace, name, dimensions: new Map(Object.entries(dimensions)) }, fromMs, clock.now() + minuteMs)
    .map(({ set }) => set);
}

export function sumsOf(account: Account, name: string, mapping: SandboxMapping, fromMs = startedMs): number[] {
  return minutesOf(account, name, { EventSourceMappingUUID: mapping.document.UUID }, fromMs).map(({ sum }) => sum);
}

export function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
