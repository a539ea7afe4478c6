import { createManualClock } from "../../src/sandbox/clock.ts";
import { minuteMs } from "../../src/sandbox/durations.ts";
import { createLogStore } from "../../src/sandbox/logs/log-store.ts";
import { createMetricStore } from "../../src/sandbox/metric-store.ts";
import type { Batch } from "../../src/sandbox/runtime/batching.ts";
import { createConcurrency } from "../../src/sandbox/runtime/concurrency.ts";
import { createEsmLog } from "../../src/sandbox/runtime/esm-log.ts";
import { embeddedCommits } from "../../src/sandbox/runtime/faults/refused-commits.ts";
import { createRuntimeFaults } from "../../src/sandbox/runtime/faults/runtime-faults.ts";
import { createFunctionCalls } from "../../src/sandbox/runtime/function-calls.ts";
import { createFunctionMinutes } from "../../src/sandbox/runtime/function-minutes.ts";
import type { MappingConfig } from "../../src/sandbox/runtime/mapping-config.ts";
import { runMapping } from "../../src/sandbox/runtime/mapping-run.ts";
import { everyMinute } from "../../src/sandbox/runtime/minutes.ts";
import { pollerUnitsOf } from "../../src/sandbox/runtime/poller-units.ts";
import type { TopicSource } from "../../src/sandbox/runtime/ports.ts";
import { runPartsOf } from "../../src/sandbox/runtime/run-parts.ts";
import { publishAll } from "../../src/sandbox/runtime/series.ts";
import { createSources, type FindSource } from "../../src/sandbox/runtime/sources.ts";
import { createTenures, endMinute, type Tenure } from "../../src/sandbox/runtime/tenures.ts";
import { createWorld } from "../../src/sandbox/scenario/create-world.ts";
import { loadScenario } from "../../src/sandbox/scenario/load-scenario.ts";
import { isRuntimeFault } from "../../src/sandbox/scenario/read-fault.ts";
import type { MetricStore } from "../../src/sandbox/world.ts";
import { keepingDestinations } from "../support/destinations.ts";
import { Ages } from "./ages.ts";
import { withRandomArrivals } from "./random-arrivals.ts";

const startedMs = Date.parse("2026-11-23T00:00:00Z");
const seed = 1;

export interface RunOptions {
  readonly minutes: number;
  /** Records come by chance, not evenly spaced as in an embedded topic. */
  readonly randomArrivals: boolean;
}

/** What the sandbox's runtime made of a scenario. */
export interface SandboxRun {
  readonly topic: TopicSource;
  readonly startedMs: number;
  readonly mapping: MappingConfig;
  readonly metrics: MetricStore;
  /** From a record's arrival to the commit of its batch. */
  readonly ages: Ages;
  readonly invocations: number;
  readonly invokedRecords: number;
  readonly durationMs: number;
  /** On the average of the minutes. */
  readonly pollerUnits: number;
}

/**
 * Lets the runtime of the sandbox process a scenario's one mapping for so many minutes of its clock, from nothing on. The parts are put
 * together as the runtime does it, with a look at each commit: no metric tells how old a record was by then.
 */
export function runInSandbox(document: unknown, { minutes, randomArrivals }: RunOptions): SandboxRun {
  const scenario = loadScenario(document);
  const clock = createManualClock(startedMs);
  const metrics = createMetricStore();
  const note = (line: string) => {
    throw new Error(line);
  };
  const world = createWorld(scenario, { clock, seed, metrics: createMetricStore(), destinations: keepingDestinations(), note });
  const { functions, clusters, selfManagedClusters, accountConcurrency } = world;
  const [mapping] = world.mappings.values();
  const [fn] = functions.values();
  const age = { seed, startedMs, createdMs: startedMs - minuteMs };
  const find = createSources({ clusters, selfManagedClusters, age });
  const [topic] = [...clusters.values()].flatMap(({ topics }) => [...topics.values()]);
  const findSource: FindSource = (document) => {
    const source = find(document);
    if (source === undefined || topic === undefined || !randomArrivals) return source;
    return withRandomArrivals(source, topic, { fromMs: startedMs, untilMs: startedMs + minutes * minuteMs, seed });
  };
  const tenures = createTenures(findSource, clock);
  const tenure = mapping === undefined ? undefined : tenures.enter(mapping);
  if (fn === undefined || tenure === undefined) throw new Error("the scenario has no mapping");
  const functionMinutes = createFunctionMinutes();
  const faults = createRuntimeFaults(clock, scenario.faults.filter(isRuntimeFault));
  const concurrency = createConcurrency(functions, accountConcurrency);
  const calls = createFunctionCalls({ clock, concurrency, minutes: functionMinutes, faults, note });
  const runParts = runPartsOf(tenure, fn, {
    ...{ clock, functions, metrics, accountConcurrency, seed, startedMs, note, faults, calls },
    findSource: () => undefined,
    brokers: { find: () => undefined },
    schemaRegistries: { open: () => Promise.reject(new Error("no registry")) },
    assumptions: scenario.assumptions,
    destinations: keepingDestinations(),
    log: createEsmLog({ logs: createLogStore(), clock }),
  });
  const ages = new Ages();
  const commit = embeddedCommits(runParts);
  tenure.run = runMapping({
    ...runParts,
    startingPollers: 0,
    commitBatch(batch) {
      addAges(ages, tenure, batch, clock.now());
      commit(batch);
    },
  });
  const sums = { invocations: 0, invokedRecords: 0, durationMs: 0, pollerUnits: 0 };
  everyMinute(clock, startedMs, (beganMs, endMs) => {
    const { config, run, minute } = tenure;
    const use = { config, pollers: run?.pollers ?? 0, bytesPerSecond: minute.polledBytes.sum / 60 };
    const pollerUnits = pollerUnitsOf([use]).get(config.uuid) ?? 0;
    sums.invokedRecords += minute.invoked.sum;
    sums.pollerUnits += pollerUnits;
    endMinute(tenure, metrics, { minuteMs: beganMs, nowMs: endMs, pollerUnits });
    for (const { series, minuteMs: atMs, figures } of functionMinutes.drain()) {
      sums.invocations += figures.invocations;
      sums.durationMs += figures.durationMs.sum;
      publishAll(metrics, series, atMs, figures);
    }
  });
  clock.advanceTo(startedMs + minutes * minuteMs);
  return { topic: tenure.source.topic, startedMs, mapping: tenure.config, metrics, ages, ...sums, pollerUnits: sums.pollerUnits / minutes };
}

/** Of one partition's records so many stand for all: between the first and the last one they lie close to a straight line. */
const mostSamples = 20;

function addAges(ages: Ages, { source: { topic } }: Tenure, { segments }: Batch, nowMs: number): void {
  for (const { partition, from, until } of segments) {
    const samples = Math.min(mostSamples, until - from);
    const each = (until - from) / samples;
    const firstMs = topic.timestampOf(partition, from);
    const lastMs = until - from === 1 ? firstMs : topic.timestampOf(partition, until - 1);
    for (let sample = 0; sample < samples; sample += 1) {
      const place = until - from === 1 ? 0 : ((sample + 0.5) * each - 0.5) / (until - from - 1);
      ages.add(nowMs - firstMs - place * (lastMs - firstMs), each);
    }
  }
}
