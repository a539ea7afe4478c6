import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { unsettledMinutes } from "../../src/core/lag/mapping-samples.ts";
import { minuteMs } from "../../src/core/lag/minutes.ts";
import type { LagMetric, LagSamples } from "../../src/core/lag/samples.ts";
import { createLagSampler } from "../../src/core/lag/sampling.ts";
import { functionNameOf } from "../../src/core/mapping/model.ts";
import { chooseForReading } from "../../src/core/mapping/reading-choice.ts";
import { listPrices } from "../../src/core/prices.ts";
import type { Broker } from "../../src/core/record/broker.ts";
import { usualScaling } from "../../src/core/tuning/assumptions.ts";
import { type DurationFit, fitDuration } from "../../src/core/tuning/duration-fit.ts";
import { type EstimateFacts, fittedWork, workloadFrom } from "../../src/core/tuning/estimate.ts";
import { type Evidence, evidenceOf } from "../../src/core/tuning/evidence.ts";
import { readMappingFacts } from "../../src/core/tuning/mapping-facts.ts";
import { predictByFormula } from "../../src/core/tuning/predict.ts";
import { premisesOf } from "../../src/core/tuning/premises.ts";
import type { Workload } from "../../src/core/tuning/workload.ts";
import { kafkaBroker } from "../../src/platform/kafka/kafka-broker.ts";
import { loadScenario } from "../../src/sandbox/scenario/load-scenario.ts";
import { createServices, type Services } from "../../src/shell/services.ts";
import { type E2eSandbox, e2eSandbox } from "../support/e2e-sandbox.ts";
import { clusterTools, settingsFor } from "../support/kafka/cluster.ts";
import { type SteadyProducer, startProducer } from "../support/kafka/steady-producer.ts";

// V11: a function, pollers and producers that are known, on a real broker and in real time; what tune makes of the metrics.

const truth = { baseMs: 60, perRecordMs: 2 };
const partitions = 4;
/** Much longer than a busy machine is late, and short enough for many batches a minute. */
const usualWindowSeconds = 2;
/** A fit wants thirty minutes: nine mappings with the same function have them in four. */
const fleet = [
  { name: "slow", pollers: 1, perSecond: 15, recordBytes: 300 },
  { name: "middling", pollers: 1, perSecond: 30, recordBytes: 1_000 },
  { name: "fast", pollers: 1, perSecond: 50, recordBytes: 500 },
  { name: "filtered", pollers: 1, perSecond: 60, recordBytes: 400, passShare: 0.6 },
  { name: "two-slow", pollers: 2, perSecond: 40, recordBytes: 600 },
  { name: "two-middling", pollers: 2, perSecond: 70, recordBytes: 800 },
  { name: "two-fast", pollers: 2, perSecond: 100, recordBytes: 200 },
  { name: "four-slow", pollers: 4, perSecond: 60, recordBytes: 700 },
  { name: "four-fast", pollers: 4, perSecond: 120, recordBytes: 250 },
] as const satisfies readonly Known[];
/** No minute of it is learned from: batches close by their size as well as by their window. */
const unseen: Known = { name: "unseen", pollers: 1, perSecond: 20, recordBytes: 350, batchSize: 60, windowSeconds: 3 };
const all: readonly Known[] = [...fleet, unseen];
/** Of the usual rate, minute by minute: batches have to differ. */
const ups = [1, 0.5, 1.5, 0.75];
/** Whole ones, after a part of one: batches begin in one minute and end in another, which many minutes even out. */
const minutesNeeded = 4;
const patience = { timeout: 400_000, interval: 2_000 };
const tolerance = 0.05;

interface Known {
  readonly name: string;
  readonly pollers: number;
  readonly perSecond: number;
  readonly recordBytes: number;
  readonly passShare?: number;
  readonly batchSize?: number;
  readonly windowSeconds?: number;
}

interface Learned {
  readonly samples: LagSamples;
  readonly facts: EstimateFacts;
  readonly evidence: Evidence;
}

const bootstrap = inject("bootstrap");
const tools = clusterTools(bootstrap);
const producers = new Map<string, SteadyProducer>();
let broker: Broker;
let sandbox: E2eSandbox;
let learned: ReadonlyMap<string, Learned>;
let fit: DurationFit | undefined;

beforeAll(async () => {
  broker = await kafkaBroker(settingsFor(bootstrap));
  const topics = new Map<string, string>();
  for (const { name } of all) topics.set(name, await tools.createTopic(partitions));
  sandbox = await e2eSandbox("none", loadScenario(account(topics)));
  for (const [name, value] of Object.entries(sandbox.environment)) if (name.startsWith("AWS_")) vi.stubEnv(name, value);
  for (const [index, known] of all.entries())
    producers.set(known.name, startProducer(broker, topics.get(known.name) ?? "", traffic(known, index)));
  const services = createServices({
    debug: false,
    signal: new AbortController().signal,
    environment: sandbox.environment,
    writeLine: () => undefined,
  });
  const fromMs = services.clock.now();
  learned = await vi.waitFor(async () => {
    const found = await learn(services, fromMs);
    for (const { evidence } of found.values()) expect(knownMinutes(evidence).length).toBeGreaterThanOrEqual(minutesNeeded);
    return found;
  }, patience);
  fit = fitDuration(fleet.flatMap(({ name }) => learnedOf(name).evidence.steadyMinutes));
}, 460_000);

afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([...producers.values()].map((producer) => producer.stop()));
  await sandbox?.close();
  await broker?.close();
  await tools.close();
});

function account(topics: ReadonlyMap<string, string>) {
  return {
    history: "0s",
    functions: all.map(({ name }) => ({ name, simulated: truth })),
    clusters: [{ name: "real", bootstrapServers: [bootstrap], authentication: ["plaintext"] }],
    mappings: all.map(({ name, pollers, passShare, batchSize = 1_000, windowSeconds = usualWindowSeconds }) => ({
      cluster: "real",
      FunctionName: name,
      Topics: [topics.get(name)],
      StartingPosition: "TRIM_HORIZON",
      BatchSize: batchSize,
      MaximumBatchingWindowInSeconds: windowSeconds,
      ProvisionedPollerConfig: { MinimumPollers: pollers, MaximumPollers: pollers },
      MetricsConfig: { Metrics: ["EventCount", "ErrorCount", "KafkaMetrics"] },
      ...(passShare === undefined ? {} : { FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ value: { kept: [true] } }) }] } }),
    })),
  };
}

function traffic({ perSecond, recordBytes, passShare = 1 }: Known, index: number) {
  const bare = JSON.stringify({ kept: false, padding: "" }).length;
  return {
    perSecondIn: (atMs: number) => perSecond * (ups[(atMs / minuteMs + index) % ups.length] ?? 1),
    partitions,
    // Of ten records the first ones pass, all of one size.
    value: (record: number) => {
      const kept = record % 10 < passShare * 10;
      return Buffer.from(JSON.stringify({ kept, padding: "x".repeat(recordBytes - bare + (kept ? 1 : 0)) }));
    },
    seed: index,
  };
}

/** As mskctl reads it, on a clock that is as far ahead as CloudWatch may be late: the sandbox publishes a minute as it ends. */
async function learn(services: Services, fromMs: number): Promise<ReadonlyMap<string, Learned>> {
  const clock = { ...services.clock, now: () => services.clock.now() + unsettledMinutes * minuteMs };
  const { chosen, siblings } = await chooseForReading(services, { names: [] }, "tune");
  const mappings = chosen.map(({ mapping }) => mapping);
  const sampler = createLagSampler({ ...services, clock }, { fromMs });
  await sampler.base(mappings, siblings);
  const found = await sampler.detail(mappings);
  const each = mappings.map(async (mapping): Promise<[string, Learned]> => {
    const { samples } = found.get(mapping.UUID) ?? expect.unreachable(`no samples of ${mapping.FunctionArn}`);
    const { estimate: facts } = await readMappingFacts(services, mapping, samples);
    return [functionNameOf(mapping.FunctionArn ?? ""), { samples, facts, evidence: evidenceOf(samples, facts) }];
  });
  return new Map(await Promise.all(each));
}

const learnedOf = (name: string): Learned => learned.get(name) ?? expect.unreachable(`nothing is known of ${name}`);
const fitted = (): DurationFit => fit ?? expect.unreachable("the batches do not tell a from b");
const workloadOf = (name: string): Workload => {
  const { evidence, facts } = learnedOf(name);
  return workloadFrom(evidence, facts, fittedWork(fitted()));
};

/** Minutes whose arrivals are known. */
const knownMinutes = ({ arrivals }: Evidence): readonly number[] =>
  arrivals.flatMap((arrived, minute) => (arrived === undefined ? [] : [minute]));

function expectWithin(found: number, expected: number, what: string): void {
  expect(Math.abs(found / expected - 1), `${what}: ${found}, and it is ${expected}`).toBeLessThanOrEqual(tolerance);
}

/** Records in a batch over the minutes whose arrivals are known: as it was, and as the closed forms have it. */
function batches(name: string, workload: Workload): { readonly seen: number; readonly predicted: number } {
  const { samples, facts, evidence } = learnedOf(name);
  const minutes = knownMinutes(evidence);
  const total = (metric: LagMetric) => minutes.reduce((sum, minute) => sum + (samples.series.get(metric)?.[minute] ?? 0), 0);
  const premises = premisesOf({
    workload: { ...workload, arrivals: Float64Array.from(minutes, (minute) => workload.arrivals[minute] ?? 0) },
    scaling: usualScaling,
    prices: listPrices,
    hoursPerMonth: 730,
    groups: [],
    outageMs: minuteMs,
    seed: 1,
  });
  const { candidate } = predictByFormula(premises, facts.settings);
  return { seen: total("invoked") / total("invocations"), predicted: candidate.batch };
}

describe("V11: what is known of a real broker's traffic is told again from a few minutes of metrics", () => {
  it("how long an invocation takes: a, b, and a + b·n over the batches seen", () => {
    const { invocationMs, recordMs, excitation } = fitted();
    expect(excitation).toBeGreaterThan(2);
    expectWithin(invocationMs.value, truth.baseMs, "a");
    expectWithin(recordMs.value, truth.perRecordMs, "b");
    const sizes = fleet.flatMap(({ name }) => learnedOf(name).evidence.steadyMinutes).map(({ records }) => records);
    for (const records of [Math.min(...sizes), Math.max(...sizes)]) {
      const durationMs = invocationMs.value + recordMs.value * records;
      expectWithin(durationMs, truth.baseMs + truth.perRecordMs * records, `${records} records`);
    }
  });

  it.each(all)("what arrives: $name", ({ name, recordBytes, passShare = 1 }) => {
    const { samples, evidence } = learnedOf(name);
    for (const minute of knownMinutes(evidence)) {
      const written = producers.get(name)?.written(samples.fromMs + minute * minuteMs) ?? 0;
      expectWithin(evidence.arrivals[minute] ?? 0, written, `records of minute ${minute}`);
    }
    const workload = workloadOf(name);
    expectWithin(workload.recordBytes, recordBytes, "bytes of a record");
    expectWithin(workload.passShare, passShare, "pass share");
  });

  // That one poller gathers one batch at a time is how the sandbox has it, an assumption.
  it.each(fleet)("how many batches gather at once: $name", ({ name, pollers }) => {
    const { lanes, lanesSeen } = workloadOf(name);
    expect({ lanes, lanesSeen }).toEqual({ lanes: pollers, lanesSeen: { pollers } });
  });

  it.each(fleet)("how large batches are: $name", ({ name }) => {
    const { seen, predicted } = batches(name, workloadOf(name));
    expectWithin(predicted, seen, "records in a batch");
  });

  it("how large they are under settings that nothing was learned from", () => {
    const { lanes, lanesSeen } = workloadOf("slow");
    const { seen, predicted } = batches(unseen.name, { ...workloadOf(unseen.name), lanes, ...(lanesSeen && { lanesSeen }) });
    expect(seen).toBeLessThan(unseen.batchSize ?? 0);
    expectWithin(predicted, seen, "records in a batch");
  });
});
