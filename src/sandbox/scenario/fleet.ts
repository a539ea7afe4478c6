import type { MappingSettings } from "../../core/mapping/model.ts";
import type { SandboxTopic } from "../world.ts";
import type { Scenario, ScenarioFunction, ScenarioMapping } from "./scenario.ts";

/** A cluster of its own holds the fleet's topics. */
const clusterName = "fleet";

/**
 * Adds `count` mappings with a function and a topic each, for whoever wants to see many: every fifth is disabled, the
 * others get a record every ten seconds and more, so that they cost next to nothing.
 */
export function fleetOf(scenario: Scenario, count: number): Scenario {
  if (count === 0) return scenario;
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const cluster = {
    name: clusterName,
    kind: "PROVISIONED",
    kafkaVersion: "3.8.x",
    enhancedMonitoring: "DEFAULT",
    brokers: 3,
    authentication: ["iam"],
    topics: numbers.map(topicOf),
    tags: new Map(),
  } as const;
  return {
    ...scenario,
    functions: [...scenario.functions, ...numbers.map(functionOf)],
    clusters: [...scenario.clusters, cluster],
    mappings: [...scenario.mappings, ...numbers.map(mappingOf)],
  };
}

const nameOf = (number: number): string => `fleet-${String(number).padStart(4, "0")}`;

function topicOf(number: number): SandboxTopic {
  return {
    name: nameOf(number),
    partitions: 1 + (number % 3),
    traffic: {
      shape: { kind: "constant", perSecond: 0.02 + 0.01 * (number % 8) },
      recordBytes: 512,
      keySkew: 0,
      filterPassShare: 1,
    },
  };
}

function functionOf(number: number): ScenarioFunction {
  return {
    name: nameOf(number),
    runtime: "nodejs24.x",
    memoryMb: 256,
    timeoutSeconds: 30,
    architecture: "arm64",
    role: undefined,
    changedAgoMs: number * 3_600_000,
    aliases: new Map(),
    reservedConcurrency: undefined,
    provisionedConcurrency: new Map(),
    tags: new Map([["team", `team-${number % 7}`]]),
    behaviour: { kind: "simulated", baseMs: 20, perRecordMs: 1, poisonShare: 0, errorShare: 0 },
  };
}

function mappingOf(number: number): ScenarioMapping {
  const settings: MappingSettings = {
    FunctionName: nameOf(number),
    Topics: [nameOf(number)],
    StartingPosition: "LATEST",
    MetricsConfig: { Metrics: ["EventCount", "KafkaMetrics"] },
    Tags: { team: `team-${number % 7}` },
    ...(number % 4 === 0 ? { ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 2 } } : {}),
  };
  const disabledAgoMs = number % 5 === 0 ? number * 3_600_000 : undefined;
  return { cluster: clusterName, uuid: undefined, settings, disabledAgoMs };
}
