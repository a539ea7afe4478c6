import { isError, MskctlError } from "../../errors.ts";
import { type Clock, formatDuration } from "../../time.ts";
import { type ExplainedResult, explainLastResult, explainTransition } from "../catalogue.ts";
import { askFor, whyUnknown } from "../fact.ts";
import { isSettled, type MappingDocument } from "../model.ts";
import type { MappingStore, MetricReader } from "../ports.ts";
import { type PollingSight, type PollingSign, readPollingMetrics, tellsOfPolling, tellsOfSilence } from "./polling.ts";

/** How far a write is followed: until records are read, until AWS has carried it out, or not at all. */
export type WaitTarget = "polling" | "settled" | "none";

/** Lambda may take several minutes to begin polling after a create, and up to 90 s after an update (Developer Guide). */
export const createWaitMs = 10 * 60_000;
export const updateWaitMs = 5 * 60_000;

const firstIntervalMs = 1_000;
const longestIntervalMs = 5_000;
const backOff = 1.5;

export interface WaitPorts {
  readonly mappings: Pick<MappingStore, "get">;
  readonly metrics: MetricReader;
  readonly clock: Clock;
}

export interface WaitRequest {
  /** AWS's answer to the write. */
  readonly written: MappingDocument;
  readonly name: string;
  readonly until: WaitTarget;
  readonly timeoutMs: number;
  /** The settled state that the write asked for; another one ends the wait with `refused`. */
  readonly expectedState?: string;
  /** Since when the mapping surely read nothing (0: it is new). undefined: it was reading until the write. */
  readonly quietSinceMs?: number;
}

/** A disabled mapping has read nothing since its state last changed; of any other nothing is known. */
export function quietSince({ State: state, LastModified: lastModified }: MappingDocument): Pick<WaitRequest, "quietSinceMs"> {
  const sinceMs = Date.parse(lastModified ?? "");
  return state === "Disabled" && !Number.isNaN(sinceMs) ? { quietSinceMs: sinceMs } : {};
}

export type WaitEvent =
  | {
      readonly kind: "phase";
      readonly phase: string;
      readonly done: boolean;
      readonly elapsedMs: number;
      /** How far it is, while it runs. */
      readonly detail?: string;
    }
  /** How many of the mappings have been read: where each costs a call, hundreds take minutes. */
  | { readonly kind: "read"; readonly done: number; readonly total: number }
  /** A new LastProcessingResult that tells of a problem. */
  | { readonly kind: "problem"; readonly explained: ExplainedResult }
  /** Something that the person should know although the verb goes on. */
  | { readonly kind: "note"; readonly text: string };

export type Reached =
  | { readonly kind: "polling"; readonly by: PollingSign }
  | { readonly kind: "not-observable"; readonly reason: string; readonly fix?: string }
  | { readonly kind: "settled" }
  | { readonly kind: "gone" }
  | { readonly kind: "not-waited" };

export interface Waited {
  /** The mapping as last seen. */
  readonly mapping: MappingDocument;
  readonly reached: Reached;
}

/**
 * Follows a create or an update through its states (`creating`, `enabled`, `polling`), telling each to `onEvent`.
 * A mapping that settles in a state without polling ends there. Errors: `timed-out`, `interrupted` and `terminated` say
 * the state and how to go on; `refused` when AWS settled on another state than the expected one.
 */
export async function waitForMapping(ports: WaitPorts, request: WaitRequest, onEvent: (event: WaitEvent) => void): Promise<Waited> {
  if (request.until === "none") return { mapping: request.written, reached: { kind: "not-waited" } };
  const watch = createWatch(ports, request, onEvent);
  try {
    const readable = await untilSettled(watch);
    if (!readable.ok) return { mapping: watch.mapping(), reached: { kind: "not-observable", reason: readable.reason } };
    assertExpected(watch.mapping(), request);
    if (request.until === "settled" || watch.mapping().State !== "Enabled")
      return { mapping: watch.mapping(), reached: { kind: "settled" } };
    return await untilPolling(ports, watch, request);
  } catch (error) {
    throw withState(error, watch.mapping(), request.name);
  }
}

/** Follows a delete until AWS no longer knows the mapping. Errors as for `waitForMapping`. */
export async function waitUntilGone(ports: WaitPorts, request: WaitRequest, onEvent: (event: WaitEvent) => void): Promise<Waited> {
  if (request.until === "none") return { mapping: request.written, reached: { kind: "not-waited" } };
  const watch = createWatch(ports, request, onEvent);
  try {
    watch.begin("deleting");
    for (;;) {
      const look = await watch.look();
      if (look.kind === "gone") break;
      if (look.kind === "denied") return { mapping: watch.mapping(), reached: { kind: "not-observable", reason: look.reason } };
    }
    watch.finish("deleting");
    watch.finish("deleted");
    return { mapping: watch.mapping(), reached: { kind: "gone" } };
  } catch (error) {
    throw withState(error, watch.mapping(), request.name);
  }
}

/** Waits until `mapping` is in no transition, in which AWS refuses Update and Delete. Errors as for `waitForMapping`. */
export async function waitUntilSettled(
  ports: WaitPorts,
  request: Omit<WaitRequest, "until">,
  onEvent: (event: WaitEvent) => void,
): Promise<MappingDocument> {
  if (isSettled(request.written)) return request.written;
  return (await waitForMapping(ports, { ...request, until: "settled" }, onEvent)).mapping;
}

type Look = { readonly kind: "seen" } | { readonly kind: "gone" } | { readonly kind: "denied"; readonly reason: string };

interface Watch {
  mapping(): MappingDocument;
  /** True when a result since the write told that nothing was read, so that a later one tells of polling. */
  wasSilent(): boolean;
  /** Sleeps, then asks AWS again; a throttled or unavailable answer leaves the last one in place. */
  look(): Promise<Look>;
  begin(phase: string): void;
  finish(phase: string): void;
}

function createWatch({ mappings, clock }: WaitPorts, request: WaitRequest, onEvent: (event: WaitEvent) => void): Watch {
  const startedMs = clock.now();
  const elapsedMs = () => clock.now() - startedMs;
  let mapping = request.written;
  let intervalMs = firstIntervalMs;
  let running = "";
  let silent = request.quietSinceMs === 0 || tellsOfSilence(mapping.LastProcessingResult);
  const show = (phase: string, done: boolean) => onEvent({ kind: "phase", phase, done, elapsedMs: elapsedMs() });

  function take(seen: MappingDocument): void {
    const { LastProcessingResult: result } = seen;
    const explained = explainLastResult(result);
    const isProblem = explained.kind === "problem" || explained.kind === "function-error";
    if (isProblem && result !== mapping.LastProcessingResult) onEvent({ kind: "problem", explained });
    silent ||= tellsOfSilence(result);
    mapping = seen;
  }

  return {
    mapping: () => mapping,
    wasSilent: () => silent,
    async look() {
      if (elapsedMs() + intervalMs > request.timeoutMs) throw tookTooLong(running, elapsedMs());
      await clock.sleep(intervalMs);
      intervalMs = Math.min(intervalMs * backOff, longestIntervalMs);
      const seen = await askFor(() => mappings.get(mapping.UUID));
      if (seen.kind === "missing") return { kind: "gone" };
      if (seen.kind === "not-permitted") return { kind: "denied", reason: whyUnknown(seen) };
      if (seen.kind === "known") take(seen.value);
      if (running !== "") show(running, false);
      return { kind: "seen" };
    },
    begin(phase) {
      running = phase;
      show(phase, false);
    },
    finish(phase) {
      running = "";
      show(phase, true);
    },
  };
}

function tookTooLong(phase: string, elapsedMs: number): MskctlError {
  const duration = formatDuration(elapsedMs);
  return new MskctlError("timed-out", phase === "polling" ? `no poll was seen in ${duration}` : `not done after ${duration}`);
}

async function untilSettled(watch: Watch): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: string }> {
  let phase = phaseOf(watch.mapping());
  while (!isSettled(watch.mapping())) {
    watch.begin(phase);
    while (phaseOf(watch.mapping()) === phase) {
      const look = await watch.look();
      if (look.kind === "denied") return { ok: false, reason: look.reason };
      if (look.kind === "gone") throw new MskctlError("not-found", "deleted meanwhile");
    }
    watch.finish(phase);
    phase = phaseOf(watch.mapping());
  }
  watch.finish(phase);
  return { ok: true };
}

async function untilPolling(ports: WaitPorts, watch: Watch, request: WaitRequest): Promise<Waited> {
  const sinceMs = request.quietSinceMs ?? ports.clock.now();
  watch.begin("polling");
  for (;;) {
    const sight = await lookForPolling(ports, watch, sinceMs);
    if (sight.kind === "not-observable") return { mapping: watch.mapping(), reached: sight };
    if (sight.kind === "seen") {
      watch.finish("polling");
      return { mapping: watch.mapping(), reached: { kind: "polling", by: sight.by } };
    }
    const look = await watch.look();
    if (look.kind === "denied") return { mapping: watch.mapping(), reached: { kind: "not-observable", reason: look.reason } };
    if (look.kind === "gone") throw new MskctlError("not-found", "deleted meanwhile");
    assertExpected(watch.mapping(), request);
  }
}

async function lookForPolling(ports: WaitPorts, watch: Watch, sinceMs: number): Promise<PollingSight> {
  if (watch.wasSilent() && tellsOfPolling(watch.mapping().LastProcessingResult)) return { kind: "seen", by: "LastProcessingResult" };
  return readPollingMetrics(ports, watch.mapping(), sinceMs);
}

function phaseOf(mapping: MappingDocument): string {
  return (mapping.State ?? "state unknown").toLowerCase();
}

function assertExpected(mapping: MappingDocument, { expectedState, name }: WaitRequest): void {
  const { State: state, StateTransitionReason: reason } = mapping;
  if (expectedState === undefined || state === expectedState || !isSettled(mapping)) return;
  const { cause, remedy } = explainTransition(reason);
  const why = [reason ?? "AWS gives no reason", cause, remedy].filter((part) => part !== undefined).join(". ");
  throw new MskctlError("refused", `${name} became ${state ?? "a mapping without a state"} instead of ${expectedState}: ${why}`, {
    suggestions: [`mskctl inspect ${mapping.UUID}`],
    details: { uuid: mapping.UUID, state, reason },
  });
}

/** The write itself was accepted: whoever stops waiting has to know where it stands and how to look again. */
function withState(error: unknown, mapping: MappingDocument, name: string): unknown {
  if (!isError(error, "interrupted", "terminated", "timed-out", "not-found")) return error;
  const state = mapping.State ?? "in an unknown state";
  const message =
    error.code === "not-found"
      ? `${name} was deleted while mskctl waited for it`
      : `${error.message}: ${name} is ${state}, AWS goes on by itself`;
  return new MskctlError(error.code, message, {
    suggestions: [`mskctl inspect ${mapping.UUID}`],
    details: { uuid: mapping.UUID, state: mapping.State, lastProcessingResult: mapping.LastProcessingResult },
    cause: error,
  });
}
