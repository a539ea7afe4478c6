import type { FailedBatch, FailedRecord } from "./failed-batch.ts";
import { batchInfoHead, failureDocument, isoTime } from "./failure-document.ts";

/**
 * The value of the message that a topic gets for one record: the event with that record stands in it as an object (Lambda
 * Developer Guide, kafka-on-failure-destination: example record).
 */
export function kafkaDocument(batch: FailedBatch, record: FailedRecord): string {
  const document = failureDocument(
    { ...batch, condition: kafkaConditions.get(batch.condition) ?? batch.condition },
    {
      // Assumption: the size of the event with this record alone.
      ...batchInfoHead(batch, 1, Buffer.byteLength(record.event)),
      recordInfo: { offset: String(record.offset), timestamp: isoTime(record.timestampMs) },
    },
  );
  // The event goes in as it is: parsing it would round large numbers.
  return `${JSON.stringify(document).slice(0, -1)},"payload":${record.event}}`;
}

/** Conditions that the sample spells otherwise than those of the other destinations. */
const kafkaConditions = new Map([["RetryAttemptsExhausted", "RetriesExhausted"]]);
