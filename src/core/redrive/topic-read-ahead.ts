import type { Broker } from "../record/broker.ts";
import type { KafkaRecord } from "../record/kafka-record.ts";

/** One record of a topic at a time, in nearly ascending order of offsets. */
export interface TopicReadAhead {
  /** Undefined: no record stands there any more. Throws MskctlError. */
  record(partition: number, offset: bigint): Promise<KafkaRecord | undefined>;
}

interface ReadAheadOptions {
  readonly broker: Pick<Broker, "read">;
  readonly topic: string;
  /** Where reading ahead ends, by partition. */
  readonly ends: ReadonlyMap<number, bigint>;
}

// About what a broker sends at once: less would be thrown away, more would be another request.
const mostAhead = 2_000n;
const mostBytesAhead = 4 * 1024 * 1024;
/** Of records that were read and not asked for yet. */
const mostBytesKept = 32 * 1024 * 1024;

/**
 * Documents of a topic hold one record each, so a request a document would be slow: what stands behind it is read and
 * kept, too. A record is given once; asked for again it is read again.
 */
export function topicReadAhead({ broker, topic, ends }: ReadAheadOptions): TopicReadAhead {
  // Together no more than may be kept: else partitions would push out what the others have just read.
  const bytesAhead = Math.min(mostBytesAhead, mostBytesKept / 2 / Math.max(1, ends.size));
  const kept = new Map<string, KafkaRecord>();
  let keptBytes = 0;
  /** By partition: what follows finds what the one before it has read. */
  const turns = new Map<number, Promise<unknown>>();

  function take(key: string): KafkaRecord | undefined {
    const record = kept.get(key);
    if (record === undefined) return undefined;
    kept.delete(key);
    keptBytes -= sizeOf(record);
    return record;
  }

  function keep(record: KafkaRecord): void {
    const key = keyOf(record.partition, record.offset);
    take(key);
    kept.set(key, record);
    keptBytes += sizeOf(record);
    for (const oldest of kept.keys()) {
      if (keptBytes <= mostBytesKept) return;
      take(oldest);
    }
  }

  async function read(partition: number, offset: bigint): Promise<KafkaRecord | undefined> {
    const found = take(keyOf(partition, offset));
    if (found !== undefined) return found;
    let [asked, bytes]: [KafkaRecord | undefined, number] = [undefined, 0];
    for await (const item of broker.read({ topic, partition, from: offset, until: untilFrom(partition, offset) })) {
      if (item.kind === "gap") {
        if (item.from <= offset) break;
        continue;
      }
      if (item.record.offset === offset) asked = item.record;
      else keep(item.record);
      bytes += sizeOf(item.record);
      if (bytes >= bytesAhead) break;
    }
    return asked;
  }

  function untilFrom(partition: number, offset: bigint): bigint {
    const [far, end] = [offset + mostAhead, ends.get(partition) ?? 0n];
    return end > offset && end < far ? end : far;
  }

  return {
    record(partition, offset) {
      const turn = (turns.get(partition) ?? Promise.resolve()).then(
        () => read(partition, offset),
        () => read(partition, offset),
      );
      turns.set(partition, turn);
      return turn;
    },
  };
}

function keyOf(partition: number, offset: bigint): string {
  return `${partition}@${offset}`;
}

/** In bytes; what belongs to the record itself counts as a hundred. */
function sizeOf({ value, key, headers }: KafkaRecord): number {
  return headers.reduce((sum, header) => sum + (header.value?.length ?? 0), 100 + (value?.length ?? 0) + (key?.length ?? 0));
}
