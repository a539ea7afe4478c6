import { formatCount, plural } from "../../../core/figures.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import type { Backtest } from "../../../core/tuning/backtest.ts";
import type { BacktestReport } from "../../../core/tuning/backtest-report.ts";
import type { HourlyErrors } from "../../../core/tuning/hourly-errors.ts";
import type { Look } from "../palette.ts";
import { type Column, renderTable } from "../table.ts";
import { labelled, missingLines, subjectLines } from "./labelled.ts";
import { moneyPhrase, pricesPhrase, sharePhrase, spanPhrase } from "./tune-phrases.ts";

/** What was predicted of one mapping beside what was; `here` makes a command of ours ready to paste. */
export function renderBacktest(report: BacktestReport, look: Look, here: (command: string) => string): string[] {
  const { backtest, missing } = report;
  return [
    ...subjectLines(report, look),
    ...(backtest === undefined ? [] : foundLines(report, backtest, look)),
    ...(missing === undefined ? [] : missingLines(missing.message, look)),
    ...labelled("assumed", report.assumptions, look),
    ...(missing?.fix === undefined ? [] : [look.palette.accent(safeText(here(missing.fix)))]),
  ];
}

function foundLines(report: BacktestReport, backtest: Backtest, look: Look): string[] {
  const { glyphs, palette } = look;
  const { misses, costMonth, lagP99, insideBand } = backtest;
  const verdict =
    misses.length === 0
      ? palette.bold(`${glyphs.ok} passed`)
      : palette.warning(`${glyphs.warning} not passed: tune predicts this mapping roughly`);
  return [
    verdict,
    "",
    ...timeLines(report, backtest, look),
    "",
    ...errorTable(backtest, look),
    "",
    ...labelled(
      "cost",
      [`${moneyPhrase(costMonth.predicted)} a month predicted`, `${moneyPhrase(costMonth.actual)} measured`, ...offPieces(costMonth)],
      look,
    ),
    ...labelled("lag", lagPieces(lagP99), look),
    ...labelled("band", [`${sharePhrase(insideBand)} of the minutes' lag is inside what the assumptions on scaling span`], look),
    ...labelled("missed", misses, look),
    ...labelled("prices", [pricesPhrase(report), `${formatCount(report.hoursPerMonth)} h a month`, `seed ${report.seed}`], look),
  ];
}

function timeLines({ fromMs, untilMs }: BacktestReport, { fitMinutes, testMinutes }: Backtest, look: Look): string[] {
  const cutMs = fromMs + fitMinutes * 60_000;
  return [
    ...labelled("fitted", [`${formatCount(fitMinutes)} min`, spanPhrase(fromMs, cutMs)], look),
    ...labelled(
      "tried",
      [`${formatCount(testMinutes)} min`, spanPhrase(cutMs, untilMs), "by the settings in force and the records that came"],
      look,
    ),
  ];
}

interface Row {
  readonly label: string;
  readonly errors: HourlyErrors;
}

function errorTable({ model, sameHour, constantMean }: Backtest, look: Look): string[] {
  const rows: readonly Row[] = [
    { label: "tune's model", errors: model },
    { label: sameHour.before === "week" ? "same hour last week" : "same hour yesterday", errors: sameHour },
    { label: "always the mean", errors: constantMean },
  ];
  const column = (head: string, figure: keyof HourlyErrors): Column<Row> => ({
    head,
    align: "right",
    dropOrder: 0,
    cell: ({ errors: { [figure]: error } }) => (error === undefined ? look.glyphs.none : errorPhrase(error)),
  });
  const columns: Column<Row>[] = [
    { head: "OFF BY, AN HOUR", cell: ({ label }) => label, dropOrder: 0 },
    column("INVOCATIONS", "invocations"),
    column("GB-SECONDS", "gbSeconds"),
    column("COST", "cost"),
    column("BATCH", "batch"),
  ];
  return renderTable(columns, rows, look);
}

function lagPieces({ predicted, actual, ratio }: Backtest["lagP99"]): string[] {
  return [
    `p99 of ${plural(Math.round(predicted), "record")} predicted`,
    `${formatCount(Math.round(actual))} measured`,
    ...(ratio === undefined ? [] : [`ratio ${ratio.toFixed(2)}`]),
  ];
}

function errorPhrase(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function offPieces({ predicted, actual }: Backtest["costMonth"]): string[] {
  if (actual === 0) return [];
  return [`${errorPhrase(Math.abs(predicted / actual - 1))} too ${predicted < actual ? "low" : "high"}`];
}
