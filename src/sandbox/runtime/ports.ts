import type { Offsets } from "./offsets.ts";
import type { FetchedRecord } from "./registry/deserialized.ts";

/**
 * What the mapping runtime needs from the outside of itself. Offsets are numbers in here: a partition would take 285
 * years at a million records a second to reach 2^53; whatever leaves the runtime (records, positions) has bigint.
 */

/** Where records come from: an embedded topic computes all this, a topic on a broker looks it up. */
export interface TopicSource {
  readonly name: string;
  readonly partitions: number;
  /** The oldest record that retention has left. */
  earliestOffset(partition: number, atMs: number): number;
  /** The offset that the next record gets: one past the newest. */
  endOffset(partition: number, atMs: number): number;
  /** How far records are at hand: the end of an embedded topic, what has been fetched of one on a broker. */
  readableUntil(partition: number, atMs: number): number;
  /** The first record written at or after `timestampMs`. */
  offsetAt(partition: number, timestampMs: number): number;
  /** When a poller has the record at hand, or the first one after it; Infinity for never, or for who knows when. */
  arrivalMs(partition: number, offset: number): number;
  /** The record's own timestamp; whole milliseconds, Infinity for one that never comes. */
  timestampOf(partition: number, offset: number): number;
  record(partition: number, offset: number): FetchedRecord;
}

/** Records of one partition. */
export interface Share {
  readonly partition: number;
  readonly offsets: Offsets;
}

/** A record by its place. */
export interface RecordPlace {
  readonly partition: number;
  readonly offset: number;
}

/** One attempt to have the function process records. */
export interface FunctionCall {
  /** Made when asked for, like the event: few calls need it. */
  readonly requestId: () => string;
  /** `$LATEST`, a version or an alias. */
  readonly qualifier: string;
  readonly records: number;
  /** JSON text. Simulated functions never ask for it. */
  readonly event: () => string;
  /** The same, written into what `take` gives for a size that is enough; gives its part that was written. */
  readonly writeEvent: (take: (bytes: number) => Buffer) => Buffer;
  /** Share of chance that this call draws: equal for equal records and attempts. Uniform in [0, 1). */
  readonly chance: number;
  /** The records that no attempt gets through a simulated function. */
  readonly poison: () => readonly RecordPlace[];
  /** The records with one of these keys. Only faults ask for them. */
  readonly withKeys: (keys: readonly string[]) => readonly RecordPlace[];
  /** How a simulated function tells that some records failed; undefined when the mapping does not ask for it: then it fails. */
  readonly partialResponse: ((failed: readonly RecordPlace[]) => string) | undefined;
}

export interface FunctionResult {
  /** `unreachable`: the call did not get to the function. */
  readonly kind: "ok" | "function-error" | "unreachable";
  readonly payload: string;
  readonly durationMs: number;
}

/** What runs a function: simulated on the sandbox's clock, a module in a worker, or an HTTP endpoint. */
export interface FunctionTarget {
  /** Calls `done` once, later, on the sandbox's clock. */
  invoke(call: FunctionCall, done: (result: FunctionResult) => void): void;
  close(): Promise<void>;
}
