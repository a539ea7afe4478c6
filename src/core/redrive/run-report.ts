import type { RunCounts } from "./journal.ts";
import type { KindCount } from "./kind-counts.ts";
import { byLane } from "./lane-runs.ts";
import type { LaneId, Outcome, Reason } from "./ports.ts";
import type { ListedRun, OpenRun, SettledRow } from "./runs.ts";
import { type SendingFigures, sendingFigures } from "./sending-figures.ts";

/** What became of a run's records, with every interval that is not in the target. */
export interface RunReport {
  readonly known: ListedRun;
  readonly counts: RunCounts;
  /** Most records first. */
  readonly reasons: readonly ReasonCount[];
  /** Documents by Lambda's condition, most frequent first. */
  readonly conditions: readonly KindCount[];
  /** In order of topic and partition; of what is settled. */
  readonly lanes: readonly LaneReport[];
  /** Every one, in order of lane and offset; full runs that touch and share their reason are one. A run with fewer records than offsets could not be read. */
  readonly unrecoverable: readonly SettledRow[];
  readonly parked: readonly SettledRow[];
  readonly sending: SendingFigures;
  /** Over the time in which something was on its way; undefined while nothing was. */
  readonly recordsPerSecond: number | undefined;
  readonly kept: KeptDocuments;
  readonly remarks: readonly { readonly atMs: number; readonly text: string }[];
  /** SHA-256 of the journal's rows. */
  readonly digest: string;
}

interface ReasonCount {
  readonly outcome: ListedOutcome;
  readonly reason: Reason | undefined;
  readonly records: number;
}

type ListedOutcome = Extract<Outcome, "parked" | "unrecoverable" | "filtered">;

export interface LaneReport {
  readonly lane: LaneId;
  readonly first: bigint;
  readonly last: bigint;
  readonly redriven: number;
  readonly parked: number;
  readonly unrecoverable: number;
  readonly filtered: number;
}

/** Documents that stay at their source. Text from outside. */
interface KeptDocuments {
  readonly documents: number;
  readonly ids: readonly string[];
}

/** So many ids are listed: a report is to be read. `show` has them all. */
const mostIds = 1_000;
const mostRemarks = 1_000;

/** Goes through the run's journal once for each part. Throws `storage`. */
export function reportRun(run: OpenRun): RunReport {
  const { known, journal } = run;
  const counts = journal.counts();
  const lanes = createLaneReports();
  const reasons = createReasonCounts();
  const intervals = { parked: createJoined(), unrecoverable: createJoined() };

  for (const outcome of ["redriven", "parked", "unrecoverable", "filtered"] as const) {
    for (const row of run.rows(outcome)) {
      lanes.add(outcome, row);
      if (outcome === "redriven") continue;
      reasons.add({ outcome, reason: row.reason, records: row.records });
      if (outcome !== "filtered") intervals[outcome].add(row);
    }
  }
  const sending = sendingFigures(run.entries(["dispatched", "answered"]));
  return {
    known,
    counts,
    reasons: reasons.counts(),
    conditions: [...run.conditions()].map(([what, documents]) => ({ what, documents })).toSorted((a, b) => b.documents - a.documents),
    lanes: lanes.reports(),
    unrecoverable: intervals.unrecoverable.rows,
    parked: intervals.parked.rows,
    sending,
    recordsPerSecond: sending.busyMs === 0 ? undefined : (counts.redriven * 1_000) / sending.busyMs,
    kept: { documents: counts.kept, ids: firstIds(run) },
    remarks: firstRemarks(run),
    digest: run.digest(),
  };
}

function createReasonCounts() {
  const counts = new Map<string, ReasonCount>();
  return {
    add({ outcome, reason, records }: ReasonCount): void {
      const key = `${outcome} ${reason}`;
      counts.set(key, { outcome, reason, records: records + (counts.get(key)?.records ?? 0) });
    },
    counts: () => [...counts.values()].toSorted((a, b) => b.records - a.records),
  };
}

function createLaneReports() {
  const lanes = new Map<string, LaneReport>();
  return {
    add(outcome: Exclude<Outcome, "absent">, { lane, first, last, records }: SettledRow): void {
      const key = `${lane.topic}-${lane.partition}`;
      const before = lanes.get(key) ?? { lane, first, last, redriven: 0, parked: 0, unrecoverable: 0, filtered: 0 };
      lanes.set(key, {
        ...before,
        first: first < before.first ? first : before.first,
        last: last > before.last ? last : before.last,
        [outcome]: before[outcome] + records,
      });
    },
    reports: () => [...lanes.values()].toSorted(byLane),
  };
}

/** Rows come in order: full ones that touch and share their reason become one. */
function createJoined(): { add(row: SettledRow): void; readonly rows: readonly SettledRow[] } {
  const rows: SettledRow[] = [];
  return {
    rows,
    add(row) {
      const before = rows.at(-1);
      if (before !== undefined && continues(before, row))
        rows[rows.length - 1] = { ...before, last: row.last, records: before.records + row.records };
      else rows.push(row);
    },
  };
}

function continues(before: SettledRow, row: SettledRow): boolean {
  return byLane(before, row) === 0 && before.reason === row.reason && before.last + 1n === row.first && isFull(before) && isFull(row);
}

function isFull({ first, last, records }: SettledRow): boolean {
  return BigInt(records) === last - first + 1n;
}

function firstIds(run: OpenRun): string[] {
  const ids: string[] = [];
  for (const { id } of run.kept()) {
    if (ids.length >= mostIds) break;
    ids.push(id);
  }
  return ids;
}

function firstRemarks(run: OpenRun): RunReport["remarks"] {
  const remarks: { readonly atMs: number; readonly text: string }[] = [];
  for (const entry of run.entries(["remark"])) {
    if (remarks.length >= mostRemarks) break;
    if (entry.kind === "remark") remarks.push({ atMs: entry.atMs, text: entry.text });
  }
  return remarks;
}
