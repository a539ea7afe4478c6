import type { LagReport } from "../../../core/lag/report.ts";
import { topicOf } from "../../../core/mapping/model.ts";
import { placeOf } from "../../../core/mapping/place.ts";
import { formatDuration } from "../../../core/time.ts";
import type { Look } from "../palette.ts";
import type { Column } from "../table.ts";
import { countPhrase, ratePhrase } from "./figure-phrases.ts";
import { sparkline } from "./sparkline.ts";
import { agePhrase, caughtUpPhrase, pollersPhrase, verdictGlyph, verdictPaint } from "./verdict-phrases.ts";

/** As `--columns` takes them. */
export const lagColumnNames = [
  "mapping",
  "region",
  "topic",
  "verdict",
  "since",
  "lag",
  "age",
  "in",
  "out",
  "trend",
  "catch-up",
  "pollers",
  "cause",
] as const;

export type LagColumnName = (typeof lagColumnNames)[number];

/** Unless others are asked for; the Region only where there are several. */
export const usualLagColumns: readonly LagColumnName[] = lagColumnNames.filter((name) => name !== "region" && name !== "since");

const trendWidth = 8;

/** The columns of the table by their names. Where it is narrow, name, verdict and cause go last. `atMs`: when it was read. */
export function lagColumns(names: readonly LagColumnName[], look: Look, atMs: number): Column<LagReport>[] {
  const columns = new Map(allColumns(look, atMs));
  return names.flatMap((name) => columns.get(name) ?? []);
}

function allColumns(look: Look, atMs: number): [LagColumnName, Column<LagReport>][] {
  const { glyphs, palette } = look;
  const { none } = glyphs;
  const number = (head: string, dropOrder: number, cell: (report: LagReport) => string | undefined): Column<LagReport> => ({
    head,
    align: "right",
    dropOrder,
    cell: (report) => cell(report) ?? none,
  });
  const text = (head: string, dropOrder: number, cell: (report: LagReport) => string | undefined): Column<LagReport> => ({
    head,
    dropOrder,
    cell: (report) => cell(report) ?? none,
  });
  return [
    ["mapping", { ...text("MAPPING", 0, ({ name }) => name), shortWidth: 24 }],
    ["region", text("REGION", 2, ({ mapping }) => placeOf(mapping)?.region)],
    ["topic", { ...text("TOPIC", 9, ({ mapping }) => topicOf(mapping)), shortWidth: 20 }],
    [
      "verdict",
      {
        ...text("VERDICT", 0, ({ verdict }) => `${verdictGlyph(verdict, glyphs)} ${verdict}`),
        paint: ({ verdict }) => verdictPaint(verdict, palette),
      },
    ],
    ["since", number("SINCE", 4, ({ sinceMs }) => (sinceMs === undefined ? undefined : formatDuration(Math.max(0, atMs - sinceMs))))],
    ["lag", number("LAG", 1, ({ lagRecords }) => countPhrase(lagRecords))],
    ["age", number("AGE", 2, ({ age }) => agePhrase(age, glyphs))],
    ["in", number("IN/s", 7, ({ rates }) => ratePhrase(rates.inPerSecond))],
    ["out", number("OUT/s", 6, ({ rates }) => ratePhrase(rates.outPerSecond))],
    ["trend", { head: "TREND", dropOrder: 5, cell: (report) => trend(report, look) }],
    ["catch-up", text("CAUGHT UP", 3, (report) => caughtUpPhrase(report, glyphs))],
    ["pollers", text("POLLERS", 8, ({ pollers }) => pollersPhrase(pollers, glyphs))],
    // So much of the line says most of a cause; before it gets less, other columns go.
    ["cause", { ...text("CAUSE", 0, ({ cause }) => cause?.message), shortWidth: Math.floor(look.columns * 0.3) }],
  ];
}

function trend({ samples }: LagReport, { glyphs }: Look): string {
  // Glyphs beyond ASCII are only given to terminals that show them.
  const unicode = !/^[ -~]+$/.test(glyphs.ellipsis);
  const minutes = samples.series.get("lagRecords") ?? [];
  return minutes.some((value) => value !== undefined) ? sparkline(minutes, trendWidth, unicode) : "";
}
