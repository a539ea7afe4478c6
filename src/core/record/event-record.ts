/** A record as it stands in the event of an invocation. */
export interface EventRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly timestampMs: number;
  /** The JSON bytes of the record, as Lambda wrote them: what goes to the function again. */
  readonly json: Uint8Array;
  /** The key as the event spells it (base64 JSON text, or a decoded key); undefined for a record without one. Never printed or kept. */
  readonly key: string | undefined;
}

/** What an event says about where its records come from. */
export interface EventOrigin {
  readonly eventSource: "aws:kafka" | "SelfManagedKafka";
  /** Undefined for a self-managed cluster. */
  readonly eventSourceArn: string | undefined;
  readonly bootstrapServers: readonly string[];
}
