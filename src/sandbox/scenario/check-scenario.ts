import { type MappingSettings, topicOf } from "../../core/mapping/model.ts";
import { validateCreate } from "../../core/mapping/rules.ts";
import { versionOf } from "../lambda/function-reference.ts";
import { unknownTarget } from "./fault-targets.ts";
import type { Path, ScenarioProblem } from "./fields.ts";
import { createSettings, mappingUuid } from "./identities.ts";
import { isRuntimeFault } from "./read-fault.ts";
import type { Scenario } from "./scenario.ts";

/** What does not go together in a scenario whose fields are all right by themselves. */
export function scenarioFaults(scenario: Scenario): ScenarioProblem[] {
  return [
    ...doubledNames(scenario),
    ...brokenReferences(scenario),
    ...brokenFaults(scenario),
    ...doubledMappings(scenario),
    ...refusedSettings(scenario),
  ];
}

function doubledNames({ functions, clusters, selfManagedClusters, secrets, schemaRegistries }: Scenario): ScenarioProblem[] {
  const lists: { readonly path: Path; readonly named: readonly { readonly name: string }[] }[] = [
    { path: ["functions"], named: functions },
    { path: ["secrets"], named: secrets },
    { path: ["schemaRegistries"], named: schemaRegistries },
    ...schemaRegistries.map(({ schemas }, index) => ({ path: ["schemaRegistries", index, "schemas"], named: schemas })),
    { path: ["clusters"], named: [...clusters, ...selfManagedClusters] },
    ...clusters.map(({ topics }, index) => ({ path: ["clusters", index, "topics"], named: topics })),
    ...selfManagedClusters.map(({ topics }, index) => ({ path: ["selfManagedClusters", index, "topics"], named: topics })),
  ];
  return lists.flatMap(({ path, named }) => {
    const names = new Set<string>();
    const doubled = named.find(({ name }) => names.size === names.add(name).size);
    return doubled === undefined ? [] : [{ path, message: `has two with the name ${doubled.name}` }];
  });
}

/** Mappings of functions, clusters and topics that are not there. */
function brokenReferences(scenario: Scenario): ScenarioProblem[] {
  const functions = new Map(scenario.functions.map((fn) => [fn.name, fn]));
  const clusters = [...scenario.clusters, ...scenario.selfManagedClusters];
  const onBrokers = new Set([
    ...scenario.clusters.filter(({ broker }) => broker !== undefined).map(({ name }) => name),
    ...scenario.selfManagedClusters.filter(({ realBrokers }) => realBrokers).map(({ name }) => name),
  ]);
  const topicsOf = new Map(clusters.map(({ name, topics }) => [name, new Set(topics.map((topic) => topic.name))]));
  return scenario.mappings.flatMap(({ cluster, settings }, index) => {
    const [name = "", qualifier] = (settings.FunctionName ?? "").split(":");
    const fn = functions.get(name);
    const topics = topicsOf.get(cluster);
    const problem = (field: string, message: string): ScenarioProblem => ({ path: ["mappings", index, field], message });
    const problems: ScenarioProblem[] = [];
    if (fn === undefined) problems.push(problem("FunctionName", "names no function of the scenario"));
    else if (versionOf(fn, qualifier) === undefined) problems.push(problem("FunctionName", `names no alias or version of ${name}`));
    if (topics === undefined) problems.push(problem("cluster", "names no cluster of the scenario"));
    else if (!onBrokers.has(cluster) && !topics.has(topicOf(settings) ?? ""))
      problems.push(problem("Topics", `names no topic of ${cluster}`));
    return problems;
  });
}

/** Faults of functions, clusters and mappings that are not there. */
function brokenFaults({ functions, clusters, selfManagedClusters, faults }: Scenario): ScenarioProblem[] {
  const allClusters = [...clusters, ...selfManagedClusters];
  const targets = {
    functions: new Set(functions.map(({ name }) => name)),
    clusters: new Set(allClusters.map(({ name }) => name)),
    topics: new Set(allClusters.flatMap(({ topics }) => topics.map(({ name }) => name))),
  };
  return faults.flatMap((fault, index) => {
    const problem = isRuntimeFault(fault) ? unknownTarget(fault, targets) : undefined;
    return problem === undefined ? [] : [{ path: ["faults", index, problem.field], message: problem.message }];
  });
}

function doubledMappings(scenario: Scenario): ScenarioProblem[] {
  const uuids = new Set<string>();
  return scenario.mappings.flatMap((mapping, index) => {
    const uuid = mappingUuid(scenario, mapping);
    if (!uuids.has(uuid)) {
      uuids.add(uuid);
      return [];
    }
    return [{ path: ["mappings", index], message: "is there already: one mapping for a function, a topic and a cluster" }];
  });
}

/** What AWS would refuse at Create; a scenario has only mappings that can exist. */
function refusedSettings(scenario: Scenario): ScenarioProblem[] {
  return scenario.mappings.flatMap((mapping, index) =>
    validateCreate(withoutTagsOfAws(createSettings(scenario, mapping)), { nowMs: latestTimeMs })
      .filter(({ enforcedBy }) => enforcedBy !== "mskctl")
      .map(({ path, message }) => ({ path: ["mappings", index, ...path], message })),
  );
}

/** CloudFormation's own, say: nobody can give them, but mappings have them. */
function withoutTagsOfAws({ Tags = {}, ...settings }: MappingSettings): MappingSettings {
  const others = Object.entries(Tags).filter(([key]) => !key.toLowerCase().startsWith("aws:"));
  return { ...settings, Tags: Object.fromEntries(others) };
}

/** No timestamp of a scenario is in the future of this: when it will be used is not known yet. */
const latestTimeMs = 8.64e15;
