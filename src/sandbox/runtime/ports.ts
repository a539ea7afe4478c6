/**
 * What the mapping runtime needs from the outside of itself. Offsets are numbers in here: a partition would take 285
 * years at a million records a second to reach 2^53; whatever leaves the runtime (records, positions) has bigint.
 */

/** Where records come from: an embedded topic computes all this, a topic on a broker would look it up. */
export interface TopicSource {
  readonly name: string;
  readonly partitions: number;
  /** Size of a record's value; what a poller reads. */
  readonly recordBytes: number;
  /** The oldest record that retention has left. */
  earliestOffset(partition: number, atMs: number): number;
  /** The offset that the next record gets: one past the newest. */
  endOffset(partition: number, atMs: number): number;
  /** The first record written at or after `timestampMs`. */
  offsetAt(partition: number, timestampMs: number): number;
  /** When the record was written, or will be; whole milliseconds, Infinity for never. */
  timestampOf(partition: number, offset: number): number;
  record(partition: number, offset: number): KafkaRecord;
}

export interface KafkaRecord {
  readonly partition: number;
  readonly offset: bigint;
  readonly timestampMs: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly { readonly key: string; readonly value: Uint8Array }[];
}

/** What the mapping's FilterCriteria let through. */
export interface FilterStep {
  passes(partition: number, offset: number): boolean;
  /** How many records of [from, until) pass. */
  passing(partition: number, from: number, until: number): number;
  /** How far one can read from `from`, at most to `until`, until `room` records have passed. */
  reach(partition: number, from: number, until: number, room: number): number;
}

/** Records of one partition, next to each other, as a batch holds them. */
export interface Segment {
  readonly partition: number;
  readonly from: number;
  readonly until: number;
  /** Those that pass the filter: what the function gets. */
  readonly passing: number;
}

/** One attempt to have the function process a batch. */
export interface FunctionCall {
  /** Made when asked for, like the event: few calls need it. */
  readonly requestId: () => string;
  /** `$LATEST`, a version or an alias. */
  readonly qualifier: string;
  readonly records: number;
  /** JSON text. Simulated functions never ask for it. */
  readonly event: () => string;
  /** Share of chance that this call draws: equal for equal batches and attempts. Uniform in [0, 1). */
  readonly chance: number;
  /** True when the batch holds a record that this attempt cannot get through a simulated function. */
  readonly poisoned: boolean;
}

export interface FunctionResult {
  readonly kind: "ok" | "function-error";
  readonly payload: string;
  readonly durationMs: number;
}

/** What runs a function: simulated on the sandbox's clock, or a module in a worker. */
export interface FunctionTarget {
  /** Calls `done` once, later, on the sandbox's clock. */
  invoke(call: FunctionCall, done: (result: FunctionResult) => void): void;
  close(): Promise<void>;
}

/** What becomes of a batch whose invocation failed. A policy that gives up or splits adds its decisions here. */
export interface RetryPolicy {
  afterFailure(failure: { readonly failedAttempts: number }): RetryDecision;
}

interface RetryDecision {
  readonly kind: "retry";
  readonly afterMs: number;
}
