import type { SandboxTopic } from "../world.ts";
import { seedOf, uniform } from "./chance.ts";
import type { KafkaRecord } from "./ports.ts";
import { shareFilter } from "./share-filter.ts";

interface Place {
  readonly partition: number;
  readonly offset: number;
  readonly timestampMs: number;
}

const statuses = ["CREATED", "PAID", "SHIPPED", "DELIVERED", "REFUNDED"];
const countries = ["AT", "CH", "DE", "ES", "FR", "IT", "NL", "PL"];
// Names with letters beyond ASCII: Lambda hands header bytes over signed, and decoders stumble on exactly those.
const stores = ["Zürich", "Kraków", "Málaga", "Orléans"];

/** The smallest value that holds all the fields below; scenarios may not ask for less. */
export const smallestRecordBytes = 256;

const encoder = new TextEncoder();

/** A shop's event as JSON of exactly the topic's record size, with a key that belongs to the partition. */
export function embeddedRecord(topic: SandboxTopic, seed: number, place: Place): KafkaRecord {
  const { partition, offset, timestampMs } = place;
  const topicSeed = seedOf(topic.name, seed, "content");
  const draw = (purpose: number): number => uniform(topicSeed, 16 * partition + purpose, offset);
  const pick = (purpose: number, from: readonly string[]): string => from[Math.floor(draw(purpose) * from.length)] ?? "";
  const customer = `customer-${String(partition + topic.partitions * Math.floor(draw(0) * 1_000)).padStart(8, "0")}`;
  const fields = {
    id: `${partition}-${offset}`,
    // What a filter keeps when the topic's `filterPassShare` stands for its effect: {"value":{"kind":["changed"]}}.
    kind: shareFilter(topic.name, topic.traffic.filterPassShare, seed).passes(partition, offset) ? "changed" : "heartbeat",
    status: pick(1, statuses),
    amount: Math.round(draw(2) * 50_000) / 100,
    currency: "EUR",
    country: pick(3, countries),
    customer,
    at: new Date(timestampMs).toISOString(),
    note: "",
  };
  const bytesWithoutNote = JSON.stringify(fields).length;
  const value = JSON.stringify({ ...fields, note: "x".repeat(Math.max(0, topic.traffic.recordBytes - bytesWithoutNote)) });
  return {
    partition,
    offset: BigInt(offset),
    timestampMs,
    key: encoder.encode(customer),
    value: encoder.encode(value),
    headers: [{ key: "store", value: encoder.encode(pick(4, stores)) }],
  };
}
