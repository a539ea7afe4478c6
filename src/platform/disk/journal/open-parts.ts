import { type DocumentRow, type DocumentsTable, documentOf } from "./documents-table.ts";
import { type PartPlace, type PartRow, partOf } from "./part-row.ts";
import type { PartsTable } from "./parts-table.ts";
import { joinedRows } from "./sealed-rows.ts";
import type { Database } from "./sqlite.ts";

/** A part that is open, and its document. */
interface OpenPartRow {
  readonly part: PartRow;
  readonly document: DocumentRow;
}

export interface OpenParts {
  /** Those of a lane in order of their first offset, then last, then document. */
  of(lane: number, after: PartPlace | undefined, limit: number): readonly OpenPartRow[];
  /** Such a part may have come, or come back. */
  opened(part: Pick<PartRow, "lane"> & PartPlace): void;
}

const [least, greatest] = [-(2n ** 63n), 2n ** 63n - 1n];

/**
 * Parts stand by lane and offset, and those of a lane close mostly in this order, so what is open is found by going on. An index of open parts
 * would be written twice for each of them.
 */
export function openParts(
  database: Database,
  parts: Pick<PartsTable, "flush" | "keep">,
  documents: Pick<DocumentsTable, "keep">,
): OpenParts {
  const rows = joinedRows(
    database,
    ["parts", "documents"],
    "documents.n = parts.document",
  )("WHERE state = 0 AND lane = ? AND (first, last, document) >= (?, ?, ?) ORDER BY first, last, document LIMIT ?");
  /** By lane: no open part stands before. */
  const starts = new Map<number, PartPlace>();
  const from = (lane: number, { first, last, document }: PartPlace, limit: number): OpenPartRow[] =>
    rows(lane, first, last, document, limit).map(([part, document]) => ({ part: partOf(part), document: documentOf(document) }));
  return {
    of(lane, after, limit) {
      parts.flush();
      const place = after === undefined ? starts.get(lane) : { ...after, document: after.document + 1 };
      const found = from(lane, place ?? { first: least, last: least, document: 0 }, limit);
      if (after === undefined) starts.set(lane, found[0]?.part ?? { first: greatest, last: greatest, document: 0 });
      for (const { part, document } of found) {
        parts.keep(part);
        documents.keep(document);
      }
      return found;
    },
    opened(part) {
      const start = starts.get(part.lane);
      if (start !== undefined && isBefore(part, start)) starts.set(part.lane, part);
    },
  };
}

function isBefore(a: PartPlace, b: PartPlace): boolean {
  if (a.first !== b.first) return a.first < b.first;
  return a.last === b.last ? a.document < b.document : a.last < b.last;
}
