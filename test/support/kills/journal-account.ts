import { join } from "node:path";
import { leavesDoubt } from "../../../src/core/redrive/batches-in-doubt.ts";
import type { RunCounts } from "../../../src/core/redrive/journal.ts";
import type { OffsetRun } from "../../../src/core/redrive/offset-run.ts";
import type { LaneId } from "../../../src/core/redrive/ports.ts";
import type { RunStore } from "../../../src/core/redrive/runs.ts";
import { runStore } from "../../../src/platform/disk/run-store.ts";

/** What the journals of some runs say of records, which are `partition:offset`. */
export interface JournalAccount {
  /** Of each record: in how many batches it went of which nobody knows what came of them. */
  readonly inDoubt: ReadonlyMap<string, number>;
  readonly possibleDuplicates: number;
  /** Parked or unrecoverable. */
  readonly notDelivered: ReadonlySet<string>;
  readonly counts: readonly RunCounts[];
}

/** The runs of a program whose state home that is. */
export function runsIn(stateHome: string): RunStore {
  return runStore({
    folder: join(stateHome, "mskctl"),
    clock: { now: Date.now },
    random: Math.random,
    owner: { host: "test", pid: process.pid, user: "test" },
  });
}

export async function journalAccount(runs: RunStore, ids: readonly string[]): Promise<JournalAccount> {
  const inDoubt = new Map<string, number>();
  const notDelivered = new Set<string>();
  const counts: RunCounts[] = [];
  for (const id of ids) {
    const run = await runs.open(id, "reading");
    try {
      counts.push(run.journal.counts());
      for (const name of namesInDoubt(run.entries(["dispatched", "answered"]))) inDoubt.set(name, (inDoubt.get(name) ?? 0) + 1);
      for (const row of [...run.rows("parked"), ...run.rows("unrecoverable")])
        for (const name of namesOf(row.lane, row)) notDelivered.add(name);
    } finally {
      run.close();
    }
  }
  return { inDoubt, notDelivered, counts, possibleDuplicates: counts.reduce((sum, each) => sum + each.possibleDuplicates, 0) };
}

type Entries = ReturnType<Awaited<ReturnType<RunStore["open"]>>["entries"]>;

/** A record comes as often as it went in doubt. */
function namesInDoubt(entries: Entries): string[] {
  const sent = new Map<number, readonly string[]>();
  for (const entry of entries) {
    if (entry.kind === "dispatched")
      sent.set(
        entry.batch,
        entry.runs.flatMap((run) => namesOf(entry.lane, run)),
      );
    else if (entry.kind === "answered" && !leavesDoubt(entry.outcome)) sent.delete(entry.batch);
  }
  return [...sent.values()].flat();
}

function namesOf({ partition }: LaneId, { first, last }: OffsetRun): string[] {
  return Array.from({ length: Number(last - first) + 1 }, (_, index) => `${partition}:${first + BigInt(index)}`);
}
