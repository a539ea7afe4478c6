import type { Clock } from "../../../src/core/time.ts";
import type { ChildState, JsonObject, MapState, Retrier } from "./definition.ts";

/** Calls the function; rejects with an error whose `name` is what Step Functions would call it. */
export type Invoke = (functionName: string, payload: unknown, attempt: number) => Promise<unknown>;

export interface ChildWorld {
  readonly clock: Clock;
  readonly invoke: Invoke;
  /** For FULL jitter; from 0 to below 1. */
  readonly random: () => number;
  /** The execution was stopped: nothing begins any more. */
  readonly isStopped: () => boolean;
}

/** A child between two states; a redrive goes on from it. */
export interface Child {
  readonly name: string;
  readonly items: number;
  readonly input: string;
  readonly startedAtMs: number;
  state: string;
  data: JsonObject;
  transitions: number;
  events: number;
  redrives: number;
}

export type ChildEnd =
  | { readonly kind: "succeeded"; readonly output: unknown }
  | { readonly kind: "failed"; readonly error: string; readonly cause: string }
  | { readonly kind: "aborted" };

/** Step Functions quotas. */
const stateBytes = 262_144;
const mostEvents = 25_000;

/** Works off a child until it ends. What it was doing when it failed stays in it. */
export async function runChild({ states }: MapState, child: Child, world: ChildWorld): Promise<ChildEnd> {
  try {
    for (;;) {
      if (world.isStopped()) return { kind: "aborted" };
      const state = states.get(child.state);
      if (state === undefined) throw new ExecutionError("States.Runtime", `there is no state ${child.state}`);
      child.transitions++;
      happened(child, 1);
      const next = await entered(state, child, world);
      happened(child, 1);
      if (next === undefined) return succeeded(state, child);
      child.state = next;
    }
  } catch (error) {
    if (error instanceof Aborted) return { kind: "aborted" };
    if (!(error instanceof ExecutionError)) throw error;
    child.events++;
    return { kind: "failed", error: error.name, cause: error.message };
  }
}

class ExecutionError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

class Aborted extends Error {}

function happened(child: Child, events: number): void {
  child.events += events;
  if (child.events > mostEvents) throw new ExecutionError("States.Runtime", `the history has more than ${mostEvents} events`);
}

function succeeded(state: ChildState, child: Child): ChildEnd {
  happened(child, 1);
  return { kind: "succeeded", output: valueAt(child.data, state.type === "Succeed" ? state.outputPath : "$") };
}

/** Gives the state that follows; undefined: that was the last. */
async function entered(state: ChildState, child: Child, world: ChildWorld): Promise<string | undefined> {
  switch (state.type) {
    case "Task":
      await worked(state, child, world);
      return state.next;
    case "Choice":
      return state.choices.find(({ variable, holds }) => holds(valueAt(child.data, variable)))?.next ?? state.otherwise;
    case "Wait": {
      const seconds = valueAt(child.data, state.secondsPath);
      if (typeof seconds !== "number" || !Number.isInteger(seconds) || seconds < 0) {
        throw new ExecutionError("States.Runtime", `${state.secondsPath} is no number of seconds: ${String(seconds)}`);
      }
      await world.clock.sleep(seconds * 1_000);
      return state.next;
    }
    case "Succeed":
      return undefined;
  }
}

async function worked(task: Extract<ChildState, { type: "Task" }>, child: Child, world: ChildWorld): Promise<void> {
  const used = new Map<Retrier, number>();
  for (let attempt = 1; ; attempt++) {
    if (world.isStopped()) throw new Aborted();
    happened(child, 2);
    const outcome = await attempted(task, child, world, attempt);
    happened(child, 1);
    if (outcome.kind === "answer") {
      child.data = placed(child.data, task.resultPath, selected(task.selector, outcome.answer));
      return;
    }
    const retrier = task.retries.find(({ errors }) => errors.includes(outcome.error));
    const tries = retrier === undefined ? 0 : (used.get(retrier) ?? 0);
    if (retrier === undefined || tries >= retrier.attempts) throw new ExecutionError(outcome.error, outcome.cause);
    used.set(retrier, tries + 1);
    // A retry is a transition of its own (Step Functions pricing).
    child.transitions++;
    await world.clock.sleep(delayMs(retrier, tries, world.random));
  }
}

function delayMs({ firstMs, rate, mostMs, isJittered }: Retrier, tries: number, random: () => number): number {
  const whole = Math.min(mostMs, firstMs * rate ** tries);
  return isJittered ? Math.floor(whole * random()) : whole;
}

type Attempt =
  | { readonly kind: "answer"; readonly answer: unknown }
  | { readonly kind: "error"; readonly error: string; readonly cause: string };

/** Step Functions stops waiting at the timeout; here an answer that comes later is thrown away. */
async function attempted(
  { functionName, payload, timeoutMs }: Extract<ChildState, { type: "Task" }>,
  child: Child,
  { clock, invoke }: ChildWorld,
  attempt: number,
): Promise<Attempt> {
  const startedAtMs = clock.now();
  try {
    const answer = await invoke(functionName, JSON.parse(JSON.stringify(valueAt(child.data, payload))), attempt);
    if (clock.now() - startedAtMs > timeoutMs) return { kind: "error", error: "States.Timeout", cause: "" };
    return { kind: "answer", answer };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { kind: "error", error: error.name, cause: error.message };
  }
}

function selected(selector: ReadonlyMap<string, string>, answer: unknown): JsonObject {
  return Object.fromEntries([...selector].map(([field, path]) => [field, valueAt(answer, path)]));
}

function valueAt(data: unknown, path: string): unknown {
  let value = data;
  for (const name of path.split(".").slice(1)) {
    value = typeof value === "object" && value !== null ? (value as JsonObject)[name] : undefined;
    if (value === undefined) throw new ExecutionError("States.Runtime", `${path} is not there`);
  }
  return value;
}

/** `data` with a value at a path of one name. */
function placed(data: JsonObject, path: string, value: JsonObject): JsonObject {
  const [, name = "", ...deeper] = path.split(".");
  if (name === "" || deeper.length > 0) throw new Error(`ResultPath ${path} is not understood`);
  const next = { ...data, [name]: value };
  if (Buffer.byteLength(JSON.stringify(next)) > stateBytes) throw new ExecutionError("States.DataLimitExceeded", "a state is too large");
  return next;
}
