import type { EventRecord } from "../../src/core/record/event-record.ts";
import type { OutgoingBatch } from "../../src/core/redrive/ports.ts";

/** A record of `orders-0`; its JSON is only its offset. */
export function eventRecord(offset: bigint, changes: Partial<EventRecord> = {}): EventRecord {
  return {
    topic: "orders",
    partition: 0,
    offset,
    timestampMs: Date.parse("2026-11-23T12:00:00Z") + Number(offset),
    json: Buffer.from(JSON.stringify({ offset: Number(offset) })),
    key: undefined,
    ...changes,
  };
}

/** A first attempt with these records, or with records of `orders-0` at these offsets. */
export function outgoingBatch(records: readonly (bigint | EventRecord)[]): OutgoingBatch {
  const all = records.map((each) => (typeof each === "bigint" ? eventRecord(each) : each));
  const { topic = "orders", partition = 0 } = all[0] ?? {};
  return { lane: { topic, partition }, records: all, attempt: 1 };
}
