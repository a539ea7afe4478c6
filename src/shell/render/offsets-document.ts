import {
  type GroupReader,
  type OffsetsFact,
  type OffsetsUnavailable,
  type OldestUnread,
  offsetTotals,
  type PartitionPosition,
} from "../../core/mapping/offsets/mapping-offsets.ts";

/** `offsets` of `mskctl inspect --offsets --json`. */
export type OffsetsDocument = UnavailableDocument | KnownDocument;

interface UnavailableDocument {
  readonly unavailable: OffsetsUnavailable;
}

interface KnownDocument {
  readonly asOf: string;
  readonly topic: string;
  /** `state` is null for a group that the brokers do not know. */
  readonly group: { readonly id: string } & (
    | UnavailableDocument
    | { readonly state: string | null; readonly members: readonly GroupReader[] }
  );
  /** null means no data, which is not zero. */
  readonly totals: {
    readonly lagRecords: number | null;
    readonly uncommittedPartitions: number | null;
    readonly oldestUnreadAgeMs: number | null;
  };
  readonly partitions: readonly PartitionDocument[];
}

interface PartitionDocument {
  readonly partition: number;
  readonly earliest: string;
  readonly committed: string | null;
  readonly end: string;
  readonly lagRecords: number | null;
  /** null: nothing is unread. */
  readonly oldestUnread: { readonly at: string; readonly ageMs: number } | { readonly unavailable: string } | null;
}

export function offsetsDocument(fact: OffsetsFact): OffsetsDocument {
  if (fact.kind === "unavailable") return { unavailable: unavailableDocument(fact) };
  const { asOfMs, topic, group, partitions } = fact.value;
  const { lagRecords, uncommitted, oldestUnreadAtMs } = offsetTotals(fact.value);
  const { id, state, members, unavailable } = group;
  return {
    asOf: new Date(asOfMs).toISOString(),
    topic,
    group: unavailable === undefined ? { id, state: state ?? null, members } : { id, unavailable: unavailableDocument(unavailable) },
    totals: {
      lagRecords: lagRecords ?? null,
      uncommittedPartitions: unavailable === undefined ? uncommitted : null,
      oldestUnreadAgeMs: oldestUnreadAtMs === undefined ? null : Math.max(0, asOfMs - oldestUnreadAtMs),
    },
    partitions: partitions.map((each) => partitionDocument(each, asOfMs)),
  };
}

function partitionDocument(position: PartitionPosition, asOfMs: number): PartitionDocument {
  const { partition, earliest, committed, end, lagRecords, oldestUnread } = position;
  return {
    partition,
    earliest: String(earliest),
    committed: committed === undefined ? null : String(committed),
    end: String(end),
    lagRecords: lagRecords ?? null,
    oldestUnread: oldestDocument(oldestUnread, asOfMs),
  };
}

function oldestDocument(oldest: OldestUnread, asOfMs: number): PartitionDocument["oldestUnread"] {
  if (oldest.kind === "none") return null;
  if (oldest.kind === "no-data") return { unavailable: oldest.reason };
  return { at: new Date(oldest.atMs).toISOString(), ageMs: Math.max(0, asOfMs - oldest.atMs) };
}

function unavailableDocument({ code, message, next }: OffsetsUnavailable): OffsetsUnavailable {
  return { code, message, ...(next === undefined ? {} : { next }) };
}
