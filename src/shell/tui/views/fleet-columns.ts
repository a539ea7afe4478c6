import type { LagReport } from "../../../core/lag/report.ts";
import { topicOf } from "../../../core/mapping/model.ts";
import { sparkline } from "../../render/lag/sparkline.ts";
import { agePhrase, caughtUpPhrase, pollersPhrase, verdictGlyph, verdictPaint } from "../../render/lag/verdict-phrases.ts";
import type { Paint } from "../../render/palette.ts";
import { textWidth } from "../../render/text-width.ts";
import { type FleetItem, isTrouble, type SortKey } from "../fleet-rows.ts";
import type { LagState } from "../state.ts";
import { countCell, rateCell } from "./phrases.ts";
import type { ScreenLook } from "./screen-facts.ts";

export interface FleetColumn {
  readonly head: string;
  /** Fixed by what it can hold, not by what it holds now: columns do not move when figures change. */
  readonly width: number;
  readonly align?: "right";
  /** Where the terminal is narrow, the column with the greatest number goes first; 0 never goes. */
  readonly dropOrder: number;
  readonly sort?: SortKey;
  /** Raw text; undefined: no value. */
  readonly cell: (item: FleetItem) => string | undefined;
  readonly paint?: (item: FleetItem) => Paint;
}

const gap = 2;
/** Of the sign before the selected row. */
export const marginWidth = 2;
const nameWidths = { least: 10, most: 28 };
const causeWidths = { least: 8, wanted: 24 };

/** The columns that fit, the cause as wide as there is room. */
export function fleetColumns(state: LagState, look: ScreenLook): readonly FleetColumn[] {
  const available = state.size.columns - marginWidth;
  const name = Math.min(nameWidths.most, Math.max("MAPPING v".length, state.nameWidth));
  let columns = allColumns(state, look, name);
  while (widthOf(columns) + gap + causeWidths.wanted > available) {
    const least = columns.reduce((most, column) => (column.dropOrder > most.dropOrder ? column : most));
    if (least.dropOrder === 0) break;
    columns = columns.filter((column) => column !== least);
  }
  const room = available - widthOf(columns) - gap;
  // Where nothing is left to go, the name gives way.
  const cut = Math.max(0, Math.min(name - nameWidths.least, causeWidths.least - room));
  const fitting = columns.map((column) => (column.head === "MAPPING" ? { ...column, width: name - cut } : column));
  return room + cut < 1 ? fitting : [...fitting, causeColumn(room + cut, look)];
}

function widthOf(columns: readonly { readonly width: number }[]): number {
  return columns.reduce((sum, { width }) => sum + width, gap * Math.max(0, columns.length - 1));
}

function allColumns({ topicWidth, size }: LagState, look: ScreenLook, nameWidth: number): readonly FleetColumn[] {
  const { glyphs, palette, unicode, pictures } = look;
  // `12 min (9–16)` where the terminal is wide; an arrow of the order has to fit, too.
  const catchUp = size.columns >= 140 ? 14 : 10;
  const topic: FleetColumn = {
    head: "TOPIC",
    width: Math.min(topicWidth, nameWidths.most),
    dropOrder: 9,
    cell: ({ mapping }) => topicOf(mapping),
  };
  const trend: FleetColumn = {
    head: "TREND",
    width: 8,
    dropOrder: 7,
    cell: ({ report }) => (report === undefined ? undefined : sparkline(report.samples.series.get("lagRecords") ?? [], 8, unicode)),
    paint: () => palette.accent,
  };
  return [
    { head: "MAPPING", width: nameWidth, dropOrder: 0, sort: "name", cell: ({ name }) => name },
    ...(topicWidth > 0 ? [topic] : []),
    {
      head: "VERDICT",
      width: 16,
      dropOrder: 0,
      sort: "trouble",
      cell: ({ report }) =>
        report === undefined ? `${glyphs.noData} reading` : `${verdictGlyph(report.verdict, glyphs)} ${report.verdict}`,
      paint: ({ report }) => (report === undefined ? palette.dim : verdictPaint(report.verdict, palette)),
    },
    { head: "LAG", width: 9, align: "right", dropOrder: 1, sort: "lag", cell: ({ report }) => countCell(report?.lagRecords) },
    { head: "AGE", width: 8, align: "right", dropOrder: 2, sort: "age", cell: ({ report }) => report && agePhrase(report.age, glyphs) },
    { head: "IN/s", width: 6, align: "right", dropOrder: 5, sort: "in", cell: ({ report }) => rateCell(report?.rates.inPerSecond) },
    { head: "OUT/s", width: 6, align: "right", dropOrder: 6, sort: "out", cell: ({ report }) => rateCell(report?.rates.outPerSecond) },
    ...(pictures ? [trend] : []),
    {
      head: "CAUGHT UP",
      width: catchUp,
      dropOrder: 4,
      sort: "catch-up",
      cell: ({ report }) => report && catchUpCell(report, catchUp, look),
    },
    { head: "POLLERS", width: 9, dropOrder: 8, cell: ({ report }) => report && pollersPhrase(report.pollers, glyphs) },
  ];
}

/** The range only where there is room for it. */
function catchUpCell(report: LagReport, width: number, { glyphs }: ScreenLook): string | undefined {
  const phrase = caughtUpPhrase(report, glyphs);
  return phrase !== undefined && textWidth(phrase) > width ? phrase.replace(/ \(.*/, "") : phrase;
}

function causeColumn(width: number, { palette }: ScreenLook): FleetColumn {
  return {
    head: "CAUSE",
    width,
    dropOrder: 0,
    cell: ({ report }) => report?.cause?.message ?? "",
    paint: ({ report }) => (report !== undefined && isTrouble(report) ? (text) => text : palette.dim),
  };
}
