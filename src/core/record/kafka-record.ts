/** A record as it stands in a partition. */
export interface KafkaRecord {
  readonly partition: number;
  readonly offset: bigint;
  readonly timestampMs: number;
  /** Who set the timestamp: the producer, or the broker on arrival. */
  readonly timestampType: "CREATE_TIME" | "LOG_APPEND_TIME";
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  /** In their order; a key may stand more than once. */
  readonly headers: readonly RecordHeader[];
}

export interface RecordHeader {
  readonly key: string;
  readonly value: Uint8Array | null;
}

/** Offsets from `from` up to, but not including, `until` that hold no record for a reader of committed records. */
export interface Gap {
  readonly kind: "gap";
  readonly from: bigint;
  readonly until: bigint;
  readonly cause: GapCause;
}

export type GapCause =
  | "expired" // before the log's start: retention, or records that were deleted
  | "compacted" // another record of the same key came later, or a batch lost its records
  | "control" // markers that end transactions
  | "aborted" // records of transactions that were given up
  | "open-transaction" // from the first transaction that has not ended on, nothing can be read yet
  | "unwritten"; // after the log's end

/** What stands at the next offsets of a partition. */
export type LogItem = { readonly kind: "record"; readonly record: KafkaRecord } | Gap;
