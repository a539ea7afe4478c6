import type { KafkaRecord } from "../../core/record/kafka-record.ts";
import type { SandboxTopic } from "../world.ts";
import { seedOf, uniform } from "./chance.ts";
import { changedShare } from "./changed-share.ts";

interface Place {
  readonly partition: number;
  readonly offset: number;
  readonly timestampMs: number;
}

/** What the records of an embedded topic hold: a pure function of the topic, the seed and the place. */
export interface EmbeddedRecords {
  /** A shop's event as JSON of exactly the topic's record size; ASCII only. */
  valueAt(place: Place): string;
  /** With a key that belongs to the partition. */
  recordAt(place: Place): KafkaRecord;
}

const statuses = ["CREATED", "PAID", "SHIPPED", "DELIVERED", "REFUNDED"];
const countries = ["AT", "CH", "DE", "ES", "FR", "IT", "NL", "PL"];
// Names with letters beyond ASCII: Lambda hands header bytes over signed, and decoders stumble on exactly those.
const stores = ["Zürich", "Kraków", "Málaga", "Orléans"];

/** The smallest value that holds all the fields below; scenarios may not ask for less. */
export const smallestRecordBytes = 256;

export function embeddedRecords(topic: SandboxTopic, seed: number): EmbeddedRecords {
  const topicSeed = seedOf(topic.name, seed, "content");
  const isChanged = changedShare(topic.name, topic.traffic.filterPassShare, seed);
  const padding = "x".repeat(topic.traffic.recordBytes);
  const draw = (purpose: number, { partition, offset }: Place): number => uniform(topicSeed, 16 * partition + purpose, offset);
  const pick = (purpose: number, place: Place, from: readonly string[]): string =>
    from[Math.floor(draw(purpose, place) * from.length)] ?? "";
  const customerOf = (place: Place): string =>
    `customer-${String(place.partition + topic.partitions * Math.floor(draw(0, place) * 1_000)).padStart(8, "0")}`;

  const valueAt = (place: Place): string => {
    const { partition, offset, timestampMs } = place;
    // Written by hand: filters look at each value, and JSON.stringify is several times as slow. `kind` is what the
    // filter {"value":{"kind":["changed"]}} goes by.
    const fields =
      `{"id":"${partition}-${offset}","kind":"${isChanged(partition, offset) ? "changed" : "heartbeat"}",` +
      `"status":"${pick(1, place, statuses)}","amount":${Math.round(draw(2, place) * 50_000) / 100},"currency":"EUR",` +
      `"country":"${pick(3, place, countries)}","customer":"${customerOf(place)}","at":"${new Date(timestampMs).toISOString()}","note":"`;
    return `${fields}${padding.slice(0, Math.max(0, padding.length - fields.length - 2))}"}`;
  };

  const encoder = new TextEncoder();
  return {
    valueAt,
    recordAt: (place) => ({
      partition: place.partition,
      offset: BigInt(place.offset),
      timestampMs: place.timestampMs,
      timestampType: "CREATE_TIME",
      key: encoder.encode(customerOf(place)),
      value: encoder.encode(valueAt(place)),
      headers: [{ key: "store", value: encoder.encode(pick(4, place, stores)) }],
    }),
  };
}
