import type { Broker } from "./broker.ts";
import type { GapCause, KafkaRecord } from "./kafka-record.ts";
import { type NewestRequest, newestOffsets, type OffsetSpan, roomBefore } from "./newest-offsets.ts";
import { spread } from "./spread.ts";

/** What has been read of a topic. */
export interface TopicReading {
  readonly topic: string;
  readonly partitions: number;
  readonly records: number;
  /** Timestamps; undefined without records. */
  readonly oldestMs: number | undefined;
  readonly newestMs: number | undefined;
  /** Offsets without a record, by their cause. */
  readonly gaps: ReadonlyMap<GapCause, number>;
  /** True when older records were left, although fewer were found than asked for. */
  readonly gaveUp: boolean;
}

export interface NewestRecords {
  /** Each record once, a partition after the other; only one answer of a broker is held. */
  records(): AsyncIterable<KafkaRecord>;
  /** What has been read so far. */
  reading(): TopicReading;
}

/** How often what gaps have taken is looked for further back: a compacted log may hold next to nothing. */
const mostRounds = 20;

/** The newest records of a topic, found before they are read; no consumer group is touched. */
export async function newestRecords(broker: Pick<Broker, "offsets" | "read">, request: NewestRequest): Promise<NewestRecords> {
  const { topic, records: wanted, sinceMs = Number.NEGATIVE_INFINITY } = request;
  const { spans, floors, open } = await newestOffsets(broker, request);
  const gaps = new Map<GapCause, number>(open > 0n ? [["open-transaction", Number(open)]] : []);
  let [records, oldestMs, newestMs] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let gaveUp = false;

  async function* readSpans(round: ReadonlyMap<number, OffsetSpan>): AsyncGenerator<KafkaRecord> {
    for (const [partition, span] of round) {
      if (span.from >= span.until) continue;
      for await (const item of broker.read({ topic, partition, ...span })) {
        if (item.kind === "gap") gaps.set(item.cause, (gaps.get(item.cause) ?? 0) + Number(item.until - item.from));
        // Timestamps of producers need not ascend.
        else if (item.record.timestampMs >= sinceMs) {
          records += 1;
          oldestMs = Math.min(oldestMs, item.record.timestampMs);
          newestMs = Math.max(newestMs, item.record.timestampMs);
          yield item.record;
        }
      }
    }
  }

  return {
    async *records() {
      let round = spans;
      for (let rounds = 1; ; rounds++) {
        yield* readSpans(round);
        const froms = new Map([...round].map(([partition, { from }]) => [partition, from]));
        const further = spread(BigInt(wanted - records), roomBefore(froms, floors));
        if (further.size === 0) return;
        gaveUp = rounds === mostRounds;
        if (gaveUp) return;
        round = new Map([...froms].map(([partition, until]) => [partition, { from: until - (further.get(partition) ?? 0n), until }]));
      }
    },
    reading: () => ({
      topic,
      partitions: spans.size,
      records,
      oldestMs: records === 0 ? undefined : oldestMs,
      newestMs: records === 0 ? undefined : newestMs,
      gaps,
      gaveUp,
    }),
  };
}
