import type { PlannedDocument } from "../../src/core/redrive/journal.ts";
import type { LaneId } from "../../src/core/redrive/ports.ts";
import type { Chance } from "./chance.ts";

/** An offset of a topic as it truly is. */
export interface TrueRecord {
  readonly lane: LaneId;
  readonly offset: bigint;
  readonly key: string | undefined;
  readonly isPoison: boolean;
  /** The mapping's filter does not deliver it. */
  readonly isFiltered: boolean;
}

export interface TrueDocument {
  readonly id: string;
  readonly planned: PlannedDocument;
  /** What failed, by lane. */
  readonly records: readonly TrueRecord[];
}

/** What has failed, and how it lies in the destination. */
export interface Scenario {
  /** `payloads`: documents carry their records. `pointers`: they are read back from brokers. */
  readonly reading: "payloads" | "pointers";
  /** `bucket`: everything is listed at once. `queue`: handed out a window at a time, hidden while taken. */
  readonly source: "bucket" | "queue";
  readonly lanes: readonly LaneId[];
  /** By lane and offset; offsets that are not there hold no record. */
  readonly log: ReadonlyMap<string, TrueRecord>;
  readonly documents: readonly TrueDocument[];
}

export function recordName({ topic, partition }: LaneId, offset: bigint): string {
  return `${topic}/${partition}@${offset}`;
}

const startMs = 1_799_999_000_000;

export function newScenario(chance: Chance, documentsAbout = 14): Scenario {
  const reading = chance.pick(["payloads", "pointers"] as const);
  const source = chance.pick(["bucket", "queue"] as const);
  const lanes = Array.from({ length: chance.between(1, 4) }, (_, partition) => ({ topic: "orders-eu", partition }));
  const log = new Map<string, TrueRecord>();
  const documents: TrueDocument[] = [];
  const next = lanes.map(() => BigInt(chance.between(0, 1_000)));
  const poisonShare = chance.pick([0, 0, 0.02, 0.3]);
  const wanted = chance.between(1, documentsAbout * 2);
  while (documents.length < wanted) {
    const records: TrueRecord[] = [];
    const of = chance.shuffled(lanes.map((_, index) => index)).slice(0, chance.is(0.6) ? 1 : chance.between(1, lanes.length));
    for (const index of of) {
      const lane = lanes[index] as LaneId;
      const from = (next[index] ?? 0n) + BigInt(chance.is(0.5) ? 0 : chance.between(0, 5));
      const until = from + BigInt(chance.between(1, 12));
      records.push(...written(log, lane, from, until, { chance, reading, poisonShare }));
      next[index] = until;
    }
    const failed = records.filter(({ isFiltered }) => !isFiltered);
    if (failed.length > 0) documents.push(document(documents.length, failed));
    // Overlaps: the same batch again, or a part of it, as a bisected batch and at-least-once delivery leave them.
    if (failed.length > 0 && chance.is(0.15)) documents.push(document(documents.length, failed));
    const part = failed.slice(chance.between(0, Math.max(0, failed.length - 1)));
    if (part.length > 0 && chance.is(0.1)) documents.push(document(documents.length, part));
  }
  return { reading, source, lanes, log, documents };
}

function written(
  log: Map<string, TrueRecord>,
  lane: LaneId,
  from: bigint,
  until: bigint,
  { chance, reading, poisonShare }: { readonly chance: Chance; readonly reading: Scenario["reading"]; readonly poisonShare: number },
): TrueRecord[] {
  const records: TrueRecord[] = [];
  for (let offset = from; offset < until; offset++) {
    if (chance.is(0.1)) continue;
    const key = chance.is(0.3) ? undefined : `key-${chance.between(0, 5)}`;
    const isFiltered = reading === "pointers" && chance.is(0.1);
    const record = { lane, offset, key, isPoison: chance.is(poisonShare), isFiltered };
    log.set(recordName(lane, offset), record);
    records.push(record);
  }
  return records;
}

function document(index: number, records: readonly TrueRecord[]): TrueDocument {
  const id = `document-${index}`;
  const lanes = new Map<string, TrueRecord[]>();
  for (const record of records) {
    const name = String(record.lane.partition);
    lanes.set(name, [...(lanes.get(name) ?? []), record]);
  }
  const parts = [...lanes.values()].map((ofLane) => {
    const [first, last] = [ofLane[0] as TrueRecord, ofLane.at(-1) as TrueRecord];
    const times = { firstTimestampMs: startMs + Number(first.offset), lastTimestampMs: startMs + Number(last.offset) };
    return { lane: first.lane, first: first.offset, last: last.offset, ...times, claimed: ofLane.length };
  });
  const failedAtMs = startMs + Number(records.at(-1)?.offset ?? 0n);
  const planned = { id, handle: "1", condition: "RetryAttemptsExhausted", failedAtMs, records: records.length, parts };
  return { id, planned, records };
}
