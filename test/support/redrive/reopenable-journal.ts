import type { Forfeit, JournalEntry } from "../../../src/core/redrive/journal.ts";
import { isKept, type KnownLane, type KnownPart, refOf } from "../../../src/core/redrive/memory-journal/memory-content.ts";
import { MemoryJournal } from "../../../src/core/redrive/memory-journal/memory-journal.ts";
import type { DocumentRef, Outcome, Reason } from "../../../src/core/redrive/ports.ts";
import { markOf } from "../redrive-machine.ts";

/** With what only a run on disk has to know: what a disk would hold, which a crashed run's successor opens again. */
export class ReopenableJournal extends MemoryJournal {
  readonly #entries: JournalEntry[] = [];

  constructor() {
    super({ markOf });
  }

  override commit(entries: readonly JournalEntry[]): readonly DocumentRef[] {
    this.#entries.push(...entries);
    return super.commit(entries);
  }

  /** As `OpenRun.entries`, but with all that was taken back since. */
  entries(kinds: readonly JournalEntry["kind"][]): readonly JournalEntry[] {
    return this.#entries.filter(({ kind }) => kinds.includes(kind));
  }

  /** As `OpenRun.kept`. */
  kept(): readonly DocumentRef[] {
    return [...this.documents.values()].filter(isKept).map(refOf);
  }

  /** As `OpenRun.reopen`. */
  reopen(reasons: readonly Reason[] | undefined): number {
    const before = this.counts().parked;
    const isMeant = ({ outcome, reason }: Pick<Forfeit, "reason"> & { readonly outcome: Outcome }) =>
      outcome === "parked" && (reasons === undefined || (reason !== undefined && reasons.includes(reason)));
    for (const lane of this.knownLanes.values()) {
      const rows = lane.settled.filter((row) => isMeant(row) && this.documents.get(row.document)?.removed === false);
      takeBack(lane, rows);
      for (const part of lane.parts) {
        const isOwner = rows.some((row) => row.document === part.document.id);
        const shares = part.state === "kept" && rows.some((row) => row.first <= part.plan.last && row.last >= part.plan.first);
        const isForfeited = part.forfeited !== undefined && isMeant(part.forfeited);
        if (part.document.removed || !(isOwner || shares || isForfeited)) continue;
        part.state = "open";
        part.forfeited = undefined;
      }
    }
    return before - this.counts().parked;
  }
}

function takeBack({ settled, parts }: KnownLane, rows: KnownLane["settled"]): void {
  const left = settled.filter((row) => !rows.includes(row));
  settled.splice(0, settled.length, ...left);
  const byDocument = new Map<string, KnownPart>(parts.map((part) => [part.document.id, part]));
  for (const { document, records } of rows) {
    const owner = byDocument.get(document);
    if (owner !== undefined) owner.settled -= records;
  }
}
