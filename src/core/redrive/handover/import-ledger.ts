import { plural } from "../../figures.ts";
import type { DecodeUtf8 } from "../../record/byte-tools.ts";
import { createKindCounts, type KindCount } from "../kind-counts.ts";
import type { OpenRun } from "../runs.ts";
import type { Handover } from "./handover.ts";
import { ImportedBatch } from "./import-batch.ts";
import { lanesOfBatches } from "./lane-of-batch.ts";
import { type LedgerStore, ledgerName } from "./ledger.ts";
import { ledgerBatches, type WrittenBatch } from "./read-ledger.ts";
import { createToldPlaces, type ToldPlaces } from "./told-places.ts";

export interface ImportParts {
  readonly ledger: Pick<LedgerStore, "list" | "get">;
  /** A new one, whose journal has the handover's salt. */
  readonly run: Pick<OpenRun, "journal" | "partsOf">;
  readonly order: Handover["order"];
  readonly decodeUtf8: DecodeUtf8;
  readonly nowMs: number;
  /** After each batch; may throw to end it. */
  readonly onProgress: (progress: Pick<LedgerImport, "batches" | "documents">) => void;
}

/** What a ledger held beside what stands in the run. */
export interface LedgerImport {
  readonly batches: number;
  /** Planned by its batches, each document once. */
  readonly documents: number;
  /** Of which a turn has begun and not ended: its worker is at work, or has died. */
  readonly workedOn: number;
  /** Of which something is open, those that are worked on among them. */
  readonly unfinished: number;
  /** Documents that no batch has dealt with. May hold text from outside. */
  readonly left: readonly KindCount[];
  /** Documents that were to be removed and stay, by reason. May hold text from outside. */
  readonly notRemoved: readonly KindCount[];
  /** In offsets: what a second batch has settled. */
  readonly doubles: Told;
  /** Turns, and halves of them, that are missing. */
  readonly gaps: Told;
  /** Entries that a journal does not take. */
  readonly refused: Told;
}

export type Told = Pick<ToldPlaces, "count" | "places">;

/**
 * Puts a ledger into a run's journal, batch by batch, each in one commit. Throws `storage` for what is no ledger, and as the ledger and the
 * journal do; then the run is of no use.
 */
export async function importLedger(parts: ImportParts): Promise<LedgerImport> {
  const { ledger, run, order, decodeUtf8, onProgress, nowMs } = parts;
  const tally = new ImportTally();
  const laneOf = await lanesOfBatches(ledger, order, decodeUtf8);
  let last = run.journal.nextBatch() - 1;
  for await (const batch of ledgerBatches(ledger, decodeUtf8)) {
    const context = { name: batch.name, run, lane: laneOf(batch.name), nextBatch: () => ++last, ...tally };
    const imported = new ImportedBatch(context);
    takeIn(batch, imported, tally);
    run.journal.add(imported.fresh);
    run.journal.commit(imported.entries());
    tally.documents += imported.fresh.length;
    onProgress(tally);
  }
  const imported = tally.sum();
  run.journal.commit(remarksOf(imported).map((text) => ({ kind: "remark", atMs: nowMs, text })));
  return imported;
}

class ImportTally {
  batches = 0;
  documents = 0;
  workedOn = 0;
  unfinished = 0;
  readonly left = createKindCounts();
  readonly notRemoved = createKindCounts();
  readonly doubles = createToldPlaces();
  readonly gaps = createToldPlaces();
  readonly refused = createToldPlaces();

  sum(): LedgerImport {
    const { batches, documents, workedOn, unfinished, left, notRemoved, doubles, gaps, refused } = this;
    return { batches, documents, workedOn, unfinished, left: left.counts(), notRemoved: notRemoved.counts(), doubles, gaps, refused };
  }
}

function takeIn({ name, turns, removed }: WrittenBatch, imported: ImportedBatch, tally: ImportTally): void {
  tally.batches += 1;
  // The plan stands in the first turn; a damaged ledger may have it elsewhere or nowhere.
  for (const { begun } of turns) {
    imported.plan(begun?.documents ?? []);
    for (const { why } of begun?.left ?? []) tally.left.add(why);
  }
  let next = 1;
  for (const { turn, begun, ended } of turns) {
    if (turn > next) tally.gaps.add(`${name}: turn ${next}${turn > next + 1 ? ` to ${turn - 1}` : ""}`, turn - next);
    if (begun === undefined) tally.gaps.add(ledgerName(name, { kind: "begun", turn }));
    for (const entry of ended?.entries ?? []) imported.take(entry, ledgerName(name, { kind: "ended", turn }));
    if (ended === undefined && turn !== turns.at(-1)?.turn) tally.gaps.add(ledgerName(name, { kind: "ended", turn }));
    if (ended === undefined && begun !== undefined) imported.perhapsSent(begun.aliveUntilMs);
    next = turn + 1;
  }
  const newest = turns.at(-1);
  if (newest !== undefined && newest.ended === undefined) tally.workedOn += 1;
  if (newest?.ended?.isDone !== true) tally.unfinished += 1;
  if (removed === undefined) return;
  imported.removed(removed.documents, ledgerName(name, { kind: "removed" }));
  for (const { reason } of removed.failed) tally.notRemoved.add(reason);
}

/** What the run's report has to tell of the ledger. */
function remarksOf({ left, notRemoved, doubles, gaps, refused }: LedgerImport): string[] {
  return [
    ...told(doubles, `${plural(doubles.count, "offset was", "offsets were")} settled by two batches of the ledger`),
    ...told(gaps, `${plural(gaps.count, "turn of the ledger is", "turns of the ledger are")} missing or cut in half`),
    ...told(refused, `${plural(refused.count, "entry", "entries")} of the ledger ${refused.count === 1 ? "says" : "say"} what cannot be`),
    ...left.map(({ what, documents }) => `${plural(documents, "document was", "documents were")} left as they are: ${what}`),
    ...notRemoved.map(({ what, documents }) => `${plural(documents, "document")} could not be removed: ${what}`),
  ];
}

function told({ count, places }: Told, says: string): string[] {
  return count === 0 ? [] : [`${says}: ${places.join("; ")}`];
}
