import { listPrices } from "../../../src/core/prices.ts";
import { type GoalsAsked, noGoalsAsked } from "../../../src/core/tuning/goals.ts";
import { type Random, randomFrom } from "../../../src/core/tuning/random.ts";
import type { SearchInput } from "../../../src/core/tuning/search.ts";
import type { TunedField, TuningSettings, Workload } from "../../../src/core/tuning/workload.ts";
import { evenly, minutesOf } from "./workloads.ts";

/** A small tuning problem, the same for a seed: a few hours of a trace, today's settings, and goals that some settings keep to and some miss. */
export function problemOf(seed: number): SearchInput {
  const random = randomFrom(seed);
  const between = (least: number, most: number) => least * (most / least) ** random();
  const partitions = Math.round(between(1, 16));
  const work = { invocationMs: between(2, 400), recordMs: between(0.02, 4), dispatchMs: 50 };
  const settings = todayOf(random, partitions);
  // Up to nine tenths of what the partitions can do with today's batches.
  const capacity = (partitions * settings.batchSize * 1_000) / (work.dispatchMs + work.invocationMs + work.recordMs * settings.batchSize);
  const mean = capacity * between(0.002, 0.6);
  const [swing, period, burst] = [random() * 0.8, between(30, 200), random() < 0.3 ? between(1, 3) : 1];
  const workload: Workload = {
    arrivals: minutesOf(
      Math.round(between(40, 120)),
      (minute) => mean * (1 + swing * Math.sin((minute / period) * 2 * Math.PI)) * (minute % 50 < 5 ? burst : 1),
    ),
    partitionShares: evenly(partitions),
    passShare: random() < 0.3 ? between(0.05, 1) : 1,
    recordBytes: between(100, 20_000),
    overheadBytes: 200,
    work,
    lanes: Math.round(between(1, partitions)),
    ...(random() < 0.8 ? { lanesSeen: { pollers: settings.pollers?.minimum } } : {}),
    function: {
      memoryMb: 512 * Math.round(between(1, 6)),
      architecture: "arm64",
      timeoutMs: between(3_000, 120_000),
      concurrency: Math.round(between(10, 500)),
    },
  };
  const spread = (value: number) => ({ value, low: value * 0.96, high: value * 1.05 });
  return {
    workload,
    fit: random() < 0.8 ? { invocationMs: spread(work.invocationMs), recordMs: spread(work.recordMs), excitation: 3 } : undefined,
    settings,
    asked: goalsOf(random),
    groups: random() < 0.3 ? [{ name: "shared", pollersMinimum: 4, bytesPerSecond: 1e6 }] : [],
    prices: listPrices,
    hoursPerMonth: 730,
    seed,
  };
}

function todayOf(random: Random, partitions: number): TuningSettings {
  const minimum = 1 + Math.floor(random() * partitions);
  return {
    batchSize: Math.round(10 ** (1 + 2 * random())),
    windowMs: random() < 0.5 ? 500 : Math.round(random() * 10) * 1_000,
    pollers: random() < 0.5 ? undefined : { minimum, maximum: Math.min(partitions, minimum * 2) },
    pollerGroup: undefined,
    provisionedConcurrency: 0,
  };
}

function goalsOf(random: Random): GoalsAsked {
  const keep = new Set<TunedField>(["ProvisionedConcurrentExecutions"]);
  if (random() < 0.2) keep.add("BatchSize");
  if (random() < 0.2) keep.add("MaximumBatchingWindowInSeconds");
  if (random() < 0.3) keep.add("ProvisionedPollerConfig");
  return {
    ...noGoalsAsked,
    ageP99Ms: random() < 0.3 ? undefined : 10 ** (2.5 + 2 * random()),
    catchUp: random() < 0.3 ? { outageMs: 600_000, withinMs: 10 ** (5 + 2 * random()) } : undefined,
    keep,
    // A few have thousands of settings, most about a hundred.
    mostStep: random() < 0.1 ? 3 + random() : 1.6 + random(),
  };
}
