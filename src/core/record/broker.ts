import type { LogItem, RecordHeader } from "./kafka-record.ts";

/**
 * A Kafka cluster. Nothing here joins a consumer group, and nothing but `alterCommittedOffsets` commits. All throw
 * MskctlError: `not-found`, `not-permitted`, `credentials`, `refused`, `unavailable`, `timed-out`.
 */
export interface Broker {
  /** Names, in order; Kafka's own topics are left out. */
  topics(): Promise<readonly string[]>;
  /** Partition numbers, in order. */
  partitions(topic: string): Promise<readonly number[]>;
  /** One offset a partition; a partition without a record at or after the asked time has none. */
  offsets(topic: string, at: OffsetPoint): Promise<ReadonlyMap<number, bigint>>;
  /** How long and how much of a topic is kept. */
  retention(topic: string): Promise<TopicRetention>;
  /** Ids of the consumer groups that the caller may see, in order. */
  groups(): Promise<readonly string[]>;
  /** Undefined: there is no such group. */
  group(groupId: string): Promise<ConsumerGroup | undefined>;
  /** The next offset to read by partition; a partition that was never committed has none. */
  committedOffsets(groupId: string, topic: string): Promise<ReadonlyMap<number, bigint>>;
  /**
   * Every offset of [from, until), ascending: a committed record, or a part of a gap. Holds a few MiB at a time. Throws `undecodableBatch` where
   * the log is damaged, behind the last record before it.
   */
  read(range: OffsetRange): AsyncIterable<LogItem>;
  /** Resolves when all replicas in sync have all of the records; gives the place of each. Nothing is written twice by a retry. */
  produce(topic: string, records: readonly OutgoingRecord[]): Promise<readonly RecordPlace[]>;
  /** Only for a group without members: a group that is read by somebody is `refused`. */
  alterCommittedOffsets(groupId: string, topic: string, offsets: ReadonlyMap<number, bigint>): Promise<void>;
  close(): Promise<void>;
}

/**
 * `earliest`: the first offset that is kept. `latest`: where the next record will be written. `latest-committed`: what a
 * reader of committed records gets up to; before `latest` while a transaction is open.
 */
export type OffsetPoint = "earliest" | "latest" | "latest-committed" | { readonly atOrAfterMs: number };

/** Undefined: there is no limit, as on a topic that is only compacted. */
export interface TopicRetention {
  /** From a record's timestamp on; records go by whole segments, so some stay longer. */
  readonly ms: number | undefined;
  /** Of each partition. */
  readonly bytes: number | undefined;
}

export interface OffsetRange {
  readonly topic: string;
  readonly partition: number;
  readonly from: bigint;
  /** Not included. */
  readonly until: bigint;
}

export interface OutgoingRecord {
  /** Without it the key decides, as in Kafka's Java client; without a key, records go to the partitions in turn. */
  readonly partition?: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly RecordHeader[];
  /** Without it: now. */
  readonly timestampMs?: number;
}

export interface RecordPlace {
  readonly partition: number;
  readonly offset: bigint;
}

export interface ConsumerGroup {
  readonly groupId: string;
  /** Kafka's word, e.g. `Stable`, `Empty`, `PreparingRebalance`; new ones pass through. */
  readonly state: string;
  readonly members: readonly GroupMemberDescription[];
}

interface GroupMemberDescription {
  readonly memberId: string;
  readonly clientId: string;
  /** As the broker sees it, e.g. `/10.0.3.7`. */
  readonly host: string;
  readonly assigned: readonly { readonly topic: string; readonly partitions: readonly number[] }[];
}
