/** What Lambda writes to the on-failure destination for a batch that it has given up on. */
export interface FailureDocument {
  readonly functionArn: string;
  /** `RetryAttemptsExhausted`, `RetriesExhausted`, `MaximumPayloadSizeExceeded`, …: an open list. */
  readonly condition: string;
  readonly approximateInvokeCount: number | undefined;
  readonly requestId: string | undefined;
  /** When Lambda gave up. */
  readonly failedAtMs: number;
  /** What the last invocation came to; undefined where the function was not invoked with this batch. */
  readonly response: DocumentResponse | undefined;
  /** Undefined for a self-managed cluster. */
  readonly eventSourceArn: string | undefined;
  /** `host:port`. */
  readonly bootstrapServers: readonly string[];
  /** Records, as Lambda counted them. */
  readonly batchSize: number;
  /** One a partition, in the document's order, at least one. */
  readonly ranges: readonly DocumentRange[];
  /**
   * The JSON bytes of the event, where the destination gets it: S3 and Kafka. Undefined for SQS and SNS, which hold pointers, and where only
   * the beginning of the document was read.
   */
  readonly event: Uint8Array | undefined;
}

interface DocumentResponse {
  readonly statusCode: number | undefined;
  readonly executedVersion: string | undefined;
  /** Text from outside. */
  readonly functionError: string | undefined;
}

/** Both ends are included. A range may hold more records than failed, or fewer: `batchSize` is the only count. */
export interface DocumentRange {
  readonly topic: string;
  readonly partition: number;
  readonly first: bigint;
  readonly last: bigint;
  /** Of the first and the last record; undefined where the document has no readable time. */
  readonly firstTimestampMs: number | undefined;
  readonly lastTimestampMs: number | undefined;
}

export type ReadFailureDocument =
  | { readonly kind: "document"; readonly document: FailureDocument }
  /** Well-formed, and not of a Kafka mapping: `what` is a short phrase of ours, e.g. `a Kinesis failure document`. */
  | { readonly kind: "foreign"; readonly what: string }
  /** `why` is a short phrase of ours; it quotes nothing of the document. */
  | { readonly kind: "malformed"; readonly why: string };
