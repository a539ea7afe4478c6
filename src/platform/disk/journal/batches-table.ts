import type { OffsetRun } from "../../../core/redrive/offset-run.ts";
import { columns } from "./schema.ts";
import { sealedTable, walk } from "./sealed-rows.ts";
import type { Database, SqlRow, SqlValue } from "./sqlite.ts";

export interface BatchRow {
  readonly n: number;
  readonly entry: bigint;
  /** The lane's number. */
  readonly lane: number;
  readonly runs: readonly OffsetRun[];
  readonly records: number;
  readonly attempt: number;
  readonly atMs: number;
  readonly answer: BatchAnswer | undefined;
  /** Whether its offsets were sent again: none, some, or nothing of it is open any more. */
  readonly again: "no" | "some" | "all";
}

interface BatchAnswer {
  readonly outcome: string;
  readonly reason: string | undefined;
  readonly atMs: number;
  readonly entry: bigint;
}

export interface BatchesTable {
  get(n: number): BatchRow | undefined;
  insert(row: BatchRow): void;
  update(row: BatchRow): void;
  /** In doubt, and perhaps with open offsets. */
  inDoubt(): Iterable<BatchRow>;
  /** In doubt, and nothing of it is open any more. */
  sentAgain(): Iterable<BatchRow>;
  /** Of one lane, committed behind `entry`. */
  sentAfter(lane: number, entry: bigint): Iterable<BatchRow>;
  inOrder(): Iterable<BatchRow>;
  answeredInOrder(): Iterable<BatchRow>;
}

const repetitions: readonly BatchRow["again"][] = ["no", "some", "all"];
const doubt = "(outcome IS NULL OR outcome = 'unknown')";

export function batchesTable(database: Database): BatchesTable {
  const table = sealedTable(database, "batches", columns.batches);
  const byNumber = table.first("WHERE n = ?");
  const update = table.update(["outcome", "reason", "answered_at_ms", "answered_entry", "again"], ["n"]);
  function* walked(tail: string, ...parameters: SqlValue[]): Iterable<BatchRow> {
    for (const row of walk(database, table.name, columns.batches, tail, ...parameters)) yield batchOf(row);
  }
  return {
    get(n) {
      const row = byNumber(n);
      return row === undefined ? undefined : batchOf(row);
    },
    insert: (row) => table.insert(valuesOf(row)),
    update: (row) => update(valuesOf(row)),
    inDoubt: () => walked(`WHERE ${doubt} AND again < 2 ORDER BY n`),
    sentAgain: () => walked(`WHERE ${doubt} AND again = 2`),
    sentAfter: (lane, entry) => walked("WHERE lane = ? AND entry > ? ORDER BY entry", lane, entry),
    inOrder: () => walked("ORDER BY entry"),
    answeredInOrder: () => walked("WHERE answered_entry IS NOT NULL ORDER BY answered_entry"),
  };
}

function batchOf(row: SqlRow): BatchRow {
  const [n, entry, lane, runs, records, attempt, atMs, outcome, reason, answeredAtMs, answeredEntry, again] = row;
  const answer = {
    outcome: String(outcome),
    reason: reason === null ? undefined : String(reason),
    atMs: Number(answeredAtMs),
    entry: BigInt(answeredEntry ?? 0n),
  };
  return {
    n: Number(n),
    entry: BigInt(entry ?? 0n),
    lane: Number(lane),
    runs: runsOf(String(runs)),
    records: Number(records),
    attempt: Number(attempt),
    atMs: Number(atMs),
    answer: outcome === null ? undefined : answer,
    again: repetitions[Number(again)] ?? "no",
  };
}

function valuesOf({ n, entry, lane, runs, records, attempt, atMs, answer, again }: BatchRow): SqlValue[] {
  const answered = [answer?.outcome ?? null, answer?.reason ?? null, answer?.atMs ?? null, answer?.entry ?? null];
  return [n, entry, lane, textOf(runs), records, attempt, atMs, ...answered, repetitions.indexOf(again)];
}

function textOf(runs: readonly OffsetRun[]): string {
  return runs.map(({ first, last }) => `${first}-${last}`).join(",");
}

function runsOf(text: string): OffsetRun[] {
  if (text === "") return [];
  return text.split(",").map((run) => {
    const [first = "0", last = "0"] = run.split("-");
    return { first: BigInt(first), last: BigInt(last) };
  });
}
