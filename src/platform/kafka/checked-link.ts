import type { Connection, fetchV17, Reader } from "@platformatic/kafka";
import type { KafkaLibrary } from "./library.ts";
import type { FetchedPartition } from "./partition-slice.ts";

type FetchResponse = fetchV17.FetchResponse;
type Parse = (correlationId: number, apiKey: number, apiVersion: number, reader: Reader) => FetchResponse;

/** An answer with records that the library cannot decode; its message says why. */
export class UndecodableAnswer extends Error {}

/** Partitions whose answer goes on with a batch that is not what was written. */
const damaged = new WeakSet<FetchedPartition>();

export function isDamaged(partition: FetchedPartition): boolean {
  return damaged.has(partition);
}

/**
 * The connection for Fetch, on which each batch is held against its checksum: neither brokers nor the library do that for a reader.
 * A partition's records end before the first batch that is damaged.
 */
export function checkedLink(kafka: KafkaLibrary, link: Connection): Connection {
  const parsed =
    (parse: Parse): Parse =>
    (correlationId, apiKey, apiVersion, reader) => {
      try {
        const answer = parse(correlationId, apiKey, apiVersion, reader);
        cutOffDamaged(kafka, answer, reader);
        return answer;
      } catch (error) {
        if (!(error instanceof kafka.ResponseError)) throw new UndecodableAnswer(reasonOf(error), { cause: error });
        cutOffDamaged(kafka, (error as unknown as { readonly response: FetchResponse }).response, reader);
        throw error;
      }
    };
  const send = (...[key, version, payload, parse, ...rest]: Parameters<Connection["send"]>) =>
    link.send(key, version, payload, parsed(parse as Parse), ...rest);
  return { send } as Connection;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : "they cannot be decoded";
}

// Where things stand in a batch (Apache Kafka, record batch format).
const crcAt = 17;
const checkedFrom = 21;
const lengthCountsFrom = 12;

function cutOffDamaged({ crc32c }: KafkaLibrary, answer: FetchResponse, reader: Reader): void {
  let at = 0;
  for (const partition of answer.responses.flatMap(({ partitions }) => partitions)) {
    const batches = partition.records ?? [];
    for (const [index, batch] of batches.entries()) {
      at = batchAt(reader, at, batch);
      const end = at + lengthCountsFrom + batch.length;
      if (crc32c(reader.buffer.subarray(at + checkedFrom, end)) !== batch.crc) {
        damaged.add(partition);
        partition.records = batches.slice(0, index);
        break;
      }
      at = end;
    }
  }
}

/** Batches follow each other; before the first of a partition stand a few numbers. */
function batchAt(reader: Reader, from: number, { firstOffset, length, crc }: NonNullable<FetchedPartition["records"]>[number]): number {
  for (let at = from; at + checkedFrom <= reader.length; at += 1) {
    const isHere =
      reader.peekUnsignedInt32(at + crcAt) === crc && reader.peekInt64(at) === firstOffset && reader.peekInt32(at + 8) === length;
    if (isHere) return at;
  }
  throw new RangeError("a batch is not where it was read");
}
