import { formatCount, plural } from "../../../core/figures.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import type { LaneReport, RunReport } from "../../../core/redrive/run-report.ts";
import type { SettledRow } from "../../../core/redrive/runs.ts";
import type { Look } from "../palette.ts";
import { type Column, renderTable } from "../table.ts";
import { wrapPieces, wrapText } from "../wrapped.ts";
import { lanePhrase, offsetsPhrase, reasonPhrase } from "./redrive-phrases.ts";
import { minutePhrase, reportFacts, reportNext } from "./report-facts.ts";
import { shortRunId, shownState, statePhrase } from "./run-phrases.ts";

const labelWidth = 11;
/** `show` has the others. */
const mostParked = 20;
const mostKept = 10;

/** A run's report for a terminal: every interval that cannot be recovered, and the first of the others. */
export function renderReport(report: RunReport, look: Look): string[] {
  const { known, lanes, unrecoverable, parked, kept, remarks } = report;
  const next = reportNext(report);
  return [
    `${look.palette.bold(shortRunId(known.facts.id))} ${statePhrase(shownState(known), look.glyphs)}`,
    ...reportFacts(report).flatMap(({ label, phrases }) => factLines(label, phrases, look)),
    ...(lanes.length === 0 ? [] : ["", ...renderTable(laneColumns(look), lanes, look)]),
    ...block(`unrecoverable (${plural(unrecoverable.length, "range")})`, intervalLines(unrecoverable, look), look),
    ...block(`parked (${plural(parked.length, "range")})`, intervalLines(parked.slice(0, mostParked), look), look),
    ...(parked.length > mostParked
      ? [`and ${formatCount(parked.length - mostParked)} more: mskctl redrive show ${shortRunId(known.facts.id)}`]
      : []),
    ...block(`kept (${plural(kept.documents, "document")})`, keptLines(report, look), look),
    ...block(
      "remarks",
      remarks.flatMap(({ atMs, text }) => wrapText(safeText(`${minutePhrase(atMs)} ${text}`), look.columns)),
      look,
    ),
    ...(next === undefined ? [] : ["", look.palette.accent(next)]),
  ];
}

function factLines(label: string, phrases: readonly string[], look: Look): string[] {
  const lines = wrapPieces(
    phrases.map((phrase) => safeText(phrase)),
    ` ${look.glyphs.separator} `,
    look.columns - labelWidth,
  );
  return lines.map((line, index) => (index === 0 ? look.palette.dim(label.padEnd(labelWidth)) : " ".repeat(labelWidth)) + line);
}

function block(head: string, lines: readonly string[], look: Look): string[] {
  return lines.length === 0 ? [] : ["", look.palette.bold(head), ...lines];
}

function laneColumns(look: Look): Column<LaneReport>[] {
  const count = (head: string, dropOrder: number, of: (lane: LaneReport) => number): Column<LaneReport> => ({
    head,
    align: "right",
    dropOrder,
    cell: (lane) => formatCount(of(lane)),
  });
  return [
    { head: "PARTITION", cell: ({ lane }) => lanePhrase(lane), dropOrder: 0, shortWidth: 12 },
    { head: "OFFSETS", align: "right", cell: (lane) => offsetsPhrase(lane, look.glyphs), dropOrder: 3 },
    count("REDRIVEN", 0, ({ redriven }) => redriven),
    count("PARKED", 1, ({ parked }) => parked),
    count("LOST", 2, ({ unrecoverable }) => unrecoverable),
    count("FILTERED", 4, ({ filtered }) => filtered),
  ];
}

function intervalLines(rows: readonly SettledRow[], look: Look): string[] {
  if (rows.length === 0) return [];
  return renderTable<SettledRow>(
    [
      { head: "PARTITION", cell: ({ lane }) => lanePhrase(lane), dropOrder: 0, shortWidth: 12 },
      { head: "OFFSETS", align: "right", cell: (row) => offsetsPhrase(row, look.glyphs), dropOrder: 0 },
      { head: "RECORDS", align: "right", cell: ({ records }) => formatCount(records), dropOrder: 1 },
      { head: "REASON", cell: ({ reason }) => reasonPhrase(reason), dropOrder: 0, shortWidth: 16 },
    ],
    rows,
    look,
  );
}

function keptLines({ kept }: RunReport, look: Look): string[] {
  const shown = kept.ids.slice(0, mostKept).flatMap((id) => wrapText(safeText(id), look.columns));
  const left = kept.documents - Math.min(kept.documents, mostKept);
  return [...shown, ...(left === 0 || shown.length === 0 ? [] : [`and ${formatCount(left)} more`])];
}
