import type { Broker, OutgoingRecord } from "../../../src/core/record/broker.ts";
import type { KafkaRecord } from "../../../src/core/record/kafka-record.ts";
import { collected } from "../kafka/cluster.ts";

/** What of a record has to be the same in another topic; bytes as base64, null as null. */
export interface ComparableRecord {
  /** `partition:offset` of where it was taken from, or where it is. */
  readonly origin: string;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly (readonly [key: string, value: string | null])[];
}

const cases: readonly Partial<OutgoingRecord>[] = [
  { headers: [{ key: "trace", value: Buffer.from([0xc3, 0xab]) }] },
  {
    headers: [
      { key: "trace", value: Buffer.from("one") },
      { key: "trace", value: null },
      { key: "", value: Buffer.alloc(0) },
      { key: "trace", value: Buffer.from("one") },
    ],
  },
  { key: null },
  { value: null },
  { key: Buffer.alloc(0), value: Buffer.alloc(0) },
  { value: Buffer.from([0x00, 0xff, 0xfe, 0x80]) },
];

/** Records that are easily changed on the way: repeated headers, null and empty values, bytes that are no text. */
export function unlikeRecord(index: number): Partial<OutgoingRecord> {
  return cases[index % cases.length] ?? {};
}

/** All records of a topic, by where they come from. */
export async function comparableRecords(broker: Broker, topic: string): Promise<readonly ComparableRecord[]> {
  const all: ComparableRecord[] = [];
  for (const [partition, until] of await broker.offsets(topic, "latest")) {
    for (const item of await collected(broker.read({ topic, partition, from: 0n, until })))
      if (item.kind === "record") all.push(comparable(item.record));
  }
  return all.toSorted((a, b) => (a.origin < b.origin ? -1 : 1));
}

function comparable({ partition, offset, key, value, headers }: KafkaRecord): ComparableRecord {
  const written = headers.find((header) => header.key === "mskctl-origin")?.value;
  const origin = written && Buffer.from(written).toString().split("/").slice(-2).join(":");
  const text = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString("base64");
  return {
    origin: origin ?? `${partition}:${offset}`,
    key: text(key),
    value: text(value),
    headers: headers.map((header) => [header.key, text(header.value)]),
  };
}

/** These records as a run has to write them. */
export function expectedInTarget(
  records: readonly ComparableRecord[],
  { topic, runId, cluster = "shop" }: { readonly topic: string; readonly runId: string; readonly cluster?: string },
): readonly ComparableRecord[] {
  const text = (value: string) => Buffer.from(value).toString("base64");
  return records.map((record) => ({
    ...record,
    headers: [
      ...record.headers,
      ["mskctl-origin", text(`${cluster}/${topic}/${record.origin.replace(":", "/")}`)],
      ["mskctl-run", text(runId)],
      ["mskctl-redrive-count", text("1")],
    ],
  }));
}
