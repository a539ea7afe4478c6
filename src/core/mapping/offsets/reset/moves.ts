import { MskctlError } from "../../../errors.ts";
import { formatCount } from "../../../figures.ts";
import type { PartitionStand } from "../positions.ts";
import { hasUsableCommit, readsFrom, type StartingOffsets } from "./reading-on.ts";
import { type ResetTarget, type SkippedRecord, skippedRecordText } from "./target.ts";

/** A partition whose committed offset is set. */
export interface OffsetMove {
  readonly partition: number;
  readonly earliest: bigint;
  readonly end: bigint;
  /** What is committed; undefined: nothing. */
  readonly now: bigint | undefined;
  readonly next: bigint;
  /** Where reading would go on without this. */
  readonly readsFrom: bigint;
  /** False: nothing is committed, or beyond the end, so nobody knows what was processed. */
  readonly wasRead: boolean;
  /** Where `next` was moved to, as the wanted offset is not in the log. */
  readonly clampedTo?: "earliest" | "end";
}

export interface ResetMoves {
  /** Only what has to be written, in order of partitions. */
  readonly moves: readonly OffsetMove[];
  /** Partitions that stand there already. */
  readonly unchanged: readonly number[];
  /** Partitions that cannot be shifted, as nothing is committed on them. */
  readonly unshiftable: readonly number[];
  /** Partitions without a record at or after the time. */
  readonly pastTime: readonly number[];
}

export interface MoveRequest {
  readonly target: ResetTarget;
  /** Only these; undefined: all. */
  readonly partitions?: readonly number[] | undefined;
  /** For a target by time: what brokers found. */
  readonly byTime: ReadonlyMap<number, bigint>;
  readonly startOf: StartingOffsets;
}

/**
 * What a reset writes, with every new offset inside the log. Errors: `not-found` for a partition that the topic has not;
 * `refused` for a record to skip that is not in the log, or that the group has passed.
 */
export function movesTo(topic: string, stands: readonly PartitionStand[], request: MoveRequest): ResetMoves {
  const { target, byTime } = request;
  const chosen = chosenOf(topic, stands, request);
  if (target.kind === "skip") for (const record of target.records) assertAhead(record, chosen, request);
  const moves: OffsetMove[] = [];
  const unchanged: number[] = [];
  const unshiftable: number[] = [];
  for (const stand of chosen) {
    const wanted = wantedOffset(stand, request);
    if (wanted === undefined) unshiftable.push(stand.partition);
    else if (clamped(wanted, stand) === stand.committed) unchanged.push(stand.partition);
    else moves.push(moveTo(wanted, stand, request.startOf));
  }
  const pastTime = target.kind === "timestamp" ? chosen.filter(({ partition }) => !byTime.has(partition)) : [];
  return { moves, unchanged, unshiftable, pastTime: pastTime.map(({ partition }) => partition) };
}

/** A partition that goes to `wanted`, or as near as the log lets it. */
export function moveTo(wanted: bigint, stand: PartitionStand, startOf: StartingOffsets): OffsetMove {
  const { partition, earliest, end, committed } = stand;
  const next = clamped(wanted, stand);
  return {
    partition,
    earliest,
    end,
    now: committed,
    next,
    readsFrom: readsFrom(stand, startOf),
    wasRead: hasUsableCommit(stand),
    ...(wanted < earliest ? { clampedTo: "earliest" } : wanted > end ? { clampedTo: "end" } : {}),
  };
}

function clamped(wanted: bigint, { earliest, end }: PartitionStand): bigint {
  if (wanted < earliest) return earliest;
  return wanted > end ? end : wanted;
}

function chosenOf(topic: string, stands: readonly PartitionStand[], { target, partitions }: MoveRequest): readonly PartitionStand[] {
  const named = partitions ?? namedBy(target);
  const unknown = named?.find((partition) => !stands.some((stand) => stand.partition === partition));
  if (unknown === undefined) return named === undefined ? stands : stands.filter(({ partition }) => named.includes(partition));
  throw new MskctlError("not-found", `topic ${topic} has no partition ${unknown}: it has ${stands.length}, from 0 on`, {
    details: { topic, partition: unknown, partitions: stands.length },
  });
}

function namedBy(target: ResetTarget): readonly number[] | undefined {
  if (target.kind === "skip") return target.records.map(({ partition }) => partition);
  return target.kind === "saved" ? [...target.offsets.keys()] : undefined;
}

/** Undefined: there is nothing to shift from. */
function wantedOffset({ partition, earliest, end, committed }: PartitionStand, { target, byTime }: MoveRequest): bigint | undefined {
  switch (target.kind) {
    case "earliest":
      return earliest;
    case "latest":
      return end;
    case "timestamp":
      return byTime.get(partition) ?? end;
    case "offset":
      return target.offset;
    case "shift":
      return committed === undefined ? undefined : committed + target.by;
    case "skip":
      return (target.records.find((record) => record.partition === partition)?.offset ?? end) + 1n;
    case "saved":
      return target.offsets.get(partition) ?? end;
  }
}

/** Skipping never takes a group back, nor past what is not written yet. */
function assertAhead(record: SkippedRecord, stands: readonly PartitionStand[], { startOf }: MoveRequest): void {
  const stand = stands.find(({ partition }) => partition === record.partition);
  if (stand === undefined) return;
  const from = readsFrom(stand, startOf);
  const why =
    record.offset < stand.earliest
      ? `is not there any more: the log begins at ${formatCount(stand.earliest)}`
      : record.offset >= stand.end
        ? `is not there yet: the log ends at ${formatCount(stand.end)}`
        : record.offset < from
          ? `does not wait any more: the group goes on at ${formatCount(from)}`
          : undefined;
  if (why === undefined) return;
  const { partition, offset } = record;
  throw new MskctlError("refused", `${skippedRecordText(record)} ${why}`, {
    details: { partition, offset: String(offset), earliest: String(stand.earliest), end: String(stand.end), readsFrom: String(from) },
  });
}
