import { formatCount, formatPercent, plural } from "../../../core/figures.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import type { Range } from "../../../core/redrive/effort.ts";
import type { MapRun, MapRunCounts } from "../../../core/redrive/handover/map-run.ts";
import type { MapRunName } from "../../../core/redrive/handover/map-run-arn.ts";
import { ended, type MapRunProgress, mapRunVerdict, unsuccessful } from "../../../core/redrive/handover/map-run-progress.ts";
import { formatDuration } from "../../../core/time.ts";
import { ratePhrase } from "../lag/figure-phrases.ts";
import type { Look } from "../palette.ts";
import { type Column, renderTable } from "../table.ts";
import { shorten } from "../text-width.ts";
import { wrapPieces, wrapText } from "../wrapped.ts";
import { joinFitting, renderBarLine } from "./progress-bar.ts";

/**
 * Where a Map Run stands, in one line that fits: `██████░░ 30,100/41,203 items  355/s  31–45 s left  children 40 of 40  failed 2`; without
 * the bar for lines that follow each other.
 */
export function renderMapRunLine({ run, doneItems, doneShare, itemsPerSecond, left, failures }: MapRunProgress, bar: boolean, look: Look) {
  const { maxConcurrency } = run;
  const figures = [
    `${formatCount(doneItems)}/${formatCount(run.items.total)} items`,
    ...(bar || doneShare === undefined ? [] : [formatPercent(doneShare)]),
    ...(itemsPerSecond === undefined ? [] : [`${ratePhrase(itemsPerSecond) ?? ""}/s`]),
    left === undefined ? "time left: no data" : `${leftRangePhrase(left, look)} left`,
    `children ${formatCount(run.children.running)}${maxConcurrency === 0 ? "" : ` of ${formatCount(maxConcurrency)}`}`,
    `failed ${formatCount(failures.items)}`,
  ];
  return bar ? renderBarLine(doneShare ?? 0, figures, look) : joinFitting(figures, look);
}

/** Its name, and how it stands: `● running since 12:04 UTC (3 min) · at most 40 children at once`. */
export function renderMapRunHead(progress: MapRunProgress, name: MapRunName, look: Look): string[] {
  const { run } = progress;
  const place = ` in ${name.region} (${name.accountId})`;
  const shown = shorten(safeText(name.name), Math.max(20, look.columns - place.length), look.glyphs.ellipsis);
  const most =
    run.maxConcurrency === 0
      ? "as many children at once as there are"
      : `at most ${plural(run.maxConcurrency, "child", "children")} at once`;
  const pieces = [
    verdictPhrase(progress, look),
    ...(mapRunVerdict(run) === "running" ? [most] : []),
    ...(run.redriveCount === 0 ? [] : [`redriven ${plural(run.redriveCount, "time")}`]),
  ];
  return [`${look.palette.bold(shown)}${place}`, ...wrapPieces(pieces, ` ${look.glyphs.separator} `, look.columns)];
}

/** The whole picture: head, counts, speed, and what of failures there is to say. */
export function renderMapRun(progress: MapRunProgress, name: MapRunName, look: Look): string[] {
  const { run, itemsPerSecond, left } = progress;
  const rows = [
    { of: "items", counts: run.items },
    { of: "children", counts: run.children },
  ];
  const speed =
    itemsPerSecond === undefined
      ? "speed and time left: no data; they take some minutes of watching"
      : `${ratePhrase(itemsPerSecond)} items/s ${look.glyphs.separator} ${left === undefined ? "time left: no data" : `${leftRangePhrase(left, look)} left`}`;
  return [
    ...renderMapRunHead(progress, name, look),
    "",
    ...renderTable(columnsFor(rows), rows, look),
    "",
    ...(mapRunVerdict(run) === "running" ? wrapText(speed, look.columns) : []),
    ...renderFailures(progress, look),
  ];
}

/** `3 items have failed (0.4 %); the Map Run fails when more than 412 do`, as a warning where it comes near. */
export function renderFailures({ failures, run }: MapRunProgress, look: Look): string[] {
  const { items, share, toleratedItems, isNear } = failures;
  const failed = `${plural(items, "item has", "items have")} failed${share === undefined || items === 0 ? "" : ` (${formatPercent(share)})`}`;
  const limit =
    toleratedItems === undefined
      ? "any number may"
      : toleratedItems === 0
        ? "the Map Run fails with the first one"
        : `the Map Run fails when more than ${formatCount(toleratedItems)} do`;
  const isRunning = mapRunVerdict(run) === "running";
  const says = isRunning || items > 0 ? `${failed}; ${limit}` : failed;
  if (!isNear) return wrapText(says, look.columns);
  return wrapText(`${look.glyphs.warning} ${says}`, look.columns).map((line) => look.palette.warning(line));
}

interface CountsRow {
  readonly of: string;
  readonly counts: MapRunCounts;
}

/** What is rare has a column only where there is some of it. */
function columnsFor(rows: readonly CountsRow[]): Column<CountsRow>[] {
  const column = (head: string, count: (counts: MapRunCounts) => number, dropOrder: number): Column<CountsRow> => ({
    head,
    cell: ({ counts }) => formatCount(count(counts)),
    align: "right",
    dropOrder,
  });
  const rare = [
    column("TIMED OUT", ({ timedOut }) => timedOut, 0),
    column("ABORTED", ({ aborted }) => aborted, 0),
    column("TO REDRIVE", ({ pendingRedrive }) => pendingRedrive, 2),
    column("NOT REDRIVABLE", ({ failuresNotRedrivable }) => failuresNotRedrivable, 1),
  ].filter(({ cell }) => rows.some((row) => cell(row) !== "0"));
  return [
    { head: "", cell: ({ of }) => of, dropOrder: 0 },
    column("DONE", ended, 0),
    column("SUCCEEDED", ({ succeeded }) => succeeded, 0),
    column("FAILED", ({ failed }) => failed, 0),
    ...rare,
    column("RUNNING", ({ running }) => running, 0),
    column("PENDING", ({ pending }) => pending, 0),
    column("TOTAL", ({ total }) => total, 0),
  ];
}

function verdictPhrase({ run, atMs }: MapRunProgress, { glyphs, palette }: Look): string {
  const took = formatDuration(Math.max(0, (run.stoppedAtMs ?? atMs) - run.startedAtMs));
  const status = run.status === "" ? "without a status" : safeText(run.status);
  switch (mapRunVerdict(run)) {
    case "running":
      return `${glyphs.ok} ${run.status === "RUNNING" ? "running" : status} since ${clockPhrase(run, atMs)} (${took})`;
    case "succeeded":
      return `${glyphs.done} succeeded in ${took}`;
    case "succeeded-in-part":
      return palette.warning(`${glyphs.warning} succeeded in part, in ${took}: ${notSucceeded(run)}`);
    case "failed":
      return palette.error(`${glyphs.error} failed after ${took}: ${notSucceeded(run)}`);
    case "aborted":
      return palette.error(`${glyphs.error} aborted after ${took}: ${notSucceeded(run)}`);
    case "ended":
      return palette.warning(`${glyphs.warning} ended as ${status} after ${took}`);
  }
}

function notSucceeded({ children }: MapRun): string {
  return `${plural(unsuccessful(children), "child", "children")} of ${formatCount(children.total)} did not succeed`;
}

/** `12:04 UTC`, with the date where it is not today. */
function clockPhrase({ startedAtMs }: MapRun, nowMs: number): string {
  const [from, now] = [startedAtMs, nowMs].map((ms) => new Date(ms).toISOString());
  const day = from?.slice(0, 10);
  return `${day === now?.slice(0, 10) ? "" : `${day} `}${from?.slice(11, 16)} UTC`;
}

/** `31–45 s`, `50 s–2 min`. */
function leftRangePhrase({ low, high }: Range, { glyphs }: Look): string {
  const [from = "", until = ""] = [low, high].map((ms) => formatDuration(Math.max(1_000, Math.round(ms / 1_000) * 1_000)));
  if (from === until) return from;
  const [figure, unit] = from.split(" ");
  return `${unit === until.split(" ")[1] ? figure : from}${glyphs.range}${until}`;
}
