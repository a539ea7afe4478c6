import { readSpec } from "../../core/mapping/read-spec.ts";
import { dayMs, hourMs } from "../durations.ts";
import { monitoringLevels, type SandboxTopic } from "../world.ts";
import { scenarioFaults } from "./check-scenario.ts";
import { Fields, malformedScenario, type ScenarioProblem } from "./fields.ts";
import { fleetOf } from "./fleet.ts";
import { readAssumptions } from "./read-assumptions.ts";
import { readFault } from "./read-fault.ts";
import { readFunction } from "./read-function.ts";
import { readTopic } from "./read-traffic.ts";
import type { Scenario, ScenarioCluster, ScenarioMapping, ScenarioSelfManagedCluster } from "./scenario.ts";
import { readSchemaRegistry } from "./scenario-schemas.ts";
import { readSecret } from "./scenario-secrets.ts";

export interface LoadOptions {
  /** Where relative paths start; the scenario file's own directory. */
  readonly directory?: string;
}

/** As long as CloudWatch keeps one-minute data (CloudWatch User Guide, metrics retention). */
const longestHistoryMs = 15 * dayMs;

/**
 * Reads a scenario from plain data, as a YAML or JSON file holds it, and fills in what it leaves out. Throws
 * `malformed-file` with a line for each problem; `details.problems` has them as `{ path, message }`.
 */
export function loadScenario(document: unknown, { directory = "." }: LoadOptions = {}): Scenario {
  const problems: ScenarioProblem[] = [];
  const fields = new Fields(document, [], problems);
  const scenario: Scenario = {
    accountId: readAccount(fields),
    region: fields.text("region", "eu-central-1"),
    delays: fields.member("delays", ["short", "aws", "none"], "short"),
    historyMs: fields.duration("history", hourMs, longestHistoryMs),
    concurrencyLimit: fields.number("concurrencyLimit", 1_000, { minimum: 1, maximum: 1_000_000, whole: true }),
    functions: fields.list("functions", (item) => readFunction(item, directory)),
    clusters: fields.list("clusters", readCluster),
    selfManagedClusters: fields.list("selfManagedClusters", readSelfManagedCluster),
    mappings: fields.list("mappings", (item) => readMapping(item, problems)),
    brokerServers: [],
    assumptions: readAssumptions(fields.object("assumptions")),
    secrets: fields.list("secrets", (item) => readSecret(item, directory)),
    schemaRegistries: fields.list("schemaRegistries", (item) => readSchemaRegistry(item, directory)),
    faults: fields.list("faults", readFault).filter((fault) => fault !== undefined),
  };
  const fleet = fields.object("fleet");
  const whole = fleetOf(
    { ...scenario, brokerServers: brokerServersOf(scenario) },
    fleet.number("mappings", 0, { minimum: 0, maximum: 10_000, whole: true }),
  );
  fleet.done();
  fields.done();
  if (problems.length === 0) problems.push(...scenarioFaults(whole));
  if (problems.length === 0) return whole;
  throw malformedScenario(problems);
}

function brokerServersOf({ clusters, selfManagedClusters }: Scenario): string[] {
  return [
    ...clusters.flatMap(({ broker }) => broker ?? []),
    ...selfManagedClusters.flatMap(({ bootstrapServers, realBrokers }) => (realBrokers ? bootstrapServers : [])),
  ];
}

function readAccount(fields: Fields): string {
  const account = fields.text("account", "123456789012");
  if (!/^\d{12}$/.test(account)) fields.problem("account", "must have 12 digits; put it in quotes");
  return account;
}

const authentications = ["mtls", "scram", "iam", "unauthenticated-tls", "plaintext"] as const;

function readCluster(fields: Fields): ScenarioCluster {
  return {
    name: fields.text("name"),
    kind: fields.member("kind", ["PROVISIONED", "SERVERLESS"], "PROVISIONED"),
    kafkaVersion: fields.text("kafkaVersion", "3.8.x"),
    enhancedMonitoring: fields.member("enhancedMonitoring", monitoringLevels, "DEFAULT"),
    brokers: fields.number("brokers", 3, { minimum: 1, maximum: 100, whole: true }),
    authentication: fields.members("authentication", authentications, ["iam"]),
    topics: readTopics(fields, fields.has("bootstrapServers")),
    ...(fields.has("bootstrapServers") ? { broker: fields.texts("bootstrapServers", []) } : {}),
    tags: fields.textMap("tags"),
  };
}

function readTopics(fields: Fields, areReal: boolean): SandboxTopic[] {
  if (areReal && fields.has("topics")) fields.problem("topics", "must be left out: the real brokers have them");
  return fields.list("topics", readTopic);
}

function readSelfManagedCluster(fields: Fields): ScenarioSelfManagedCluster {
  return {
    name: fields.text("name"),
    bootstrapServers: fields.texts("bootstrapServers", ["127.0.0.1:9092"]),
    realBrokers: fields.flag("realBrokers", false),
    topics: readTopics(fields, fields.flag("realBrokers", false)),
  };
}

/** `cluster` and `disabledSince` are the sandbox's own; every other field is one of the API's create. */
function readMapping(fields: Fields, problems: ScenarioProblem[]): ScenarioMapping {
  const cluster = fields.text("cluster");
  const disabledAgoMs = fields.has("disabledSince") ? fields.duration("disabledSince", 0) : undefined;
  for (const source of ["EventSourceArn", "SelfManagedEventSource"]) {
    if (fields.has(source)) fields.problem(source, "must be left out: cluster says what the mapping reads");
  }
  const { cluster: _cluster, disabledSince: _since, ...settings } = fields.all();
  const spec = readSpec(settings, fields.path);
  if (spec.kind === "malformed") {
    problems.push(...spec.problems.map(({ path, message }) => ({ path, message })));
    return { cluster, uuid: undefined, settings: {}, disabledAgoMs };
  }
  const disabled = spec.settings.Enabled === false;
  return { cluster, uuid: spec.uuid, settings: spec.settings, disabledAgoMs: disabledAgoMs ?? (disabled ? 0 : undefined) };
}
