/** How a run treats the target. */
export interface RunOptions {
  /** Records of one batch at most. */
  readonly batchSize: number;
  /** Bytes of one batch's event at most. */
  readonly batchBytes: number;
  /** Batches at once at most. */
  readonly maxConcurrency: number;
  /** Undefined: as fast as the target allows. */
  readonly recordsPerSecond: number | undefined;
  /** So many records go first, one batch at a time; 0: none. */
  readonly canaryRecords: number;
  /** Attempts of a batch after the first, before it is bisected. */
  readonly retries: number;
  /** What becomes of a record that the target fails on: parked alone, with the later ones of its key, its partition stops, or the run. */
  readonly onError: "park-key" | "park" | "stop-lane" | "stop-run";
  /** The run stops when more than this share of the last `breakerWindow` settled records were parked. */
  readonly breakerShare: number;
  readonly breakerWindow: number;
  /** The run stops after so many records; undefined: never. */
  readonly stopAfterRecords: number | undefined;
  /** Documents that are taken at a time from a source that hides them. */
  readonly window: number;
  /** Also remove documents of which records are unrecoverable. */
  readonly removeUnrecoverable: boolean;
}

export type StopCause =
  | "breaker"
  | "canary"
  | "poison" // by --on-error stop-run
  | "stop-after"
  | "unavailable"
  | "interrupted";

/** How a run ended. Anything that cannot be gone around is thrown. */
export type RunEnd = { readonly kind: "finished" } | { readonly kind: "stopped"; readonly cause: StopCause; readonly says: string };
