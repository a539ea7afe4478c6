import { isJsonObject } from "../../../src/core/json-value.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

/** A redrive's machine as the interpreter needs it. */
export interface MachineDefinition {
  readonly map: MapState;
}

export interface MapState {
  readonly label: string;
  readonly reader: ItemReader;
  /** Undefined: each item is a child's input. */
  readonly batcher: { readonly maxItems: number; readonly maxBytes: number } | undefined;
  readonly maxConcurrency: number;
  readonly toleratedFailurePercentage: number;
  readonly writer: { readonly bucket: string; readonly prefix: string };
  readonly startAt: string;
  readonly states: ReadonlyMap<string, ChildState>;
}

export type ItemReader =
  | { readonly kind: "listObjectsV2"; readonly bucket: string; readonly prefix: string | undefined }
  | { readonly kind: "jsonl"; readonly bucket: string; readonly key: string };

export type ChildState =
  | {
      readonly type: "Task";
      readonly functionName: string;
      readonly payload: string;
      /** Of the result, field by field; its paths begin with `$.Payload`. */
      readonly selector: ReadonlyMap<string, string>;
      readonly resultPath: string;
      readonly timeoutMs: number;
      readonly retries: readonly Retrier[];
      readonly next: string;
    }
  | { readonly type: "Choice"; readonly choices: readonly Choice[]; readonly otherwise: string }
  | { readonly type: "Wait"; readonly secondsPath: string; readonly next: string }
  | { readonly type: "Succeed"; readonly outputPath: string };

export interface Retrier {
  readonly errors: readonly string[];
  readonly firstMs: number;
  readonly attempts: number;
  readonly rate: number;
  readonly mostMs: number;
  readonly isJittered: boolean;
}

interface Choice {
  readonly variable: string;
  readonly holds: (value: unknown) => boolean;
  readonly next: string;
}

/** Throws for whatever the interpreter does not act on: a field that is overlooked would prove nothing. */
export function readDefinition(definition: object, substitutions: Readonly<Record<string, string>>): MachineDefinition {
  const machine = fields(substituted(definition, substitutions), "the machine", ["StartAt", "States"], ["Comment", "QueryLanguage"]);
  if (machine["QueryLanguage"] !== undefined && machine["QueryLanguage"] !== "JSONPath")
    throw unknown("QueryLanguage", machine["QueryLanguage"]);
  const start = text(machine["StartAt"], "StartAt");
  const states = fields(machine["States"], "States", [start]);
  return { map: readMap(states[start]) };
}

/** As `DefinitionSubstitutions` does: in the text, wherever `${NAME}` stands. */
function substituted(definition: object, substitutions: Readonly<Record<string, string>>): unknown {
  const filled = JSON.stringify(definition).replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = substitutions[name];
    if (value === undefined) throw new Error(`nothing is given for \${${name}}`);
    return JSON.stringify(value).slice(1, -1);
  });
  return JSON.parse(filled) as unknown;
}

function readMap(value: unknown): MapState {
  const needed = ["Type", "Label", "ItemReader", "MaxConcurrency", "ToleratedFailurePercentage", "ItemProcessor", "ResultWriter", "End"];
  const map = fields(value, "the Map", needed, ["ItemBatcher"]);
  if (map["Type"] !== "Map" || map["End"] !== true) throw unknown("a Map that is not the end", map["Type"]);
  const processor = fields(map["ItemProcessor"], "ItemProcessor", ["ProcessorConfig", "StartAt", "States"]);
  const config = fields(processor["ProcessorConfig"], "ProcessorConfig", ["Mode", "ExecutionType"]);
  if (config["Mode"] !== "DISTRIBUTED" || config["ExecutionType"] !== "STANDARD") throw unknown("ProcessorConfig", config["Mode"]);
  return {
    label: text(map["Label"], "Label"),
    reader: readReader(map["ItemReader"]),
    batcher: map["ItemBatcher"] === undefined ? undefined : readBatcher(map["ItemBatcher"]),
    maxConcurrency: amount(map["MaxConcurrency"], "MaxConcurrency"),
    toleratedFailurePercentage: amount(map["ToleratedFailurePercentage"], "ToleratedFailurePercentage"),
    writer: readWriter(map["ResultWriter"]),
    startAt: text(processor["StartAt"], "StartAt"),
    states: new Map(Object.entries(object(processor["States"], "States")).map(([name, state]) => [name, readState(state, name)])),
  };
}

function readReader(value: unknown): ItemReader {
  const reader = fields(value, "ItemReader", ["Resource", "Parameters"], ["ReaderConfig"]);
  const action = actionOf(reader["Resource"]);
  if (action === "s3:listObjectsV2" && reader["ReaderConfig"] === undefined) {
    const { Bucket, Prefix } = fields(reader["Parameters"], "Parameters", ["Bucket"], ["Prefix"]);
    return { kind: "listObjectsV2", bucket: text(Bucket, "Bucket"), prefix: Prefix === undefined ? undefined : text(Prefix, "Prefix") };
  }
  if (action !== "s3:getObject") throw unknown("ItemReader", action);
  const { InputType } = fields(reader["ReaderConfig"], "ReaderConfig", ["InputType"]);
  if (InputType !== "JSONL") throw unknown("InputType", InputType);
  const { Bucket, Key } = fields(reader["Parameters"], "Parameters", ["Bucket", "Key"]);
  return { kind: "jsonl", bucket: text(Bucket, "Bucket"), key: text(Key, "Key") };
}

function readBatcher(value: unknown): NonNullable<MapState["batcher"]> {
  const { MaxItemsPerBatch, MaxInputBytesPerBatch } = fields(value, "ItemBatcher", ["MaxItemsPerBatch", "MaxInputBytesPerBatch"]);
  return { maxItems: amount(MaxItemsPerBatch, "MaxItemsPerBatch"), maxBytes: amount(MaxInputBytesPerBatch, "MaxInputBytesPerBatch") };
}

function readWriter(value: unknown): MapState["writer"] {
  const { Resource, Parameters } = fields(value, "ResultWriter", ["Resource", "Parameters"]);
  if (actionOf(Resource) !== "s3:putObject") throw unknown("ResultWriter", Resource);
  const { Bucket, Prefix } = fields(Parameters, "Parameters", ["Bucket", "Prefix"]);
  return { bucket: text(Bucket, "Bucket"), prefix: text(Prefix, "Prefix") };
}

function readState(value: unknown, name: string): ChildState {
  const { Type } = object(value, name);
  switch (Type) {
    case "Task":
      return readTask(value, name);
    case "Choice": {
      const { Choices, Default } = fields(value, name, ["Type", "Choices", "Default"]);
      return { type: "Choice", choices: list(Choices, "Choices").map(readChoice), otherwise: text(Default, "Default") };
    }
    case "Wait": {
      const { SecondsPath, Next } = fields(value, name, ["Type", "SecondsPath", "Next"]);
      return { type: "Wait", secondsPath: path(SecondsPath), next: text(Next, "Next") };
    }
    case "Succeed":
      return { type: "Succeed", outputPath: path(fields(value, name, ["Type", "OutputPath"])["OutputPath"]) };
    default:
      throw unknown("a state's type", Type);
  }
}

function readTask(value: unknown, name: string): ChildState {
  const needed = ["Type", "Resource", "Parameters", "ResultSelector", "ResultPath", "TimeoutSeconds", "Retry", "Next"];
  const task = fields(value, name, needed);
  if (actionOf(task["Resource"]) !== "lambda:invoke") throw unknown("Resource", task["Resource"]);
  const parameters = fields(task["Parameters"], "Parameters", ["FunctionName", "Payload.$"]);
  const selector = Object.entries(object(task["ResultSelector"], "ResultSelector")).map(([field, from]): [string, string] => {
    const source = path(from);
    if (!field.endsWith(".$") || !source.startsWith("$.Payload.")) throw unknown("ResultSelector", field);
    return [field.slice(0, -2), `$${source.slice("$.Payload".length)}`];
  });
  return {
    type: "Task",
    functionName: text(parameters["FunctionName"], "FunctionName"),
    payload: path(parameters["Payload.$"]),
    selector: new Map(selector),
    resultPath: path(task["ResultPath"]),
    timeoutMs: amount(task["TimeoutSeconds"], "TimeoutSeconds") * 1_000,
    retries: list(task["Retry"], "Retry").map(readRetrier),
    next: text(task["Next"], "Next"),
  };
}

function readRetrier(value: unknown): Retrier {
  const needed = ["ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds"];
  const retrier = fields(value, "a retrier", needed, ["JitterStrategy"]);
  const jitter = retrier["JitterStrategy"];
  if (jitter !== undefined && jitter !== "FULL" && jitter !== "NONE") throw unknown("JitterStrategy", jitter);
  return {
    errors: list(retrier["ErrorEquals"], "ErrorEquals").map((each) => text(each, "ErrorEquals")),
    firstMs: amount(retrier["IntervalSeconds"], "IntervalSeconds") * 1_000,
    attempts: amount(retrier["MaxAttempts"], "MaxAttempts"),
    rate: amount(retrier["BackoffRate"], "BackoffRate"),
    mostMs: amount(retrier["MaxDelaySeconds"], "MaxDelaySeconds") * 1_000,
    isJittered: jitter === "FULL",
  };
}

function readChoice(value: unknown): Choice {
  const choice = fields(value, "a choice", ["Variable", "Next"], ["BooleanEquals", "NumericGreaterThan"]);
  const { BooleanEquals, NumericGreaterThan } = choice;
  const tests = [
    ...(BooleanEquals === undefined ? [] : [(given: unknown) => given === BooleanEquals]),
    ...(NumericGreaterThan === undefined ? [] : [above(amount(NumericGreaterThan, "NumericGreaterThan"))]),
  ];
  const [holds] = tests;
  if (holds === undefined || tests.length > 1) throw unknown("a choice", JSON.stringify(value));
  return { variable: path(choice["Variable"]), holds, next: text(choice["Next"], "Next") };
}

function above(least: number): (given: unknown) => boolean {
  return (given) => typeof given === "number" && given > least;
}

function actionOf(resource: unknown): string {
  const [, action] = /^arn:aws(?:-cn|-us-gov)?:states:::(.+)$/.exec(text(resource, "Resource")) ?? [];
  if (action === undefined) throw unknown("Resource", resource);
  return action;
}

function fields(value: unknown, what: string, needed: readonly string[], optional: readonly string[] = []): JsonObject {
  const given = object(value, what);
  const missing = needed.filter((name) => given[name] === undefined);
  const unexpected = Object.keys(given).filter((name) => !needed.includes(name) && !optional.includes(name));
  if (missing.length + unexpected.length === 0) return given;
  throw new Error(
    `${what}: ${[...missing.map((name) => `no ${name}`), ...unexpected.map((name) => `${name} is not understood`)].join(", ")}`,
  );
}

function object(value: unknown, what: string): JsonObject {
  if (!isJsonObject(value)) throw unknown(what, value);
  return value;
}

function list(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw unknown(what, value);
  return value;
}

function text(value: unknown, what: string): string {
  if (typeof value !== "string") throw unknown(what, value);
  return value;
}

function amount(value: unknown, what: string): number {
  if (typeof value !== "number") throw unknown(what, value);
  return value;
}

/** A reference path: `$`, or names behind it. */
function path(value: unknown): string {
  const given = text(value, "a path");
  if (!/^\$(\.\w+)*$/.test(given)) throw unknown("a path", given);
  return given;
}

function unknown(what: string, value: unknown): Error {
  return new Error(`${what} is not understood: ${String(value)}`);
}
