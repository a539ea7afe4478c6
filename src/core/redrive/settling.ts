import type { Forfeit, JournalEntry } from "./journal.ts";
import type { Lane, OpenPart, WaitingRecord } from "./lane.ts";
import type { Outcome, Part, Reason } from "./ports.ts";

interface Settling {
  readonly outcome: Extract<Outcome, "redriven" | "parked">;
  readonly reason: Reason | undefined;
  readonly batch: number | undefined;
  readonly keyMark?: string | undefined;
}

/** Records, ascending, with their terminal outcome; gives the entries that say so, those of the parts that are closed by it, too. */
export function settle(lane: Lane, records: readonly WaitingRecord[], settling: Settling): JournalEntry[] {
  const entries: JournalEntry[] = [];
  for (const { first, last, owner } of runsByOwner(records)) {
    const { part, found } = owner;
    const count = Number(last - first) + 1;
    // Nobody asks any more what a part that closes now was found to hold, unless it may be opened again.
    const isOver = owner.unsettled === count && !owner.keep && settling.outcome === "redriven";
    if (found !== undefined && !isOver) entries.push(foundIn(part, found));
    owner.found = undefined;
    entries.push({ kind: "settled", document: part.document, lane: lane.id, first, last, records: count, ...settling });
  }
  for (const { record, owners } of records) {
    lane.byOffset.delete(record.offset);
    for (const owner of owners) {
      owner.unsettled -= 1;
      owner.keep ||= settling.outcome === "parked";
      if (owner.unsettled === 0) entries.push(closed(owner));
    }
  }
  return entries;
}

export function foundIn({ document, lane }: Part, records: number): JournalEntry {
  return { kind: "found", document, lane, records };
}

export function closed({ part, keep, forfeited }: OpenPart): JournalEntry {
  return { kind: "closed", document: part.document, lane: part.lane, keep, forfeited };
}

/** Of a part that cannot be read, with as many records as it has beside those that were found. */
export function forfeitOf(records: number, outcome: Forfeit["outcome"], reason: Reason | undefined): Forfeit {
  return { records: Math.max(0, records), outcome, reason };
}

interface OwnedRun {
  readonly first: bigint;
  last: bigint;
  readonly owner: OpenPart;
}

/** The fewest runs of consecutive offsets, each of one part: that which was read first. */
function runsByOwner(records: readonly WaitingRecord[]): readonly OwnedRun[] {
  const runs: OwnedRun[] = [];
  for (const {
    record: { offset },
    owners: [owner],
  } of records) {
    const current = runs.at(-1);
    if (owner === undefined) throw new Error(`offset ${offset} waits for no part`);
    if (current !== undefined && current.owner === owner && current.last + 1n === offset) current.last = offset;
    else runs.push({ first: offset, last: offset, owner });
  }
  return runs;
}
