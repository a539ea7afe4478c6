import type { PlannedDocument } from "../../../core/redrive/journal.ts";
import type { DocumentRef } from "../../../core/redrive/ports.ts";
import type { DocumentRow } from "./documents-table.ts";
import type { Tables } from "./tables.ts";

/** Gives those that are settled already and that may be removed. Throws what SQLite throws. */
export function addDocuments(tables: Tables, documents: readonly PlannedDocument[]): DocumentRef[] {
  const { totals, removals, standings } = tables;
  const again = new Map<number, DocumentRow>();
  totals.entry += 1n;
  for (const document of documents) {
    const known = tables.documents.find(document.id);
    if (known === undefined) addNew(tables, document);
    else again.set(known.n, withHandle(tables, known, document.handle));
  }
  const back = [...again.values()].filter(({ n }) => removals.has(n));
  removals.takeBack(
    totals.entry,
    back.map(({ n }) => n),
  );
  totals.removed -= back.length;
  totals.kept += back.filter((document) => standings.isKept(document)).length;
  return [...again.values()].filter((document) => standings.isRemovable(document)).map(({ id, handle }) => ({ id, handle }));
}

function addNew({ documents, parts, openParts, lanes, totals }: Tables, document: PlannedDocument): void {
  if (document.parts.length === 0) throw new Error(`document ${document.id} has no part`);
  totals.documents += 1;
  const n = totals.documents;
  documents.insert({ ...document, n, parts: document.parts.length });
  for (const part of document.parts) {
    const row = { ...part, document: n, lane: lanes.findOrAdd(part.lane), ...untouched };
    parts.insert(row);
    openParts.opened(row);
    totals.seen += part.claimed;
    totals.remaining += part.claimed;
  }
}

const untouched = {
  found: undefined,
  foundEntry: undefined,
  settled: 0,
  state: "open",
  closedEntry: undefined,
  forfeited: undefined,
} as const;

function withHandle({ documents }: Tables, known: DocumentRow, handle: string): DocumentRow {
  if (known.handle === handle) return known;
  const row = { ...known, handle };
  documents.update(row);
  return row;
}
