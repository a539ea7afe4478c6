import { isError } from "../../errors.ts";
import { formatCount, plural } from "../../figures.ts";
import type { DecodeUtf8 } from "../../record/byte-tools.ts";
import type { Handover } from "../handover/handover.ts";
import { lanesOfBatches } from "../handover/lane-of-batch.ts";
import type { LedgerStore } from "../handover/ledger.ts";
import { ledgerBatches } from "../handover/read-ledger.ts";
import type { OpenRun } from "../runs.ts";
import { type Check, createMismatches, type Mismatches, type NotAsked, notChecked } from "./check.ts";
import { LedgerSums } from "./ledger-sums.ts";
import type { SourceEvidence } from "./source-check.ts";

/** The ledger that a run was made of, its source as it was listed for it, and its source now. */
export interface LedgerEvidence {
  readonly ledger: Pick<LedgerStore, "list" | "get">;
  readonly order: Handover["order"];
  readonly inventory: Inventory;
  /** Of documents that no batch has had; ids are those of the inventory. */
  readonly source: SourceEvidence | NotAsked;
  readonly decodeUtf8: DecodeUtf8;
  /** A whole number that no two texts of a source share. */
  readonly fingerprint: (text: string) => number;
  /** What of a document's id the inventory has, too: it knows no versions. */
  readonly inventoryId: (id: string) => string;
}

/** What the source held when it was listed. */
export interface Inventory {
  /** In pages. Throws as its store does. */
  ids(): AsyncIterable<readonly string[]>;
}

const idsAtOnce = 1_000;

/**
 * Reads the ledger again, and what was to be redriven: no document of the source is lost without a word, no offset was redriven twice, nothing was
 * removed before it was done, and the run has all that the ledger has. Keeps a number for each document. What AWS does not give is not checked;
 * throws `storage` for a ledger that is damaged, and `credentials`.
 */
export async function checkLedger(run: OpenRun, evidence: LedgerEvidence | NotAsked): Promise<Check> {
  if ("why" in evidence) return notChecked("ledger", evidence);
  const check = await orNotAsked(() => compareLedger(run, evidence));
  return "why" in check ? notChecked("ledger", check) : check;
}

/** Why it cannot be asked, for what AWS does not give now; a damaged ledger and missing credentials are thrown. */
export async function orNotAsked<Answer>(ask: () => Promise<Answer>): Promise<Answer | NotAsked> {
  try {
    return await ask();
  } catch (error) {
    if (isError(error, "not-found", "not-permitted", "refused", "throttled", "unavailable", "timed-out")) return { why: error.message };
    throw error;
  }
}

async function compareLedger(run: OpenRun, evidence: LedgerEvidence): Promise<Check> {
  const { ledger, order, decodeUtf8 } = evidence;
  const mismatches = createMismatches();
  const laneOf = await lanesOfBatches(ledger, order, decodeUtf8);
  const sums = new LedgerSums({ ...evidence, mismatches });
  for await (const batch of ledgerBatches(ledger, decodeUtf8)) sums.take(batch, laneOf(batch.name));
  sums.finish();
  const listed = await compareInventory(sums, evidence, mismatches);
  compareRun(sums, run, mismatches);
  const { batches, workedOn, documents } = sums;
  const told = [
    `${plural(batches, "batch", "batches")} with ${plural(documents, "document")} of ${formatCount(listed.inventory)} listed`,
    ...(workedOn === 0 ? [] : [`${formatCount(workedOn)} worked on now`]),
    ...(listed.waiting === 0 ? [] : [`${formatCount(listed.waiting)} not reached yet`]),
    ...(listed.untold === 0 ? [] : [`of ${formatCount(listed.untold)} that no batch has had it cannot be told whether they are there`]),
    ...(listed.newer === 0 ? [] : [`${formatCount(listed.newer)} newer than the export`]),
  ];
  return mismatches.check("ledger", told.join(", "));
}

async function compareInventory(sums: LedgerSums, evidence: LedgerEvidence, mismatches: Mismatches) {
  const { inventory, source, fingerprint, inventoryId } = evidence;
  const counts = { inventory: 0, known: 0, waiting: 0, untold: 0 };
  let missed: string[] = [];
  const ask = async () => {
    const ids = missed;
    missed = [];
    const answers = "why" in source ? ids.map(() => undefined) : await source.present(ids);
    for (const [index, id] of ids.entries()) {
      const isThere = answers[index];
      if (isThere === undefined) counts.untold += 1;
      else if (isThere) counts.waiting += 1;
      else mismatches.add(`${id} is gone from the source, and no batch of the ledger has had it`);
    }
  };
  for await (const page of inventory.ids()) {
    for (const id of page) {
      counts.inventory += 1;
      if (sums.ids.has(fingerprint(inventoryId(id)))) counts.known += 1;
      else if (missed.push(id) >= idsAtOnce) await ask();
    }
  }
  if (missed.length > 0) await ask();
  return { ...counts, newer: Math.max(0, sums.ids.size - counts.known) };
}

/** The run may have gone on by itself; whatever the ledger has that the run has not was written since. */
function compareRun(sums: LedgerSums, run: OpenRun, mismatches: Mismatches): void {
  const { documents, removed, redriven, invocations } = run.journal.counts();
  const again = "import the ledger again";
  if (sums.documents !== documents) {
    const says = `the ledger has ${plural(sums.documents, "document")} now, the run ${formatCount(documents)}`;
    mismatches.add(sums.documents > documents ? `${says}: ${again}` : says);
  }
  if (sums.removed > removed)
    mismatches.add(
      `by the ledger ${plural(sums.removed, "document is", "documents are")} removed now, by the run ${formatCount(removed)}: ${again}`,
    );
  if (sums.redriven > redriven)
    mismatches.add(
      `by the ledger ${plural(sums.redriven, "record is", "records are")} redriven now, by the run ${formatCount(redriven)}: ${again}`,
    );
  if (sums.invocations > invocations)
    mismatches.add(`the ledger has ${plural(sums.invocations, "invocation")} now, the run ${formatCount(invocations)}: ${again}`);
}
