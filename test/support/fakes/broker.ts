import { MskctlError } from "../../../src/core/errors.ts";
import type { Broker, ConsumerGroup, OffsetPoint, TopicRetention } from "../../../src/core/record/broker.ts";
import type { GapCause, KafkaRecord, LogItem } from "../../../src/core/record/kafka-record.ts";

export interface FakePartition {
  /** Items in order; a record's offset is its place behind the gaps and records before it. */
  readonly log: readonly (FakeRecord | FakeGap)[];
  /** Offset of the first item. */
  readonly first?: bigint;
}

interface FakeRecord {
  readonly value: string | null;
  readonly atMs: number;
}

interface FakeGap {
  readonly gap: GapCause;
  readonly offsets: number;
}

export interface FakeGroup {
  readonly state?: string;
  readonly members?: ConsumerGroup["members"];
  readonly committed?: Readonly<Record<number, bigint>>;
}

export interface FakeBroker extends Broker {
  /** Names of the calls, in order; a read with its range. */
  readonly calls: readonly string[];
  /** Every later call of `method` throws. */
  failWith(method: keyof Broker, error: Error): void;
  recover(method: keyof Broker): void;
}

/** Topics by name, each with its partitions, groups by id, and retention by topic: none where nothing is said. Writing is not among what it can do. */
export function fakeBroker(
  topics: Readonly<Record<string, readonly FakePartition[]>>,
  groups: Readonly<Record<string, FakeGroup>> = {},
  retention: Readonly<Record<string, TopicRetention>> = {},
): FakeBroker {
  const calls: string[] = [];
  const failures = new Map<keyof Broker, Error>();

  function called(method: keyof Broker, what = ""): void {
    calls.push(what === "" ? method : `${method} ${what}`);
    const failure = failures.get(method);
    if (failure !== undefined) throw failure;
  }
  function partitionsOf(topic: string): readonly FakePartition[] {
    const found = topics[topic];
    if (found === undefined) throw new MskctlError("not-found", `there is no topic ${topic}`);
    return found;
  }
  const refuse = () => Promise.reject(new Error("a reading verb writes"));

  return {
    calls,
    failWith: (method, error) => void failures.set(method, error),
    recover: (method) => void failures.delete(method),
    async topics() {
      called("topics");
      return Object.keys(topics).sort();
    },
    async partitions(topic) {
      called("partitions", topic);
      return partitionsOf(topic).map((_, index) => index);
    },
    async offsets(topic, at) {
      called("offsets", typeof at === "string" ? at : String(at.atOrAfterMs));
      return new Map(
        partitionsOf(topic).flatMap((partition, index) => {
          const offset = offsetAt(partition, index, at);
          return offset === undefined ? [] : [[index, offset] as const];
        }),
      );
    },
    async retention(topic) {
      called("retention", topic);
      partitionsOf(topic);
      return retention[topic] ?? { ms: undefined, bytes: undefined };
    },
    async groups() {
      called("groups");
      return Object.keys(groups).sort();
    },
    async group(groupId) {
      called("group");
      const group = groups[groupId];
      return group && { groupId, state: group.state ?? "Empty", members: group.members ?? [] };
    },
    async committedOffsets(groupId, topic) {
      called("committedOffsets");
      partitionsOf(topic);
      return new Map(Object.entries(groups[groupId]?.committed ?? {}).map(([partition, offset]) => [Number(partition), offset]));
    },
    async *read({ topic, partition, from, until }) {
      called("read", `${partition} [${from},${until})`);
      const all = itemsOf(partitionsOf(topic)[partition] ?? { log: [] }, partition);
      for (const item of all) {
        const clipped = clip(item, from, until);
        if (clipped !== undefined) yield clipped;
      }
    },
    produce: refuse,
    alterCommittedOffsets: refuse,
    async close() {
      calls.push("close");
    },
  };
}

function itemsOf({ log, first = 0n }: FakePartition, partition: number): LogItem[] {
  let offset = first;
  const items: LogItem[] = first === 0n ? [] : [{ kind: "gap", from: 0n, until: first, cause: "expired" }];
  for (const entry of log) {
    if ("gap" in entry) {
      const until = offset + BigInt(entry.offsets);
      items.push({ kind: "gap", from: offset, until, cause: entry.gap });
      offset = until;
    } else {
      items.push({ kind: "record", record: recordOf(entry, partition, offset) });
      offset += 1n;
    }
  }
  return items;
}

function recordOf({ value, atMs }: FakeRecord, partition: number, offset: bigint): KafkaRecord {
  const bytes = value === null ? null : new TextEncoder().encode(value);
  return { partition, offset, timestampMs: atMs, timestampType: "CREATE_TIME", key: null, value: bytes, headers: [] };
}

function offsetAt(partition: FakePartition, index: number, at: OffsetPoint): bigint | undefined {
  const { first = 0n } = partition;
  if (at === "earliest") return first;
  const items = itemsOf(partition, index);
  if (typeof at === "string") return items.reduce((_, item) => (item.kind === "gap" ? item.until : item.record.offset + 1n), first);
  const found = items.find((item) => item.kind === "record" && item.record.timestampMs >= at.atOrAfterMs);
  return found?.kind === "record" ? found.record.offset : undefined;
}

function clip(item: LogItem, from: bigint, until: bigint): LogItem | undefined {
  if (item.kind === "record") return item.record.offset >= from && item.record.offset < until ? item : undefined;
  if (item.until <= from || item.from >= until) return undefined;
  return { ...item, from: item.from < from ? from : item.from, until: item.until > until ? until : item.until };
}
