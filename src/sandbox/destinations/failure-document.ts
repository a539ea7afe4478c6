import type { FailedBatch, FunctionResponse } from "./failed-batch.ts";

/** What the documents of all destinations have in common, in the order of the documented samples. */
export interface FailureDocument {
  readonly requestContext: {
    readonly requestId: string;
    readonly functionArn: string;
    readonly condition: string;
    readonly approximateInvokeCount: number;
  };
  readonly responseContext: FunctionResponse | null;
  readonly version: "1.0";
  readonly timestamp: string;
  readonly KafkaBatchInfo: Readonly<Record<string, unknown>>;
}

/** Around `batchInfo`, which is each destination's own (Lambda Developer Guide, kafka-on-failure: example records). */
export function failureDocument(batch: FailedBatch, batchInfo: FailureDocument["KafkaBatchInfo"]): FailureDocument {
  const { requestId, functionArn, condition, approximateInvokeCount, response } = batch;
  return {
    requestContext: { requestId, functionArn, condition, approximateInvokeCount },
    responseContext: response === null ? null : responseContext(response),
    version: "1.0",
    timestamp: isoTime(batch.atMs),
    KafkaBatchInfo: batchInfo,
  };
}

/** Assumption: a function that answered without an error leaves `functionError` out; no sample shows such an answer. */
function responseContext({ statusCode, executedVersion, functionError }: FunctionResponse): FunctionResponse {
  return { statusCode, executedVersion, ...(functionError === undefined ? {} : { functionError }) };
}

/** How many and from where; what follows is the destination's own. That a self-managed source has no ARN is inferred from its events. */
export function batchInfoHead({ source }: FailedBatch, batchSize: number, payloadSize: number): Readonly<Record<string, unknown>> {
  const { eventSourceArn, bootstrapServers } = source;
  return {
    batchSize,
    ...(eventSourceArn === undefined ? {} : { eventSourceArn }),
    bootstrapServers: bootstrapServers.join(","),
    payloadSize,
  };
}

/** The last moment that a date can tell; a producer may write any timestamp, such as nanoseconds. */
const latestDateMs = 8.64e15;

export function isoTime(ms: number): string {
  return new Date(Math.max(-latestDateMs, Math.min(latestDateMs, ms))).toISOString();
}
