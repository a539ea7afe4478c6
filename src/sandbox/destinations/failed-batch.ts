/** A batch that Lambda has given up on, as the mapping's runtime knows it. What costs is made when asked for. */
export interface FailedBatch {
  /** Of the last invocation. */
  readonly requestId: string;
  /** With the qualifier as invoked. */
  readonly functionArn: string;
  /** `RetryAttemptsExhausted`, `MaximumPayloadSizeExceeded`, `RecordAgeExceeded`, `SCHEMA_NOT_FOUND`, …: an open list. */
  readonly condition: string;
  readonly approximateInvokeCount: number;
  /** null: the function was not invoked with this batch. */
  readonly response: FunctionResponse | null;
  /** When Lambda gave up. */
  readonly atMs: number;
  readonly source: {
    /** Absent for a self-managed cluster. */
    readonly eventSourceArn?: string;
    readonly bootstrapServers: readonly string[];
  };
  readonly topic: string;
  readonly mappingUuid: string;
  /** At least one; a partition may have several that do not touch. */
  readonly ranges: readonly FailedRange[];
  /** Records. */
  readonly batchSize: number;
  /** Bytes of the encoded event. */
  readonly payloadSize: () => number;
  /** JSON text of the exact event. */
  readonly event: () => string;
  readonly records: () => Iterable<FailedRecord>;
}

export interface FunctionResponse {
  readonly statusCode: number;
  readonly executedVersion: string;
  /** Absent when the function answered without an error, e.g. with a partial response. */
  readonly functionError?: string;
}

/** Both ends are included. */
export interface FailedRange {
  readonly partition: number;
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
  readonly firstTimestampMs: number;
  readonly lastTimestampMs: number;
}

export interface FailedRecord {
  readonly partition: number;
  readonly offset: bigint;
  readonly timestampMs: number;
  readonly key: Uint8Array | null;
  /** JSON text of the event with this record alone. */
  readonly event: string;
}

/** Where a mapping sends what failed. */
export interface FailureDestination {
  /** Calls `done` once, later, on the sandbox's clock. */
  deliver(batch: FailedBatch, done: (outcome: DeliveryOutcome) => void): void;
}

/** `reason` may hold text from outside: it is not fit for a terminal as it is. */
export type DeliveryOutcome = { readonly delivered: true } | { readonly delivered: false; readonly reason: string };
