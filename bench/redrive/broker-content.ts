import type { Broker } from "../../src/core/record/broker.ts";
import { type DocumentPlan, placeOfDocument, recordDocument, value, writtenAtMs } from "./documents.ts";
import type { Place } from "./place.ts";

const recordsAtOnce = 5_000;

/** Writes the records that a plan's documents point to: offset by offset, all partitions alike. Gives how many. */
export async function writeRecords(broker: Broker, topic: string, { documents, recordsEach, partitions }: DocumentPlan): Promise<number> {
  const records = Math.ceil(documents / partitions) * partitions * recordsEach;
  for (let from = 0; from < records; from += recordsAtOnce) {
    const count = Math.min(recordsAtOnce, records - from);
    const some = Array.from({ length: count }, (_, index) => ({
      partition: (from + index) % partitions,
      key: Buffer.from("order-123"),
      value,
      headers: [],
      timestampMs: writtenAtMs,
    }));
    await broker.produce(topic, some);
  }
  return records;
}

/** Writes a plan's documents into a destination's topic. */
export async function writeDocuments(broker: Broker, topic: string, place: Place, plan: DocumentPlan): Promise<void> {
  for (let from = 0; from < plan.documents; from += recordsAtOnce) {
    const count = Math.min(recordsAtOnce, plan.documents - from);
    const some = Array.from({ length: count }, (_, index) => {
      const where = placeOfDocument(plan, from + index);
      return { partition: where.partition, key: Buffer.from("order-123"), value: Buffer.from(recordDocument(place, where)), headers: [] };
    });
    await broker.produce(topic, some);
  }
}

/** By the client, partition by partition, with nothing done to the records. Gives how many. */
export async function rawRead(broker: Broker, topic: string): Promise<number> {
  let records = 0;
  for (const [partition, until] of await broker.offsets(topic, "latest")) {
    for await (const item of broker.read({ topic, partition, from: 0n, until })) if (item.kind === "record") records += 1;
  }
  return records;
}
