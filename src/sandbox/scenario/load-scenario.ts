import { MskctlError } from "../../core/errors.ts";
import { readSpec } from "../../core/mapping/read-spec.ts";
import { validateCreate } from "../../core/mapping/rules.ts";
import type { Fault } from "../front/faults.ts";
import { type Fields, fieldsOf, pathText, type ScenarioProblem } from "./fields.ts";
import { fleetOf } from "./fleet.ts";
import { createSettings, mappingUuid } from "./identities.ts";
import { readFunction } from "./read-function.ts";
import { readTopic } from "./read-traffic.ts";
import type { Scenario, ScenarioCluster, ScenarioMapping, ScenarioSelfManagedCluster } from "./scenario.ts";

export interface LoadOptions {
  /** Where relative paths of module functions start; the scenario file's own directory. */
  readonly directory?: string;
}

/**
 * Reads a scenario from plain data, as a YAML or JSON file holds it, and fills in what it leaves out. Throws
 * `malformed-file`: the message names the first problem, `details.problems` has all of them as `{ path, message }`.
 */
export function loadScenario(document: unknown, { directory = "." }: LoadOptions = {}): Scenario {
  const problems: ScenarioProblem[] = [];
  const fields = fieldsOf(document, [], problems);
  const scenario: Scenario = {
    accountId: readAccount(fields),
    region: fields.text("region", "eu-central-1"),
    delays: fields.member("delays", ["short", "aws", "none"]),
    historyMs: fields.duration("history", 3_600_000),
    concurrencyLimit: fields.number("concurrencyLimit", 1_000, { minimum: 1, maximum: 1_000_000, whole: true }),
    functions: fields.list("functions", (item) => readFunction(item, directory)),
    clusters: fields.list("clusters", readCluster),
    selfManagedClusters: fields.list("selfManagedClusters", readSelfManagedCluster),
    mappings: fields.list("mappings", (item) => readMapping(item, problems)),
    faults: fields.list("faults", readFault),
  };
  const fleet = fields.object("fleet");
  const whole = fleetOf(scenario, fleet.number("mappings", 0, { minimum: 0, maximum: 10_000, whole: true }));
  fleet.done();
  fields.done();
  if (problems.length === 0) problems.push(...brokenReferences(whole), ...refusedSettings(scenario));
  const [first] = problems;
  if (first === undefined) return whole;
  throw new MskctlError("malformed-file", `Scenario, ${pathText(first.path)}: ${first.message}.`, { details: { problems } });
}

function readAccount(fields: Fields): string {
  const account = fields.text("account", "123456789012");
  if (!/^\d{12}$/.test(account)) fields.problem("account", "must have 12 digits; put it in quotes");
  return account;
}

const authentications = ["mtls", "scram", "iam", "unauthenticated-tls", "plaintext"] as const;

function readCluster(fields: Fields): ScenarioCluster {
  const given = fields.has("authentication") ? fields.texts("authentication") : ["iam"];
  const authentication = authentications.filter((kind) => given.includes(kind));
  if (authentication.length < given.length || given.length === 0) {
    fields.problem("authentication", `must be a list of ${authentications.join(", ")}`);
  }
  return {
    name: fields.text("name"),
    kind: fields.member("kind", ["PROVISIONED", "SERVERLESS"]),
    kafkaVersion: fields.text("kafkaVersion", "3.8.x"),
    brokers: fields.number("brokers", 3, { minimum: 1, maximum: 100, whole: true }),
    authentication,
    topics: fields.list("topics", readTopic),
    tags: fields.textMap("tags"),
  };
}

function readSelfManagedCluster(fields: Fields): ScenarioSelfManagedCluster {
  const bootstrapServers = fields.has("bootstrapServers") ? fields.texts("bootstrapServers") : ["127.0.0.1:9092"];
  if (bootstrapServers.length === 0) fields.problem("bootstrapServers", "must name at least one broker");
  return { name: fields.text("name"), bootstrapServers, topics: fields.list("topics", readTopic) };
}

/** `cluster` and `disabledSince` are the sandbox's own; every other field is one of the API's create. */
function readMapping(fields: Fields, problems: ScenarioProblem[]): ScenarioMapping {
  const cluster = fields.text("cluster");
  const disabledAgoMs = fields.has("disabledSince") ? fields.duration("disabledSince", 0) : undefined;
  const { cluster: _cluster, disabledSince: _since, ...settings } = fields.all();
  const spec = readSpec(settings, fields.path);
  if (spec.kind === "malformed") {
    problems.push(...spec.problems.map(({ path, message }) => ({ path, message })));
    return { cluster, uuid: undefined, settings: {}, disabledAgoMs };
  }
  const disabled = spec.settings.Enabled === false;
  return { cluster, uuid: spec.uuid, settings: spec.settings, disabledAgoMs: disabledAgoMs ?? (disabled ? 0 : undefined) };
}

function readFault(fields: Fields): Fault {
  const target = {
    service: fields.text("service"),
    ...(fields.has("operation") ? { operation: fields.text("operation") } : {}),
    ...(fields.has("times") ? { times: fields.number("times", 1, { minimum: 1, whole: true }) } : {}),
  };
  if (fields.member("kind", ["error", "lost-answer"]) === "lost-answer") return { ...target, kind: "lost-answer" };
  return {
    ...target,
    kind: "error",
    status: fields.number("status", undefined, { minimum: 400, maximum: 599, whole: true }),
    errorName: fields.text("errorName"),
    ...(fields.has("message") ? { message: fields.text("message") } : {}),
    ...(fields.has("retryAfterSeconds") ? { retryAfterSeconds: fields.number("retryAfterSeconds", 1, { minimum: 0 }) } : {}),
  };
}

/** What AWS would refuse at Create; a scenario has only mappings that can exist. */
function refusedSettings(scenario: Scenario): ScenarioProblem[] {
  return scenario.mappings.flatMap((mapping, index) =>
    validateCreate(createSettings(scenario, mapping), { nowMs: latestTimeMs })
      .filter(({ enforcedBy }) => enforcedBy !== "mskctl")
      .map(({ path, message }) => ({ path: ["mappings", index, ...path], message: message.replace(/\.$/, "") })),
  );
}

/** No timestamp of a scenario is in the future of this: when it will be used is not known yet. */
const latestTimeMs = 8.64e15;

/** Names that are taken twice, and mappings of functions, clusters and topics that are not there. */
function brokenReferences(scenario: Scenario): ScenarioProblem[] {
  const { functions, clusters, selfManagedClusters, mappings } = scenario;
  const functionNames = new Set(functions.map(({ name }) => name));
  const all = [...clusters, ...selfManagedClusters];
  const topicsOf = new Map(all.map(({ name, topics }) => [name, new Set(topics.map((topic) => topic.name))]));
  const problems: ScenarioProblem[] = [];
  if (functionNames.size < functions.length) problems.push({ path: ["functions"], message: "has a name twice" });
  if (topicsOf.size < all.length) problems.push({ path: ["clusters"], message: "has a name twice" });
  const uuids = new Set<string>();
  for (const [index, mapping] of mappings.entries()) {
    const path = ["mappings", index];
    const { cluster, settings } = mapping;
    const uuid = mappingUuid(scenario, mapping);
    if (uuids.has(uuid)) problems.push({ path, message: "is there already: one mapping for a function, a topic and a cluster" });
    uuids.add(uuid);
    const [topic = ""] = settings.Topics ?? [];
    const [name = ""] = (settings.FunctionName ?? "").split(":");
    if (!functionNames.has(name)) problems.push({ path: [...path, "FunctionName"], message: "names no function of the scenario" });
    if (!topicsOf.has(cluster)) problems.push({ path: [...path, "cluster"], message: "names no cluster of the scenario" });
    else if (!topicsOf.get(cluster)?.has(topic)) problems.push({ path: [...path, "Topics"], message: "names no topic of the cluster" });
  }
  return problems;
}
