import type { ByteTools } from "../../record/byte-tools.ts";
import type { Clock } from "../../time.ts";
import type { RunJournal } from "../journal.ts";
import type { DocumentSource } from "../ports.ts";
import { type LedgerStore, ledgerName, ledgerText, type Removed } from "./ledger.ts";

export interface BatchRemovalParts {
  readonly ledger: Pick<LedgerStore, "create">;
  readonly source: Pick<DocumentSource, "remove">;
  readonly clock: Pick<Clock, "now">;
  readonly bytes: Pick<ByteTools, "encodeUtf8">;
  readonly token: string;
}

/**
 * Takes the documents of a batch out of their source that have nothing left to be kept for, and writes that down. Only after the ledger has its
 * last turn's end. Whoever does it once more changes nothing. Gives how many have left.
 */
export async function removeDone(batch: string, journal: Pick<RunJournal, "removable">, parts: BatchRemovalParts): Promise<number> {
  const { ledger, source, clock, bytes, token } = parts;
  const documents = journal.removable(Number.MAX_SAFE_INTEGER);
  if (documents.length === 0) return 0;
  const removals = await source.remove(documents);
  const told = documents.map(({ id }, index) => ({ id, removal: removals[index] }));
  const failed = told.flatMap(({ id, removal }) => (removal?.kind === "failed" ? [{ id, reason: removal.reason }] : []));
  const gone = told.flatMap(({ id, removal }) => (removal === undefined || removal.kind === "failed" ? [] : [id]));
  const removed: Removed = { kind: "removed", token, atMs: clock.now(), documents: gone, failed };
  // Somebody else has done the same when it is there already.
  await ledger.create(ledgerName(batch, removed), bytes.encodeUtf8(ledgerText(removed)));
  return gone.length;
}
