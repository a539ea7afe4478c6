import { MskctlError } from "../../core/errors.ts";
import type { Destinations } from "../destinations/destinations.ts";
import { newMappingDocument } from "../lambda/mapping-document.ts";
import { createLogStore } from "../logs/log-store.ts";
import { createBrokerClusters } from "../runtime/broker/broker-clusters.ts";
import { randomSequence } from "../runtime/chance.ts";
import { defaultRetentionMs } from "../runtime/embedded-topic.ts";
import { createEsmLog } from "../runtime/esm-log.ts";
import { createRuntimeFaults, type RuntimeFaults } from "../runtime/faults/runtime-faults.ts";
import { historySource, type PastMapping } from "../runtime/history/history-source.ts";
import { pastOf } from "../runtime/history/past-of.ts";
import { mappingConfig } from "../runtime/mapping-config.ts";
import { createSchemaRegistries } from "../runtime/registry/schema-registries.ts";
import { createRuntime, type SandboxRuntime } from "../runtime/runtime.ts";
import { createSources, type FindSource } from "../runtime/sources.ts";
import { createMapRunStore } from "../states/map-run.ts";
import type { MetricStore, SandboxClock, SandboxCluster, SandboxFunction, SandboxMapping, SandboxTopic, World } from "../world.ts";
import { clusterArn, createSettings, functionArn, mappingUuid, roleArn } from "./identities.ts";
import { isRuntimeFault } from "./read-fault.ts";
import type { Scenario, ScenarioFunction, ScenarioMapping } from "./scenario.ts";
import { schemaRegistriesOf } from "./scenario-schemas.ts";
import { secretsOf } from "./scenario-secrets.ts";

export interface WorldOptions {
  readonly clock: SandboxClock;
  readonly seed: number;
  readonly metrics: MetricStore;
  readonly destinations: Destinations;
  readonly note: (line: string) => void;
  /** Those of the runtime, where all Regions and the admin API share them; absent: the scenario's. */
  readonly runtimeFaults?: RuntimeFaults;
  /** The scenario's own when absent. In every other Region the account has nothing. */
  readonly region?: string;
}

export interface SandboxWorld extends World {
  readonly runtime: SandboxRuntime;
}

/**
 * Makes a scenario's account in one Region and sets it going: mappings that are enabled poll from now on, with the lag
 * that their history ends with. Throws `usage` when the clock is faster than functions that really run.
 */
export function createWorld(scenario: Scenario, options: WorldOptions): SandboxWorld {
  const { clock, region = scenario.region } = options;
  const here = region === scenario.region ? scenario : emptied(scenario, region);
  refuseFastWorlds(here, clock.speed);
  // On a slow machine, too, an account begins with its clock: else the same seed would not give the same events.
  const startedMs = here === scenario ? clock.originMs : clock.now();
  return clock.asOf(startedMs, () => startedWorld(here, startedMs, options));
}

function startedWorld(here: Scenario, startedMs: number, options: WorldOptions): SandboxWorld {
  const { clock, seed, metrics, destinations, note } = options;
  const functions = new Map(here.functions.map((fn) => [fn.name, sandboxFunction(here, fn, startedMs)]));
  const clusters = new Map(here.clusters.map((cluster) => clusterEntry(here, cluster)));
  const selfManagedClusters = new Map(here.selfManagedClusters.map((cluster) => [cluster.name, { ...cluster, topics: topicMap(cluster) }]));
  const createdMs = startedMs - Math.max(defaultRetentionMs, here.historyMs);
  const secrets = secretsOf(here, startedMs);
  const schemaRegistries = schemaRegistriesOf(here, startedMs);
  const brokers = createBrokerClusters({ clusters, servers: new Set(here.brokerServers), secrets });
  const findSource = createSources({ clusters, selfManagedClusters, age: { seed, startedMs, createdMs } });
  const accountConcurrency = here.concurrencyLimit;
  const logs = createLogStore();
  const runtime = createRuntime({
    clock,
    functions,
    findSource,
    brokers,
    schemaRegistries: createSchemaRegistries({ glue: schemaRegistries, secrets }),
    metrics,
    accountConcurrency,
    assumptions: here.assumptions,
    seed,
    startedMs,
    note,
    destinations,
    log: createEsmLog({ logs, clock }),
    faults: options.runtimeFaults ?? createRuntimeFaults(clock, here.faults.filter(isRuntimeFault)),
  });
  const world: SandboxWorld = {
    accountId: here.accountId,
    region: here.region,
    clock,
    delays: here.delays,
    random: randomSequence(seed),
    accountConcurrency,
    functions,
    clusters,
    selfManagedClusters,
    mappings: new Map(),
    secrets,
    schemaRegistries,
    mapRuns: createMapRunStore(clock),
    metrics,
    logs,
    runtime,
    note,
  };
  settle(world, here, findSource, { seed, startedMs });
  return world;
}

function emptied(scenario: Scenario, region: string): Scenario {
  return {
    ...scenario,
    region,
    functions: [],
    clusters: [],
    selfManagedClusters: [],
    brokerServers: [],
    mappings: [],
    secrets: [],
    schemaRegistries: [],
  };
}

function refuseFastWorlds({ functions, brokerServers }: Scenario, speed: number): void {
  if (speed === 1) return;
  if (brokerServers.length > 0) {
    throw new MskctlError("usage", `--speed ${speed} needs embedded topics: those on ${brokerServers.join(",")} are in real time.`, {
      suggestions: ["Leave --speed out, or the real brokers."],
    });
  }
  const real = functions.find(({ behaviour }) => behaviour.kind !== "simulated");
  if (real === undefined) return;
  throw new MskctlError("usage", `--speed ${speed} needs simulated functions: ${real.name} runs in real time.`, {
    suggestions: ["Leave --speed out, or give the function a `simulated` behaviour in the scenario."],
  });
}

/** The scenario's mappings enter the world: the past first, then pollers. */
function settle(
  world: SandboxWorld,
  scenario: Scenario,
  findSource: FindSource,
  { seed, startedMs }: { readonly seed: number; readonly startedMs: number },
): void {
  const pasts: PastMapping[] = [];
  for (const scenarioMapping of scenario.mappings) {
    const disabledMs = startedMs - (scenarioMapping.disabledAgoMs ?? Number.NEGATIVE_INFINITY);
    const mapping = sandboxMapping(world, scenario, scenarioMapping, startedMs);
    world.mappings.set(mapping.document.UUID, mapping);
    const config = mappingConfig(mapping.document);
    const source = findSource(mapping.document);
    const fn = world.functions.get(config.functionName);
    if (source === undefined || fn === undefined) {
      // A topic on a real broker has no past here.
      if (mapping.document.State === "Enabled") world.runtime.start(mapping);
      continue;
    }
    const fromMs = startedMs - scenario.historyMs;
    const { accountConcurrency } = world;
    const range = { fromMs, startedMs, disabledMs, accountConcurrency, assumptions: scenario.assumptions, seed };
    const past = pastOf(config, source, fn, range);
    pasts.push({ config, mskClusterName: source.mskClusterName, ran: disabledMs > fromMs, past });
    world.runtime.adopt(mapping, past());
    if (mapping.document.State === "Enabled") world.runtime.start(mapping, past().pollers);
  }
  world.metrics.addSource(historySource(pasts, startedMs));
}

function sandboxMapping(world: World, scenario: Scenario, scenarioMapping: ScenarioMapping, startedMs: number): SandboxMapping {
  const { settings, disabledAgoMs } = scenarioMapping;
  const disabled = disabledAgoMs !== undefined;
  const uuid = mappingUuid(scenario, scenarioMapping);
  const document = newMappingDocument(world, createSettings(scenario, scenarioMapping), {
    uuid,
    functionArn: functionArn(scenario, settings.FunctionName ?? ""),
  });
  return {
    document: {
      ...document,
      State: disabled ? "Disabled" : "Enabled",
      StateTransitionReason: "User action",
      LastProcessingResult: disabled ? "No records processed" : "OK",
    },
    lastModifiedMs: startedMs - (disabledAgoMs ?? scenario.historyMs),
    tags: new Map(Object.entries(settings.Tags ?? {})),
  };
}

function sandboxFunction(scenario: Scenario, fn: ScenarioFunction, startedMs: number): SandboxFunction {
  return {
    name: fn.name,
    arn: functionArn(scenario, fn.name),
    runtime: fn.runtime,
    memoryMb: fn.memoryMb,
    timeoutSeconds: fn.timeoutSeconds,
    architecture: fn.architecture,
    role: roleArn(scenario, fn),
    // Lambda writes the time zone without a colon.
    lastModified: new Date(startedMs - fn.changedAgoMs).toISOString().replace("Z", "+0000"),
    aliases: new Map(fn.aliases),
    reservedConcurrency: fn.reservedConcurrency,
    provisionedConcurrency: new Map(fn.provisionedConcurrency),
    tags: new Map(fn.tags),
    behaviour: fn.behaviour,
  };
}

function clusterEntry(scenario: Scenario, cluster: Scenario["clusters"][number]): [string, SandboxCluster] {
  const arn = clusterArn(scenario, cluster.name);
  return [arn, { ...cluster, arn, topics: topicMap(cluster), tags: new Map(cluster.tags), policy: undefined }];
}

function topicMap({ topics }: { readonly topics: readonly SandboxTopic[] }): Map<string, SandboxTopic> {
  return new Map(topics.map((topic) => [topic.name, topic]));
}
