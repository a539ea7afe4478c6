import type { KnownDocument } from "../../../core/redrive/ports.ts";
import type { DocumentRow } from "./documents-table.ts";
import { NumberSet } from "./number-set.ts";
import type { Tables } from "./tables.ts";

/** Documents so near together are asked for together, though what lies between them is removed. */
const nearNumbers = 256;

/** Done with, to be removed, and not removed yet, in the order in which they came; so many at most. */
export function removableDocuments({ documents, parts, removals, standings, totals }: Tables, limit: number): readonly DocumentRow[] {
  const removable: DocumentRow[] = [];
  for (const { first, last } of presentRuns(totals.documents, (n) => removals.has(n))) {
    for (const n of parts.documentsDone(first, last)) {
      if (removable.length >= limit) return removable;
      if (removals.has(n)) continue;
      const document = documents.get(n);
      if (standings.isRemovable(document)) removable.push(document);
    }
  }
  return removable;
}

/** Every part is closed, and one of them at least is to be kept; in the order in which they came. */
export function* keptDocuments({ documents, parts, removals, standings }: Tables): Iterable<DocumentRow> {
  for (const n of parts.documentsWithKept()) {
    if (removals.has(n)) continue;
    const document = documents.get(n);
    if (standings.isKept(document)) yield document;
  }
}

/** All of them, in the order in which they came. */
export function* knownDocuments(tables: Tables): Iterable<KnownDocument> {
  const kept = new NumberSet();
  for (const { n } of keptDocuments(tables)) kept.add(n);
  for (const { n, id, handle } of tables.documents.inOrder()) yield { id, handle, isDone: tables.removals.has(n) || kept.has(n) };
}

/** Runs of numbers from 1 to `count` that are not gone, with a few that are. */
function* presentRuns(count: number, isGone: (n: number) => boolean): Iterable<{ readonly first: number; readonly last: number }> {
  let run: { readonly first: number; last: number } | undefined;
  for (let n = 1; n <= count; n++) {
    if (isGone(n)) continue;
    if (run !== undefined && n - run.last <= nearNumbers) run.last = n;
    else {
      if (run !== undefined) yield run;
      run = { first: n, last: n };
    }
  }
  if (run !== undefined) yield run;
}
