import { resolve } from "node:path";
import { MskctlError } from "../../core/errors.ts";
import type { FunctionBehaviour } from "../world.ts";
import { loadScenario } from "./load-scenario.ts";
import type { Scenario, ScenarioFunction } from "./scenario.ts";

/** What the command line puts beside a scenario. */
export interface RealParts {
  /** `host:port` of real brokers; none: the topics are embedded. */
  readonly bootstrapServers: readonly string[];
  /** `NAME=FILE` or `NAME=URL`. */
  readonly functions: readonly string[];
}

/** The name of the MSK cluster that stands for the real brokers. */
const localCluster = "local";

/** The account that there is for real brokers when no scenario is given: nothing but what the command line names. */
export function emptyAccount(): Scenario {
  return loadScenario({ history: "0s" });
}

/** Adds real brokers as an MSK cluster without authentication, and functions. A function that is there gets its new behaviour. */
export function withRealParts(scenario: Scenario, { bootstrapServers, functions }: RealParts): Scenario {
  const clusters = bootstrapServers.length === 0 ? scenario.clusters : [...scenario.clusters, clusterOn(bootstrapServers)];
  return {
    ...scenario,
    clusters,
    brokerServers: [...scenario.brokerServers, ...bootstrapServers],
    functions: functions.map(readFunctionFlag).reduce(withFunction, scenario.functions),
  };
}

function clusterOn(broker: readonly string[]): Scenario["clusters"][number] {
  const { clusters } = loadScenario({ clusters: [{ name: localCluster, brokers: broker.length, authentication: ["plaintext"] }] });
  const [cluster] = clusters;
  if (cluster === undefined) throw new Error("a scenario with a cluster has none");
  return { ...cluster, broker };
}

function withFunction(
  functions: readonly ScenarioFunction[],
  { name, behaviour }: { readonly name: string; readonly behaviour: FunctionBehaviour },
): readonly ScenarioFunction[] {
  const known = functions.find((fn) => fn.name === name);
  if (known !== undefined) return functions.map((fn) => (fn === known ? { ...fn, behaviour } : fn));
  return [...functions, ...loadScenario({ functions: [{ name }] }).functions.map((fn) => ({ ...fn, behaviour }))];
}

function readFunctionFlag(text: string): { readonly name: string; readonly behaviour: FunctionBehaviour } {
  const [, name = "", target = ""] = /^([A-Za-z0-9_-]{1,64})=(.+)$/.exec(text) ?? [];
  if (target === "") {
    throw new MskctlError("usage", `"${text}" is no function; write NAME=FILE for a JavaScript module, or NAME=URL`, {
      suggestions: ["mskctl sandbox start --function orders=./orders.mjs", "mskctl sandbox start --function orders=http://127.0.0.1:9000"],
    });
  }
  if (/^https?:\/\//i.test(target)) {
    if (!URL.canParse(target)) throw new MskctlError("usage", `"${target}" is no address; write one such as http://127.0.0.1:9000`);
    return { name, behaviour: { kind: "http", url: target } };
  }
  return { name, behaviour: { kind: "module", file: resolve(target) } };
}
