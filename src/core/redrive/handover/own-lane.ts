import type { JournalEntry, RunJournal } from "../journal.ts";
import { laneName } from "../lane.ts";
import { without } from "../offset-run.ts";
import { offsetSet } from "../offset-set.ts";
import type { LaneId } from "../ports.ts";

/** Lanes of a batch that are worked off here and have open parts. `own` undefined: all of them are. */
export function openLanes(journal: Pick<RunJournal, "lanes">, own: LaneId | undefined): readonly LaneId[] {
  return journal.lanes().filter((lane) => isOwn(lane, own));
}

/** How long what was sent may still run, at the longest. `settleMs`: a batch, from when it was sent. */
export function settlesInMs(
  journal: Pick<RunJournal, "unanswered">,
  { lane: own, settleMs, nowMs }: { readonly lane: LaneId | undefined; readonly settleMs: number; readonly nowMs: number },
): number {
  const sentMs = journal.unanswered().flatMap(({ lane, atMs }) => (isOwn(lane, own) ? [atMs] : []));
  return Math.max(0, ...sentMs.map((atMs) => atMs + settleMs - nowMs));
}

/** A worker that died may have sent all that was open until its end, a batch a lane: nobody knows better. */
export function perhapsSent(journal: RunJournal, own: LaneId | undefined, atMs: number): readonly JournalEntry[] {
  return openLanes(journal, own).map((lane, index) => {
    const parts = journal.parts(lane, undefined, Number.MAX_SAFE_INTEGER);
    const offsets = offsetSet();
    for (const part of parts) for (const run of without(part, journal.settled(lane, part))) offsets.add(run);
    const records = parts.reduce((sum, { found, claimed, settled }) => sum + (found ?? claimed) - settled, 0);
    return { kind: "dispatched", batch: journal.nextBatch() + index, lane, runs: offsets.runs(), records, attempt: 1, atMs };
  });
}

function isOwn(lane: LaneId, own: LaneId | undefined): boolean {
  return own === undefined || laneName(lane) === laneName(own);
}
