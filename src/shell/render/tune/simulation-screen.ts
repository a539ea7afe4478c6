import { formatCount } from "../../../core/figures.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import { formatDuration } from "../../../core/time.ts";
import type { Range } from "../../../core/tuning/candidate.ts";
import type { Simulated } from "../../../core/tuning/simulate.ts";
import type { SimulationReport } from "../../../core/tuning/simulation-report.ts";
import { sparkline } from "../lag/sparkline.ts";
import type { Look } from "../palette.ts";
import { type Column, renderTable } from "../table.ts";
import { labelled, missingLines, subjectLines } from "./labelled.ts";
import {
  agePhrase,
  isUnicode,
  modeOf,
  moneyPhrase,
  moneyRange,
  perSecondPhrase,
  pricesPhrase,
  sharePhrase,
  spanPhrase,
  windowOf,
} from "./tune-phrases.ts";

const heads = { now: "NOW", with: "WITH", whatIf: "WHAT IF" } as const;
const trendWidth = 48;

/** A mapping as it is beside what would be; `here` makes a command of ours ready to paste. */
export function renderSimulation(report: SimulationReport, look: Look, here: (command: string) => string): string[] {
  const { missing, runs } = report;
  if (missing !== undefined) {
    const fix = missing.fix === undefined ? [] : [look.palette.accent(safeText(here(missing.fix)))];
    return [
      ...subjectLines(report, look),
      ...missingLines(missing.message, look),
      ...labelled("assumed", report.assumptions, look),
      ...fix,
    ];
  }
  const trends = [...runs].map(([key, { lag }]) => `${heads[key].padEnd(7)} ${sparkline([...lag], trendWidth, isUnicode(look))}`);
  return [
    ...subjectLines(report, look),
    ...labelled("what", whatPieces(report), look),
    ...labelled("data", [spanPhrase(report.fromMs, report.untilMs)], look),
    "",
    ...simulationTable(report, look),
    "",
    ...trends.flatMap((trend, index) => `${look.palette.dim((index === 0 ? "lag" : "").padEnd(9))}${trend}`),
    ...labelled("assumed", report.assumptions, look),
    ...labelled("prices", [pricesPhrase(report), `${formatCount(report.hoursPerMonth)} h a month`, `seed ${report.seed}`], look),
  ];
}

function whatPieces({ load, outageMs, outageAtMs, runs }: SimulationReport): string[] {
  return [
    ...(load === 1 ? [] : [`${load} times the records`]),
    ...(outageAtMs === undefined
      ? []
      : [`polling stopped for ${formatDuration(outageMs)} from ${new Date(outageAtMs).toISOString().slice(0, 16).replace("T", " ")} on`]),
    ...(runs.has("whatIf") ? ["with the settings that were given"] : []),
  ];
}

interface Row {
  readonly label: string;
  readonly cell: (run: Simulated) => string | undefined;
}

function simulationTable({ runs }: SimulationReport, look: Look): string[] {
  const rows = rowsFor(look).filter(({ cell }) => [...runs.values()].some((run) => cell(run) !== undefined));
  const columns: Column<Row>[] = [
    { head: "", cell: ({ label }) => label, dropOrder: 0 },
    ...[...runs].map(
      ([key, run]): Column<Row> => ({
        head: heads[key],
        align: "right",
        dropOrder: 0,
        cell: ({ cell }) => cell(run) ?? look.glyphs.none,
      }),
    ),
  ];
  return renderTable(columns, rows, look);
}

function rowsFor({ glyphs }: Look): readonly Row[] {
  const range = ({ low, high }: Range, phrase: (value: number) => string) => {
    const [from, to] = [phrase(low), phrase(high)];
    return from === to ? from : `${from}${glyphs.range}${to}`;
  };
  const chance = "  with 80 % chance";
  return [
    { label: "batch size", cell: ({ situation: { settings } }) => formatCount(settings.batchSize) },
    { label: "window", cell: ({ situation: { settings } }) => windowOf(settings) },
    { label: "mode", cell: ({ situation: { settings } }) => modeOf(settings, glyphs) },
    { label: "records /s", cell: ({ recordsPerSecond }) => perSecondPhrase(recordsPerSecond) },
    { label: "age of half of records", cell: ({ candidate }) => agePhrase(candidate.ageP50Ms) },
    { label: "age of 99 of 100", cell: ({ candidate }) => agePhrase(candidate.ageP99Ms) },
    { label: chance, cell: ({ spread }) => range(spread.ageP99Ms, agePhrase) },
    { label: "highest lag", cell: ({ highestLag }) => recordsPhrase(highestLag) },
    { label: chance, cell: ({ spread }) => range(spread.highestLag, recordsPhrase) },
    { label: "caught up after", cell: ({ catchUpMs }) => (catchUpMs === undefined ? undefined : catchUpPhrase(catchUpMs)) },
    { label: chance, cell: ({ spread: { catchUpMs } }) => catchUpMs && range(catchUpMs, catchUpPhrase) },
    { label: "pollers at most", cell: ({ mostPollers }) => formatCount(mostPollers) },
    { label: "cost a month", cell: ({ candidate }) => moneyPhrase(candidate.cost.total) },
    { label: chance, cell: ({ spread }) => moneyRange(spread.costMonth, glyphs) },
    { label: "lag is held by", cell: boundPhrase },
  ];
}

function recordsPhrase(records: number): string {
  return formatCount(Math.round(records));
}

/** It is reckoned in minutes. */
function catchUpPhrase(ms: number): string {
  return ms === 0 ? "<1 min" : Number.isFinite(ms) ? agePhrase(ms) : "never";
}

/** What held it in the most minutes, but for the outage itself. */
function boundPhrase({ candidate: { binding } }: Simulated): string {
  const [most] = [...binding].filter(([held]) => held !== "none" && held !== "stopped").toSorted(([, a], [, b]) => b - a);
  return most === undefined ? "nothing" : `${most[0]} (${most[1] < 0.01 ? "<1 %" : sharePhrase(most[1])})`;
}
