import type { MessageRecord, produceV11 } from "@platformatic/kafka";
import type { OutgoingRecord, RecordPlace } from "../../core/record/broker.ts";
import type { RecordHeader } from "../../core/record/kafka-record.ts";
import type { ClusterClient } from "./cluster-client.ts";
import { partitionOfKey } from "./murmur2.ts";

/**
 * Of records in one batch, in bytes; brokers take a megabyte (Kafka, `message.max.bytes`). A larger record is sent alone,
 * for the broker to judge.
 */
const batchBytes = 512 * 1024;

const allReplicas = -1;
const writeTimeoutMs = 30_000;

interface ProducerIdentity {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  /** By topic and partition: what the broker expects next. */
  readonly sequences: Map<string, number>;
}

type Placed = OutgoingRecord & { readonly index: number };

/** The idempotent producer of one client: see `Broker.produce`. Batches to a partition go one after the other. */
export function recordProducer(
  client: ClusterClient,
): (topic: string, records: readonly OutgoingRecord[]) => Promise<readonly RecordPlace[]> {
  let identity: Promise<ProducerIdentity> | undefined;
  const queues = new Map<string, Promise<unknown>>();
  const turns = new Map<string, number>();

  async function produce(topic: string, records: readonly OutgoingRecord[]): Promise<readonly RecordPlace[]> {
    const call = { does: `write to topic ${topic}`, topic };
    const { leaders } = await client.persevere(call, () => client.layout(topic));
    const places: RecordPlace[] = new Array(records.length);
    const sent = [...byPartition(topic, records, leaders.size)].map(([partition, placed]) =>
      inTurn(`${topic}-${partition}`, async () => {
        for (const batch of batchesOf(placed)) {
          const firstOffset = await send(topic, partition, batch);
          for (const [position, { index }] of batch.entries()) places[index] = { partition, offset: firstOffset + BigInt(position) };
        }
      }),
    );
    // All are waited for: what is still on its way when this returns could not be told of.
    for (const outcome of await Promise.allSettled(sent)) if (outcome.status === "rejected") throw outcome.reason;
    return places;
  }

  function byPartition(topic: string, records: readonly OutgoingRecord[], count: number): Map<number, Placed[]> {
    const placed = new Map<number, Placed[]>();
    for (const [index, record] of records.entries()) {
      const partition = record.partition ?? (record.key === null ? nextTurn(topic) % count : partitionOfKey(record.key, count));
      const others = placed.get(partition) ?? [];
      others.push({ ...record, index });
      placed.set(partition, others);
    }
    return placed;
  }

  function nextTurn(topic: string): number {
    const turn = turns.get(topic) ?? 0;
    turns.set(topic, turn + 1);
    return turn;
  }

  function inTurn<Result>(place: string, task: () => Promise<Result>): Promise<Result> {
    const run = (queues.get(place) ?? Promise.resolve()).then(task, task);
    queues.set(
      place,
      run.catch(() => undefined),
    );
    return run;
  }

  /** A repeated batch has the same sequence number, so a broker that has it already says where it stands. */
  async function send(topic: string, partition: number, batch: readonly Placed[]): Promise<bigint> {
    const call = { does: `write to topic ${topic}`, topic };
    identity ??= client.persevere(call, newIdentity);
    const mine = identity;
    try {
      const { producerId, producerEpoch, sequences } = await mine;
      const place = `${topic}:${partition}`;
      const sequence = sequences.get(place) ?? 0;
      const offset = await client.persevere(call, async () => {
        const { leaders } = await client.layout(topic, [partition]);
        const leader = leaders.get(partition) ?? "any";
        const options = { producerId, producerEpoch, sequences: new client.kafka.NumericMap([[place, sequence]]) };
        const answer = await client.request<produceV11.ProduceResponse>("Produce", leader, () => [
          allReplicas,
          writeTimeoutMs,
          batch.map((record) => messageOf(topic, partition, record)),
          options,
        ]);
        return answer.responses[0]?.partitionResponses[0]?.baseOffset ?? -1n;
      });
      // Sequence numbers begin again at 0 after the largest 32-bit integer (Kafka, record batch format).
      sequences.set(place, (sequence + batch.length) % 2 ** 31);
      return offset;
    } catch (error) {
      // Whether the broker has this batch is not known: later ones must not count on from it.
      if (identity === mine) identity = undefined;
      throw error;
    }
  }

  async function newIdentity(): Promise<ProducerIdentity> {
    const { producerId, producerEpoch } = await client.request<{ producerId: bigint; producerEpoch: number }>(
      "InitProducerId",
      "any",
      () => [null, writeTimeoutMs, -1n, -1],
    );
    return { producerId, producerEpoch, sequences: new Map() };
  }

  return produce;
}

function* batchesOf(records: readonly Placed[]): Generator<readonly Placed[]> {
  let batch: Placed[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = sizeOf(record);
    if (batch.length > 0 && bytes + size > batchBytes) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(record);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

function sizeOf({ key, value, headers }: OutgoingRecord): number {
  const headerBytes = headers.reduce((sum, header) => sum + header.key.length * 3 + (header.value?.length ?? 0) + 10, 0);
  // Lengths, deltas and attributes of a record take less than 30 bytes.
  return (key?.length ?? 0) + (value?.length ?? 0) + headerBytes + 30;
}

function messageOf(topic: string, partition: number, { key, value, headers, timestampMs }: OutgoingRecord): MessageRecord {
  return {
    topic,
    partition,
    ...(timestampMs === undefined ? {} : { timestamp: BigInt(timestampMs) }),
    // The library writes null as Kafka's null, although its type knows none.
    key: bufferOf(key) as Buffer,
    value: bufferOf(value) as Buffer,
    headers: headerList(headers),
  };
}

/** The library asks for a Map, which cannot hold a key twice; it uses no more of it than the size and the entries. */
function headerList(headers: readonly RecordHeader[]): Map<Buffer, Buffer> {
  const entries = headers.map(({ key, value }) => [Buffer.from(key, "utf8"), bufferOf(value)]);
  return { size: entries.length, [Symbol.iterator]: () => entries[Symbol.iterator]() } as unknown as Map<Buffer, Buffer>;
}

function bufferOf(bytes: Uint8Array | null): Buffer | null {
  return bytes === null ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
