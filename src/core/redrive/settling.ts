import type { Forfeit, JournalEntry } from "./journal.ts";
import type { Lane, OpenPart, WaitingRecord } from "./lane.ts";
import type { Outcome, Reason } from "./ports.ts";

interface Settling {
  readonly outcome: Extract<Outcome, "redriven" | "parked">;
  readonly reason: Reason | undefined;
  readonly batch: number | undefined;
  readonly keyMark?: string | undefined;
}

/** Records, ascending, with their terminal outcome; gives the entries that say so, those of the parts that are closed by it, too. */
export function settle(lane: Lane, records: readonly WaitingRecord[], settling: Settling): JournalEntry[] {
  const entries: JournalEntry[] = [];
  for (const [first, last, document] of runsByDocument(records)) {
    entries.push({ kind: "settled", document, lane: lane.id, first, last, records: Number(last - first) + 1, ...settling });
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

export function closed({ part, keep, forfeited }: OpenPart): JournalEntry {
  return { kind: "closed", document: part.document, lane: part.lane, keep, forfeited };
}

/** Of a part that cannot be read, with as many records as it has beside those that were found. */
export function forfeitOf(records: number, outcome: Forfeit["outcome"], reason: Reason | undefined): Forfeit {
  return { records: Math.max(0, records), outcome, reason };
}

/** The fewest runs of consecutive offsets, each of one document: that of the part that was read first. */
function runsByDocument(records: readonly WaitingRecord[]): readonly (readonly [first: bigint, last: bigint, document: string])[] {
  const runs: [first: bigint, last: bigint, document: string][] = [];
  for (const { record, owners } of records) {
    const current = runs.at(-1);
    const document = owners[0]?.part.document ?? "";
    if (current !== undefined && current[2] === document && current[1] + 1n === record.offset) current[1] = record.offset;
    else runs.push([record.offset, record.offset, document]);
  }
  return runs;
}
