import type { PlannedDocument } from "../../../core/redrive/journal.ts";
import type { LaneId } from "../../../core/redrive/ports.ts";
import type { DocumentRow } from "./documents-table.ts";
import type { PartPlace, PartRow } from "./part-row.ts";
import type { Tables } from "./tables.ts";

const documentsAtOnce = 1_000;

/** Documents with an open part in a lane, as they were planned, in order of that part's first offset, then last, then of their coming. */
export function* plannedDocuments(tables: Tables, lane: LaneId): Iterable<PlannedDocument> {
  const n = tables.lanes.find(lane);
  let after: PartPlace | undefined;
  while (n !== undefined) {
    const rows = tables.openParts.of(n, after, documentsAtOnce);
    for (const { part, document } of rows) yield plannedOf(tables, document, part);
    after = rows.at(-1)?.part;
    if (rows.length < documentsAtOnce) return;
  }
}

function plannedOf(tables: Tables, document: DocumentRow, part: PartRow): PlannedDocument {
  const { n, id, handle, condition, failedAtMs, records, parts } = document;
  const rows = parts === 1 ? [part] : tables.parts.ofDocument(n);
  return {
    id,
    handle,
    condition,
    failedAtMs,
    records,
    parts: rows.map(({ lane, first, last, firstTimestampMs, lastTimestampMs, claimed }) => ({
      lane: tables.lanes.get(lane),
      first,
      last,
      firstTimestampMs,
      lastTimestampMs,
      claimed,
    })),
  };
}
