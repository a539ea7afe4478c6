import { functionArn, type Place } from "./place.ts";

/** Which records a document of the bench tells of. */
export interface DocumentPlace {
  readonly partition: number;
  readonly first: number;
  readonly records: number;
}

/** Documents that take turns among the partitions, each with the offsets that follow those of the one before it there. */
export interface DocumentPlan {
  readonly documents: number;
  readonly partitions: number;
  readonly recordsEach: number;
  readonly firstOffset: number;
}

/** Records are as old as this; documents say so, and whoever reads them back compares. */
export const writtenAtMs = Date.parse("2026-11-25T12:00:00Z");
const valueBytes = 1_024;
export const value = Buffer.alloc(valueBytes, "0123456789abcdef");

export function placeOfDocument({ partitions, recordsEach, firstOffset }: DocumentPlan, number: number): DocumentPlace {
  const round = Math.floor(number / partitions);
  return { partition: number % partitions, first: firstOffset + round * recordsEach, records: recordsEach };
}

/** What SQS gets: where the records are. */
export function pointerDocument(place: Place, { partition, first, records }: DocumentPlace): string {
  const at = new Date(writtenAtMs).toISOString();
  const range = {
    firstRecordOffset: String(first),
    lastRecordOffset: String(first + records - 1),
    firstRecordTimestamp: at,
    lastRecordTimestamp: at,
  };
  return JSON.stringify(document(place, records, { recordsInfo: { [`${place.topic}-${partition}`]: range } }));
}

/** What S3 gets: the same, and the event as text. */
export function eventDocument(place: Place, where: DocumentPlace): string {
  return `${pointerDocument(place, where).slice(0, -1)},"payload":${JSON.stringify(eventOf(place, where))}}`;
}

/** What a topic gets: a document for each record, with the event as it is. */
export function recordDocument(place: Place, { partition, first }: DocumentPlace): string {
  const recordInfo = { offset: String(first), timestamp: new Date(writtenAtMs).toISOString() };
  const head = JSON.stringify(document(place, 1, { recordInfo }));
  return `${head.slice(0, -1)},"payload":${eventOf(place, { partition, first, records: 1 })}}`;
}

function document({ bootstrap }: Place, batchSize: number, where: object): object {
  return {
    requestContext: {
      requestId: "4b1d2c7e-0000-4000-8000-000000000001",
      functionArn: `${functionArn}:$LATEST`,
      condition: "RetryAttemptsExhausted",
      approximateInvokeCount: 4,
    },
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    version: "1.0",
    timestamp: new Date(writtenAtMs + 60_000).toISOString(),
    KafkaBatchInfo: { batchSize, bootstrapServers: bootstrap, payloadSize: batchSize * 1_532, ...where },
  };
}

function eventOf({ bootstrap, topic }: Place, { partition, first, records }: DocumentPlace): string {
  const list = Array.from({ length: records }, (_, index) => ({
    topic,
    partition,
    offset: first + index,
    timestamp: writtenAtMs,
    timestampType: "CREATE_TIME",
    key: "b3JkZXItMTIz",
    value: value.toString("base64"),
    headers: [],
  }));
  return JSON.stringify({ eventSource: "SelfManagedKafka", bootstrapServers: bootstrap, records: { [`${topic}-${partition}`]: list } });
}
