import { formatCount, plural } from "../../../core/figures.ts";
import type { SettledRow } from "../../../core/redrive/runs.ts";
import type { Look } from "../palette.ts";
import { type Column, renderTable } from "../table.ts";
import { lanePhrase, offsetsPhrase, reasonPhrase } from "./redrive-phrases.ts";

/** Settled records as they are shown: where they stand and what they look like from outside, never what is in them. */
export interface ShownRecords {
  readonly row: SettledRow;
  /** Of a single record that could be read. */
  readonly bytes?: number;
  /** Of its bytes in the event. */
  readonly sha256?: string;
}

/** One line a record, or a range of them; `of` is how many there are altogether. */
export function renderShownRecords(shown: readonly ShownRecords[], of: number, look: Look): string[] {
  if (shown.length === 0) return ["no such records"];
  const records = shown.reduce((sum, { row }) => sum + row.records, 0);
  return [
    ...renderTable(columnsOf(look), shown, look),
    records < of ? `${formatCount(records)} of ${plural(of, "record")}` : plural(records, "record"),
  ];
}

function columnsOf(look: Look): Column<ShownRecords>[] {
  const { none } = look.glyphs;
  return [
    { head: "PARTITION", cell: ({ row }) => lanePhrase(row.lane), dropOrder: 0, shortWidth: 12 },
    { head: "OFFSET", align: "right", cell: ({ row }) => offsetsPhrase(row, look.glyphs), dropOrder: 0 },
    { head: "RECORDS", align: "right", cell: ({ row }) => formatCount(row.records), dropOrder: 3 },
    { head: "BYTES", align: "right", cell: ({ bytes }) => (bytes === undefined ? none : formatCount(bytes)), dropOrder: 1 },
    { head: "SHA256", cell: ({ sha256 }) => sha256?.slice(0, 8) ?? none, dropOrder: 2 },
    { head: "STATE", cell: ({ row }) => row.outcome, dropOrder: 4 },
    { head: "REASON", cell: ({ row }) => reasonPhrase(row.reason), dropOrder: 0, shortWidth: 16 },
  ];
}
