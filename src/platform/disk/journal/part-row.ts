import type { Forfeit } from "../../../core/redrive/journal.ts";
import type { Reason } from "../../../core/redrive/ports.ts";
import type { SqlRow, SqlValue } from "./sqlite.ts";

type PartState = "open" | "closed" | "kept";

export interface PartRow {
  /** Numbers of its document and its lane. */
  readonly document: number;
  readonly lane: number;
  readonly first: bigint;
  readonly last: bigint;
  readonly firstTimestampMs: number | undefined;
  readonly lastTimestampMs: number | undefined;
  readonly claimed: number;
  readonly found: number | undefined;
  readonly foundEntry: bigint | undefined;
  /** Records, those that are forfeited among them. */
  readonly settled: number;
  readonly state: PartState;
  readonly closedEntry: bigint | undefined;
  readonly forfeited: Forfeit | undefined;
}

/** Where a part stands in its lane. */
export type PartPlace = Pick<PartRow, "first" | "last" | "document">;

const states: readonly PartState[] = ["open", "closed", "kept"];

export function partOf(row: SqlRow): PartRow {
  const [document, lane, first, last, firstMs, lastMs, claimed, found, foundEntry, settled, state, closedEntry, ...forfeited] = row;
  return {
    document: Number(document),
    lane: Number(lane),
    first: BigInt(first ?? 0n),
    last: BigInt(last ?? 0n),
    firstTimestampMs: numberOf(firstMs),
    lastTimestampMs: numberOf(lastMs),
    claimed: Number(claimed),
    found: numberOf(found),
    foundEntry: entryOf(foundEntry),
    settled: Number(settled),
    state: states[Number(state)] ?? "open",
    closedEntry: entryOf(closedEntry),
    forfeited: forfeitOf(forfeited),
  };
}

function forfeitOf([records, outcome, reason]: SqlRow): Forfeit | undefined {
  if (records === null) return undefined;
  return {
    records: Number(records),
    outcome: String(outcome) as Forfeit["outcome"],
    reason: reason === null ? undefined : (String(reason) as Reason),
  };
}

export function valuesOfPart(row: PartRow): SqlValue[] {
  return [
    row.document,
    row.lane,
    row.first,
    row.last,
    row.firstTimestampMs ?? null,
    row.lastTimestampMs ?? null,
    row.claimed,
    row.found ?? null,
    row.foundEntry ?? null,
    row.settled,
    states.indexOf(row.state),
    row.closedEntry ?? null,
    row.forfeited?.records ?? null,
    row.forfeited?.outcome ?? null,
    row.forfeited?.reason ?? null,
  ];
}

function numberOf(value: SqlRow[number] | undefined): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}

function entryOf(value: SqlRow[number] | undefined): bigint | undefined {
  return value === null || value === undefined ? undefined : BigInt(value);
}
