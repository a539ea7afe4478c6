import type { ErrorCode } from "../../errors.ts";

/** Where a mapping's consumer group stands in its topic, as the brokers tell it. */
export interface MappingOffsets {
  readonly asOfMs: number;
  readonly topic: string;
  readonly group: GroupPosition;
  /** In order. */
  readonly partitions: readonly PartitionPosition[];
}

export interface GroupPosition {
  readonly id: string;
  /** Kafka's word; undefined: the brokers know no such group. */
  readonly state: string | undefined;
  readonly members: readonly GroupReader[];
  /** Why nothing is known of the group, nor of what it has committed. */
  readonly unavailable?: OffsetsUnavailable;
}

export interface GroupReader {
  readonly memberId: string;
  readonly clientId: string;
  /** As the broker sees it. */
  readonly host: string;
  /** Of the mapping's topic, in order. */
  readonly partitions: readonly number[];
}

export interface PartitionPosition {
  readonly partition: number;
  /** The first offset that is kept. */
  readonly earliest: bigint;
  /** Where the next record will be written. */
  readonly end: bigint;
  /** The next offset to read; undefined: never committed, or not known. */
  readonly committed: bigint | undefined;
  /** What can still be read, in offsets; undefined where that hangs on a commit that is not there, or is beyond the end. */
  readonly lagRecords: number | undefined;
  readonly oldestUnread: OldestUnread;
}

export type OldestUnread =
  | { readonly kind: "none" }
  /** The timestamp of the record. */
  | { readonly kind: "known"; readonly atMs: number }
  | { readonly kind: "no-data"; readonly reason: string };

/** Why the brokers were not read, and what to do about it. */
export interface OffsetsUnavailable {
  readonly code: ErrorCode;
  readonly message: string;
  readonly next?: string;
}

export type OffsetsFact =
  | { readonly kind: "known"; readonly value: MappingOffsets }
  | ({ readonly kind: "unavailable" } & OffsetsUnavailable);

export interface OffsetTotals {
  /** Over the partitions with a lag; undefined when none has one. */
  readonly lagRecords: number | undefined;
  /** Partitions that hold records and that nothing was committed on. */
  readonly uncommitted: number;
  /** The oldest record that is known to be unread. */
  readonly oldestUnreadAtMs: number | undefined;
}

export function offsetTotals({ partitions }: Pick<MappingOffsets, "partitions">): OffsetTotals {
  const lags = partitions.flatMap(({ lagRecords }) => (lagRecords === undefined ? [] : [lagRecords]));
  const times = partitions.flatMap(({ oldestUnread }) => (oldestUnread.kind === "known" ? [oldestUnread.atMs] : []));
  return {
    lagRecords: lags.length === 0 ? undefined : lags.reduce((sum, lag) => sum + lag, 0),
    uncommitted: partitions.filter(({ committed, earliest, end }) => committed === undefined && end > earliest).length,
    oldestUnreadAtMs: times.length === 0 ? undefined : times.reduce((oldest, atMs) => Math.min(oldest, atMs)),
  };
}
