import type { ReadPart } from "./arrival.ts";
import { type Breaker, newBreaker } from "./breaker.ts";
import type { JournalEntry } from "./journal.ts";
import { type Lane, laneName, newLane } from "./lane.ts";
import { newPace, type Pace } from "./pace.ts";
import { type MarkOf, type PoisonKey, PoisonKeys } from "./poison-keys.ts";
import type { Delivery, LaneId, OutgoingBatch, Part } from "./ports.ts";
import type { RunEnd, RunOptions, StopCause } from "./run-options.ts";

/** What a run has come to hear. */
export type MachineEvent =
  | { readonly kind: "started" }
  /** Parts of a lane in order, and where the one behind them begins; undefined: there are no more. */
  | { readonly kind: "read"; readonly lane: LaneId; readonly parts: readonly ReadPart[]; readonly horizon: bigint | undefined }
  | { readonly kind: "sent"; readonly batch: number; readonly delivery: Delivery }
  | { readonly kind: "woke" }
  /** The function's live traffic suffers. */
  | { readonly kind: "crowded" }
  | { readonly kind: "stop"; readonly cause: StopCause; readonly says: string };

/** What a run does next, once the entries of its step are on disk. */
export type MachineEffect =
  | { readonly kind: "read"; readonly lane: LaneId; readonly after: Part | undefined; readonly most: number }
  | { readonly kind: "send"; readonly number: number; readonly batch: OutgoingBatch }
  | { readonly kind: "wake"; readonly atMs: number }
  | { readonly kind: "end"; readonly end: RunEnd };

export interface Step {
  readonly entries: readonly JournalEntry[];
  readonly effects: readonly MachineEffect[];
}

/** All that a run knows beside its journal. One owner; `step` changes it in place. */
export interface Machine {
  readonly options: RunOptions;
  readonly lanes: ReadonlyMap<string, Lane>;
  readonly pace: Pace;
  readonly breaker: Breaker;
  readonly random: () => number;
  /** The lane of each batch that is on its way. */
  readonly inFlight: Map<number, Lane>;
  /** The lanes that are read and sent from now; the others wait. */
  readonly active: Lane[];
  readonly dormant: Lane[];
  nextBatch: number;
  /** Records sent for the first time, and settled by being sent. */
  dispatched: number;
  tried: number;
  throttled: number;
  end: RunEnd | undefined;
  hasEnded: boolean;
}

export interface MachineStart {
  readonly options: RunOptions;
  /** The most urgent first. A lane whose last batch may still be running waits for it. */
  readonly lanes: readonly { readonly id: LaneId; readonly notBeforeMs: number; readonly poisonKeys: readonly PoisonKey[] }[];
  readonly markOf: MarkOf;
  readonly nextBatch: number;
  readonly nowMs: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Records that earlier sittings of this run have tried: the canary goes before a run, not before each sitting. */
  readonly tried: number;
}

export function newMachine({ options, lanes, markOf, nextBatch, nowMs, random, tried }: MachineStart): Machine {
  const all = lanes.map(({ id, notBeforeMs, poisonKeys }) => newLane(id, notBeforeMs, new PoisonKeys(markOf, poisonKeys)));
  return {
    options,
    lanes: new Map(all.map((lane) => [laneName(lane.id), lane])),
    pace: newPace(options.maxConcurrency, options.recordsPerSecond, nowMs),
    breaker: newBreaker(options.breakerWindow, options.breakerShare),
    random,
    inFlight: new Map(),
    active: [],
    dormant: all,
    nextBatch,
    dispatched: 0,
    tried,
    throttled: 0,
    end: undefined,
    hasEnded: false,
  };
}
