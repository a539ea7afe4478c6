import { createManualClock, type ManualClock } from "../../src/sandbox/clock.ts";
import { createLogStore } from "../../src/sandbox/logs/log-store.ts";
import { createMetricStore } from "../../src/sandbox/metric-store.ts";
import { createMapRunStore } from "../../src/sandbox/states/map-run.ts";
import type { Runtime, SandboxCluster, SandboxFunction, SandboxTopic, World } from "../../src/sandbox/world.ts";

/** A minute's start, so that tests can reckon in minutes. */
export const startMs = Date.parse("2026-11-23T12:00:00Z");

export interface TestWorld extends World {
  readonly clock: ManualClock;
  readonly notes: string[];
}

const noRuntime: Runtime = {
  start: () => undefined,
  readsBroker: () => false,
  stop: () => undefined,
  invoke: () => Promise.reject(new Error("no runtime in this test")),
};

/** An empty account on a clock that stands still. */
export function testWorld(changes: Partial<World> = {}): TestWorld {
  const notes: string[] = [];
  const clock = createManualClock(startMs);
  return {
    accountId: "123456789012",
    region: "eu-central-1",
    delays: "none",
    random: seededRandom(),
    accountConcurrency: 1_000,
    functions: new Map(),
    clusters: new Map(),
    selfManagedClusters: new Map(),
    mappings: new Map(),
    secrets: new Map(),
    schemaRegistries: new Map(),
    mapRuns: createMapRunStore(clock),
    metrics: createMetricStore(),
    logs: createLogStore(),
    runtime: noRuntime,
    note: (line) => notes.push(line),
    ...changes,
    clock,
    notes,
  };
}

function seededRandom(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

export function testFunction(name: string, changes: Partial<SandboxFunction> = {}): SandboxFunction {
  return {
    name,
    arn: `arn:aws:lambda:eu-central-1:123456789012:function:${name}`,
    runtime: "nodejs24.x",
    memoryMb: 256,
    timeoutSeconds: 3,
    architecture: "arm64",
    role: "arn:aws:iam::123456789012:role/shop",
    lastModified: "2026-11-01T08:00:00.000+0000",
    aliases: new Map(),
    reservedConcurrency: undefined,
    provisionedConcurrency: new Map(),
    tags: new Map(),
    behaviour: { kind: "simulated", baseMs: 10, perRecordMs: 1, poisonShare: 0, errorShare: 0 },
    ...changes,
  };
}

export function testCluster(changes: Partial<SandboxCluster> & { readonly name: string }): SandboxCluster {
  return {
    arn: `arn:aws:kafka:eu-central-1:123456789012:cluster/${changes.name}/11111111-2222-3333-4444-555555555555-2`,
    kind: "PROVISIONED",
    kafkaVersion: "3.9.x",
    enhancedMonitoring: "PER_BROKER",
    brokers: 3,
    authentication: ["iam"],
    topics: new Map(),
    tags: new Map(),
    policy: undefined,
    ...changes,
  };
}

export function testTopic(name: string, partitions: number): SandboxTopic {
  return {
    name,
    partitions,
    traffic: { shape: { kind: "constant", perSecond: 10 }, recordBytes: 100, keySkew: 0, filterPassShare: 1 },
  };
}
