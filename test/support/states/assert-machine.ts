import { isJsonObject } from "../../../src/core/json-value.ts";
import type { JsonObject } from "./definition.ts";

/** What `asl-validator` accepts though AWS does not, or though no redrive should have it: told in sentences, an empty list for a sound machine. */
export function faultsOf(definition: object): string[] {
  const machine = object(definition, "the machine");
  return [
    ...mapsOf(machine).flatMap(mapFaults),
    ...flowsOf(machine).flatMap(flowFaults),
    ...resourcesOf(machine)
      .filter((arn) => !allowedResource.test(arn))
      .map((arn) => `${arn} is no resource that a redrive uses`),
  ];
}

const allowedResource = /^arn:aws(-cn|-us-gov)?:states:::(s3:(listObjectsV2|getObject|putObject)|lambda:invoke)$/;

function object(value: unknown, what: string): JsonObject {
  if (!isJsonObject(value)) throw new Error(`${what} is no object`);
  return value;
}

interface Flow {
  readonly start: unknown;
  readonly states: JsonObject;
  /** Paths that are there before the first state. */
  readonly given: readonly string[];
}

function flowsOf(machine: JsonObject): Flow[] {
  const inner = mapsOf(machine).map((map) => object(map["ItemProcessor"], "ItemProcessor"));
  return [machine, ...inner].map((each) => ({ start: each["StartAt"], states: object(each["States"], "States"), given: ["$"] }));
}

function mapsOf(machine: JsonObject): JsonObject[] {
  return statesOf(object(machine["States"], "States")).filter((state) => state["Type"] === "Map");
}

function statesOf(states: JsonObject): JsonObject[] {
  return Object.values(states).map((state) => object(state, "a state"));
}

/** Every `Resource`, wherever it stands. */
function resourcesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(resourcesOf);
  if (!isJsonObject(value)) return [];
  const own = value["Resource"];
  return [...(typeof own === "string" ? [own] : []), ...Object.values(value).flatMap(resourcesOf)];
}

function mapFaults(map: JsonObject): string[] {
  const batcher = map["ItemBatcher"] === undefined ? undefined : object(map["ItemBatcher"], "ItemBatcher");
  const processor = object(map["ItemProcessor"], "ItemProcessor");
  return [
    ...outside(map["MaxConcurrency"], 1, 10_000, "MaxConcurrency"),
    ...outside(map["ToleratedFailurePercentage"], 0, 100, "ToleratedFailurePercentage"),
    ...(batcher === undefined ? [] : outside(batcher["MaxItemsPerBatch"], 1, 100_000, "MaxItemsPerBatch")),
    // The worker's last answer stands beside the items.
    ...(batcher === undefined ? [] : outside(batcher["MaxInputBytesPerBatch"], 1, 262_144 - 1_024, "MaxInputBytesPerBatch")),
    ...(endsWith(map["ResultWriter"], "s3:putObject") ? [] : ["the Map has no ResultWriter"]),
    ...(endsWith(map["ItemReader"], "s3:listObjectsV2") || endsWith(map["ItemReader"], "s3:getObject")
      ? []
      : ["the Map has no ItemReader"]),
    ...(JSON.stringify(processor["ProcessorConfig"]) === '{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"}'
      ? []
      : ["children are not STANDARD"]),
  ];
}

function outside(value: unknown, least: number, most: number, name: string): string[] {
  const fits = typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
  return fits ? [] : [`${name} is ${String(value)}, not ${least} to ${most}`];
}

function endsWith(holder: unknown, action: string): boolean {
  return isJsonObject(holder) && typeof holder["Resource"] === "string" && holder["Resource"].endsWith(`:::${action}`);
}

function flowFaults({ start, states, given }: Flow): string[] {
  const reached = new Set<unknown>();
  const open: unknown[] = [start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    open.push(...nextOf(object(states[String(name)], `state ${String(name)}`)));
  }
  const names = Object.keys(states);
  return [
    ...names.filter((name) => !reached.has(name)).map((name) => `nothing leads to ${name}`),
    ...names.filter((name) => !canEnd(name, states, new Set())).map((name) => `${name} never ends`),
    ...pathFaults(states, given),
  ];
}

function nextOf(state: JsonObject): unknown[] {
  const choices = Array.isArray(state["Choices"]) ? state["Choices"].map((choice) => object(choice, "a choice")["Next"]) : [];
  const catches = Array.isArray(state["Catch"]) ? state["Catch"].map((each) => object(each, "a Catch")["Next"]) : [];
  return [state["Next"], state["Default"], ...choices, ...catches].filter((next) => next !== undefined);
}

function canEnd(name: string, states: JsonObject, seen: Set<string>): boolean {
  if (seen.has(name)) return false;
  seen.add(name);
  const state = object(states[name], `state ${name}`);
  return (
    state["Type"] === "Succeed" ||
    state["Type"] === "Fail" ||
    state["End"] === true ||
    nextOf(state).some((next) => canEnd(String(next), states, seen))
  );
}

/** A path that is read must be one that a Task writes: its ResultPath, with a field of its ResultSelector. */
function pathFaults(states: JsonObject, given: readonly string[]): string[] {
  const written = new Set([...given, ...statesOf(states).flatMap(writtenBy)]);
  const read = Object.entries(states).flatMap(([name, state]) => readBy(object(state, name)).map((path) => [name, path] as const));
  return read.filter(([, path]) => !written.has(path)).map(([name, path]) => `${name} reads ${path}, which no state writes`);
}

function writtenBy(state: JsonObject): string[] {
  const path = state["ResultPath"];
  if (state["Type"] !== "Task" || typeof path !== "string") return [];
  const fields = isJsonObject(state["ResultSelector"]) ? Object.keys(state["ResultSelector"]) : [];
  return [path, ...fields.map((field) => `${path}.${field.replace(/\.\$$/, "")}`)];
}

function readBy(state: JsonObject): string[] {
  const choices = Array.isArray(state["Choices"]) ? state["Choices"].map((choice) => object(choice, "a choice")["Variable"]) : [];
  const parameters = isJsonObject(state["Parameters"]) ? Object.entries(state["Parameters"]).filter(([name]) => name.endsWith(".$")) : [];
  const paths = [state["InputPath"], state["OutputPath"], state["SecondsPath"], ...choices, ...parameters.map(([, path]) => path)];
  return paths.filter((path) => typeof path === "string");
}
