import { plural } from "../../../core/figures.ts";
import { shellWord } from "../../../core/mapping/setting-arguments.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import { byUrgency, fleetSums, isAtRisk } from "../../../core/tuning/fleet.ts";
import type { TuneReport } from "../../../core/tuning/report.ts";
import type { Look } from "../palette.ts";
import { type Column, renderTable } from "../table.ts";
import { wrapPieces } from "../wrapped.ts";
import {
  agePhrase,
  changePhrases,
  moneyPhrase,
  moneyRange,
  pricesPhrase,
  savingPhrase,
  sharePhrase,
  verdictGlyph,
  verdictPaint,
} from "./tune-phrases.ts";

/** A line a mapping: what needs a person first, then by money; the sums, and the command for the first of them. */
export function fleetTable(reports: readonly TuneReport[], look: Look, here: (command: string) => string): string[] {
  const sorted = byUrgency(reports);
  const [first] = sorted;
  return [
    ...renderTable(fleetColumns(look), sorted, look),
    ...wrapPieces(fleetPieces(reports, look), ` ${look.glyphs.separator} `, look.columns),
    ...(first === undefined || first.verdict === "no change"
      ? []
      : [look.palette.accent(safeText(here(`mskctl tune ${shellWord(first.name)}`)))]),
  ];
}

/** What all of them come to. */
export function fleetPieces(reports: readonly TuneReport[], look: Look): string[] {
  const sums = fleetSums(reports);
  const [first] = reports;
  return [
    plural(reports.length, "mapping"),
    `${moneyPhrase(sums.now)} a month now`,
    ...(sums.saves.low === 0 && sums.saves.high === 0 ? [] : [savingPhrase(sums.saves, look.glyphs)]),
    ...(sums.missing === 0 ? [] : [`${plural(sums.missing, "misses its goal", "miss their goals")}`]),
    ...(sums.withoutData === 0 ? [] : [`${sums.withoutData} without data`]),
    ...(first === undefined ? [] : [`prices ${pricesPhrase(first, ": --prices live")}`]),
  ];
}

/** What is said of each; where there is little room, what matters least goes first. */
export function fleetColumns(look: Look): Column<TuneReport>[] {
  const { glyphs, palette } = look;
  const number = (head: string, dropOrder: number, cell: (report: TuneReport) => string | undefined): Column<TuneReport> => ({
    head,
    align: "right",
    dropOrder,
    cell: (report) => cell(report) ?? glyphs.none,
  });
  return [
    { head: "MAPPING", cell: ({ name }) => name, dropOrder: 0, shortWidth: 24 },
    {
      head: "VERDICT",
      cell: ({ verdict }) => `${verdictGlyph(verdict, glyphs)} ${verdict}`,
      dropOrder: 0,
      paint: ({ verdict }) => verdictPaint(verdict, palette),
    },
    number("NOW $/MONTH", 2, ({ result }) => result && moneyPhrase(result.current.cost.total)),
    number("SAVES", 1, ({ recommendation }) => recommendation && moneyRange(recommendation.saves, glyphs)),
    number("AGE P99", 3, ({ result }) => result && agePhrase(result.current.ageP99Ms)),
    {
      head: "GOALS",
      cell: (report) => riskPhrase(report, look),
      dropOrder: 0,
      paint: (report) => (isAtRisk(report) ? palette.error : undefined),
    },
    { head: "GRADE", cell: ({ confidence: { grade } }) => (grade === "insufficient" ? glyphs.none : grade), dropOrder: 4 },
    { head: "WHAT", cell: (report) => whatPhrase(report, look), dropOrder: 0, shortWidth: Math.floor(look.columns * 0.3) },
  ];
}

/** Whether today's settings keep to the goals: under how many of 100 assumptions, where not under all. */
function riskPhrase(report: TuneReport, { glyphs }: Look): string {
  if (report.result === undefined) return glyphs.none;
  if (isAtRisk(report)) return "missed";
  const { goalChance = 1 } = report.result.current.spread ?? {};
  return goalChance < 1 ? sharePhrase(goalChance) : "kept";
}

function whatPhrase({ verdict, recommendation, reasons, missing }: TuneReport, { glyphs }: Look): string {
  if (verdict === "no data") return missing?.message ?? "";
  if (verdict === "unreachable") return "nothing keeps to the goals";
  const advice = reasons.find((reason) => reason.advice?.isFirst) ?? reasons.find((reason) => reason.advice !== undefined);
  if (verdict === "advice" && advice?.advice !== undefined) return advice.advice.summary;
  const changes = changePhrases(recommendation?.changes ?? [], glyphs);
  return [...changes, ...(advice?.advice === undefined ? [] : [advice.advice.summary])].join(", ") || glyphs.none;
}
