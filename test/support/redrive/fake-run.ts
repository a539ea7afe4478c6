import type { JournalEntry, RunCounts } from "../../../src/core/redrive/journal.ts";
import type { Outcome, Part } from "../../../src/core/redrive/ports.ts";
import type { ListedRun, OpenRun, SettledRow } from "../../../src/core/redrive/runs.ts";
import { sampleRun } from "./runs.ts";

export interface RecordedRun {
  readonly known?: ListedRun;
  readonly rows: readonly SettledRow[];
  readonly entries?: readonly JournalEntry[];
  readonly conditions?: ReadonlyMap<string, number>;
  readonly kept?: readonly string[];
  /** Parts that are not closed. */
  readonly open?: readonly Part[];
  readonly counts?: Partial<RunCounts>;
}

/** A run whose journal says exactly what is given, right or wrong; only what reports ask of it. */
export function fakeRun(recorded: RecordedRun): OpenRun {
  const { rows, entries = [], kept = [], open = [], known = sampleRun({ state: "finished" }) } = recorded;
  const never = () => {
    throw new Error("a report writes");
  };
  return {
    known,
    journal: {
      add: never,
      commit: never,
      lanes: () => [...new Map(open.map(({ lane }) => [`${lane.topic}-${lane.partition}`, lane])).values()],
      parts: (lane, after, limit) => {
        const own = open.filter((part) => part.lane.topic === lane.topic && part.lane.partition === lane.partition);
        const start = after === undefined ? 0 : own.findIndex(({ document }) => document === after.document) + 1;
        return own.slice(start, start + limit);
      },
      settled: never,
      poisonKeys: never,
      keyMark: never,
      removable: never,
      unanswered: never,
      nextBatch: never,
      counts: () => ({ ...countsOf(recorded), ...recorded.counts }),
    },
    setState: never,
    rows: (outcome) => rows.filter((row) => row.outcome === outcome).toSorted(inOrder),
    conditions: () => recorded.conditions ?? new Map(),
    entries: (kinds) => entries.filter(({ kind }) => kinds.includes(kind)),
    kept: () => kept.map((id) => ({ id, handle: "" })),
    documents: never,
    planned: never,
    partsOf: never,
    reopen: never,
    digest: () => "5a3c",
    close: () => undefined,
  };
}

function countsOf({ rows, entries = [], kept = [], open = [] }: RecordedRun): RunCounts {
  const of = (outcome: Outcome) => rows.filter((row) => row.outcome === outcome).reduce((sum, { records }) => sum + records, 0);
  const [redriven, parked, unrecoverable, filtered] = [of("redriven"), of("parked"), of("unrecoverable"), of("filtered")];
  const remaining = open.reduce((sum, { claimed }) => sum + claimed, 0);
  const removed = entries.flatMap((entry) => (entry.kind === "removed" ? entry.documents : []));
  return {
    documents: removed.length + kept.length,
    removed: removed.length,
    kept: kept.length,
    seen: redriven + parked + unrecoverable + filtered + remaining,
    redriven,
    parked,
    unrecoverable,
    filtered,
    remaining,
    possibleDuplicates: 0,
    invocations: entries.filter(({ kind }) => kind === "dispatched").length,
  };
}

function inOrder(a: SettledRow, b: SettledRow): number {
  if (a.lane.topic !== b.lane.topic) return a.lane.topic < b.lane.topic ? -1 : 1;
  return a.lane.partition - b.lane.partition || Number(a.first - b.first);
}

/** Settled offsets of a partition of `shipments`. */
export function settledRow(partition: number, first: number, last: number, changes: Partial<SettledRow> = {}): SettledRow {
  return {
    lane: { topic: "shipments", partition },
    first: BigInt(first),
    last: BigInt(last),
    records: last - first + 1,
    outcome: "redriven",
    reason: undefined,
    batch: undefined,
    ...changes,
  };
}
