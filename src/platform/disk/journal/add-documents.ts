import type { PlannedDocument } from "../../../core/redrive/journal.ts";
import type { DocumentRef } from "../../../core/redrive/ports.ts";
import { type DocumentRow, isKept, isRemovable } from "./documents-table.ts";
import type { Tables } from "./tables.ts";

/** Gives those that are settled already and that may be removed. Throws what SQLite throws. */
export function addDocuments(tables: Tables, documents: readonly PlannedDocument[]): DocumentRef[] {
  const removable: DocumentRef[] = [];
  tables.totals.entry += 1n;
  for (const document of documents) {
    const known = tables.documents.find(document.id);
    if (known === undefined) addNew(tables, document);
    else if (isRemovable(seenAgain(tables, known, document.handle))) removable.push({ id: document.id, handle: document.handle });
  }
  return removable;
}

function addNew({ documents, parts, lanes, totals }: Tables, document: PlannedDocument): void {
  if (document.parts.length === 0) throw new Error(`document ${document.id} has no part`);
  totals.documents += 1;
  const n = totals.documents;
  documents.insert({ ...document, n, openParts: document.parts.length, keptParts: 0, removed: null });
  for (const part of document.parts) {
    parts.insert({
      ...part,
      document: n,
      lane: lanes.findOrAdd(part.lane),
      found: undefined,
      foundEntry: undefined,
      settled: 0,
      state: "open",
      closedEntry: undefined,
      forfeited: undefined,
    });
    totals.seen += part.claimed;
    totals.remaining += part.claimed;
  }
}

/** What its source lists is there, also when it was removed: queues may give a message once more after its deletion. */
function seenAgain({ documents, totals }: Tables, known: DocumentRow, handle: string): DocumentRow {
  if (known.handle === handle && known.removed === null) return known;
  const row = { ...known, handle, removed: null };
  documents.update(row);
  if (known.removed !== null) {
    totals.removed -= 1;
    if (isKept(row)) totals.kept += 1;
  }
  return row;
}
