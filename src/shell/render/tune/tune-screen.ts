import { formatCount, plural } from "../../../core/figures.ts";
import { functionNameOf, topicOf } from "../../../core/mapping/model.ts";
import { formatDollars } from "../../../core/money.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import { quantile } from "../../../core/statistics.ts";
import { formatDuration } from "../../../core/time.ts";
import type { Estimate } from "../../../core/tuning/estimate.ts";
import { qualifierOf } from "../../../core/tuning/mapping-settings.ts";
import { needsProvisionedMode } from "../../../core/tuning/mode-needed.ts";
import { functionCommand, nextCommand } from "../../../core/tuning/next-command.ts";
import type { FleetGroups } from "../../../core/tuning/packing/fleet-groups.ts";
import type { Reason } from "../../../core/tuning/reasons/reason.ts";
import type { Recommendation, SettingChange, TuneReport } from "../../../core/tuning/report.ts";
import type { SearchResult } from "../../../core/tuning/search-result.ts";
import { wantedSettings } from "../../../core/tuning/wanted-settings.ts";
import type { TunedField } from "../../../core/tuning/workload.ts";
import { ratePhrase } from "../lag/figure-phrases.ts";
import { sparkline } from "../lag/sparkline.ts";
import type { Glyphs, Look } from "../palette.ts";
import { wrapText } from "../wrapped.ts";
import { fleetTable } from "./fleet-table.ts";
import { groupLines } from "./group-lines.ts";
import { labelled, labelWidth, widthOf } from "./labelled.ts";
import { ownedLines, ownerLines } from "./owner-lines.ts";
import { pickTable } from "./pick-table.ts";
import {
  agePhrase,
  changePhrases,
  isUnicode,
  pricesPhrase,
  sharePhrase,
  spanPhrase,
  verdictGlyph,
  verdictPaint,
  verdictPhrase,
} from "./tune-phrases.ts";

export interface TuneScreen {
  /** A command of ours, ready to paste here. */
  readonly here: (command: string) => string;
  /** Of several mappings. */
  readonly fleet?: FleetGroups | undefined;
}

const trendWidth = 24;

/** One mapping on a page, or several in a table; the last line is what to type next. */
export function renderTune(reports: readonly TuneReport[], look: Look, { here, fleet }: TuneScreen): string[] {
  const [only, second] = reports;
  if (only === undefined) {
    return ["No mapping of this Region fits, or none reads from Kafka.", look.palette.accent(safeText(here("mskctl list")))];
  }
  if (second === undefined) return renderOne(only, look, here);
  return [...fleetTable(reports, look, here), ...(fleet === undefined ? [] : groupLines(fleet, look, here))];
}

function renderOne(report: TuneReport, look: Look, here: TuneScreen["here"]): string[] {
  const { result, estimate, assumptions, reasons, missing, confidence } = report;
  const next = [functionCommand(report), nextCommand(report)].filter((command) => command !== undefined);
  return [
    ...header(report, look),
    "",
    ...(result === undefined ? [] : [...modelLines(report, look), "", ...pickTable(result, report.whatIf, look), ""]),
    ...(result === undefined && estimate.workload !== undefined ? [...modelLines(report, look), ""] : []),
    ...labelled("goal", goalPieces(report), look),
    ...reasons.flatMap((reason, index) => reasonLines(reason, index, look, here)),
    ...impactLines(report, look),
    ...ownerLines(report, look),
    ...labelled("unsure", missing === undefined ? confidence.reasons : [], look),
    ...labelled("assumed", assumptions, look),
    ...labelled("prices", pricePieces(report), look),
    ...(ownedLines(report, look) ?? next.map((command) => look.palette.accent(safeText(here(command))))),
  ];
}

/** What goes beside a snippet: what it changes, what that does, and who owns the mapping. */
export function renderBeside(report: TuneReport, look: Look): string[] {
  const { changes = [] } = wantedSettings(report) ?? {};
  const tried = () => labelled("what if", [...changePhrases(changes, look.glyphs), ...oneWayPhrases(changes)], look);
  return [...header(report, look), ...(report.whatIf === undefined ? impactLines(report, look) : tried()), ...ownerLines(report, look)];
}

function header(report: TuneReport, look: Look): string[] {
  const { verdict, missing } = report;
  const { glyphs, palette } = look;
  const subject = safeText(subjectPhrase(report, glyphs));
  const [first = "", ...more] = wrapText(safeText(`${verdictGlyph(verdict, glyphs)} ${verdictPhrase(report, glyphs)}`), widthOf(look));
  return [
    ...wrapText(subject, widthOf(look)).map((line) => palette.bold(line)),
    ...[first, ...more.map((line) => `  ${line}`)].map((line) => verdictPaint(verdict, palette)(line)),
    ...(missing?.metricsMonth === undefined ? [] : [`  the metrics cost up to ${formatDollars(missing.metricsMonth)} a month`]),
  ];
}

/** `shipping → ship ← orders (24 partitions)`; not escaped. */
export function subjectPhrase({ mapping, name, estimate }: TuneReport, glyphs: Glyphs): string {
  const fn = functionNameOf(mapping.FunctionArn ?? "", "qualified");
  const partitions = estimate.workload === undefined ? "" : ` (${plural(estimate.workload.partitionShares.length, "partition")})`;
  return `${name}${fn === name ? "" : ` ${glyphs.to} ${fn}`} ${glyphs.from} ${topicOf(mapping) ?? "?"}${partitions}`;
}

/** What the mapping has to do, and how well that is known. */
function modelLines(report: TuneReport, look: Look): string[] {
  const { estimate } = report;
  const { workload } = estimate;
  if (workload === undefined) return [];
  const rates = [...workload.arrivals];
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / Math.max(1, rates.length);
  const trend = (values: Iterable<number>) => sparkline([...values], trendWidth, isUnicode(look));
  return [
    ...labelled("data", [...dataPieces(report), `grade ${report.confidence.grade}`], look),
    ...labelled("model", modelPieces(estimate), look),
    ...labelled("rate", [`${trend(rates)} mean ${ratePhrase(mean)}/s`, `p99 ${ratePhrase(quantile(rates, 0.99) ?? 0)}/s`], look),
    ...(report.result === undefined
      ? []
      : labelled(
          "age",
          [`${trend(agesOf(report.result))} p99 ${agePhrase(report.result.current.ageP99Ms)}, predicted for today's settings`],
          look,
        )),
  ];
}

/** Which minutes, and how many of them are known. */
export function dataPieces({ estimate: { minutes, usableMinutes }, fromMs, untilMs }: TuneReport): string[] {
  const isMeasured = untilMs > fromMs;
  return isMeasured
    ? [spanPhrase(fromMs, untilMs), `${formatCount(minutes)} min, ${sharePhrase(usableMinutes / Math.max(1, minutes))} usable`]
    : ["described"];
}

/** One that grows without end would flatten all others. */
function agesOf({ currentRun }: SearchResult): number[] {
  return [...currentRun.ageP99Ms].map((ms) => (Number.isFinite(ms) ? ms : 0));
}

/** What was learnt of the function and its records, with the ranges that are known. */
export function modelPieces({ workload, fit }: Estimate): string[] {
  if (workload === undefined) return [];
  const { work, lanes, passShare, recordBytes } = workload;
  const either = (value: number, low: number | undefined, high: number | undefined) =>
    low === undefined || high === undefined || figure(low) === figure(high)
      ? figure(value)
      : `${figure(value)} (${figure(low)} to ${figure(high)})`;
  return [
    `an invocation takes ${either(work.invocationMs, fit?.invocationMs.low, fit?.invocationMs.high)} ms`,
    `a record ${either(work.recordMs, fit?.recordMs.low, fit?.recordMs.high)} ms`,
    plural(lanes, "lane"),
    `${sharePhrase(passShare)} pass the filter`,
    `${formatCount(recordBytes)} B a record`,
  ];
}

function figure(value: number): string {
  return value < 10 ? String(Number(value.toFixed(2))) : value < 1_000 ? String(Number(value.toFixed(1))) : formatCount(value);
}

/** What settings have to keep to, and whether today's do. */
export function goalPieces({ result, mapping, untilMs }: TuneReport): string[] {
  if (result === undefined) return [];
  const { goals, keepsGoals, looked } = result;
  const isFree: Partial<Record<TunedField, boolean>> = {
    ProvisionedConcurrentExecutions: qualifierOf(mapping) !== undefined,
    ProvisionedPollerConfig: needsProvisionedMode(mapping, untilMs).length === 0,
  };
  // What AWS does not allow is nobody's goal.
  const kept = [...goals.keep].filter((field) => isFree[field] !== false);
  return [
    `99 of 100 records no older than ${formatDuration(goals.ageP99Ms)}`,
    ...(goals.catchUp === undefined
      ? []
      : [`caught up ${formatDuration(goals.catchUp.withinMs)} after a stop of ${formatDuration(goals.catchUp.outageMs)}`]),
    ...(goals.budget === undefined ? [] : [`at most ${formatDollars(goals.budget)} a month`]),
    ...(kept.length === 0 ? [] : [`keep ${kept.join(", ")}`]),
    keepsGoals ? "kept today" : "missed today",
    `${formatCount(looked.byFormula)} settings looked at`,
  ];
}

function reasonLines({ rule, message, advice }: Reason, index: number, look: Look, here: TuneScreen["here"]): string[] {
  const idWidth = 5;
  const room = widthOf(look) - labelWidth - idWidth;
  const [first = "", ...more] = wrapText(safeText(message), room);
  const margin = " ".repeat(labelWidth + idWidth);
  const label = index === 0 ? look.palette.dim("why".padEnd(labelWidth)) : " ".repeat(labelWidth);
  const fix = advice?.fix;
  return [
    `${label}${rule.padEnd(idWidth)}${first}`,
    ...more.map((line) => margin + line),
    // Never broken, so that it can be pasted.
    ...(fix === undefined ? [] : [margin + look.palette.accent(safeText(here(fix)))]),
  ];
}

function impactLines({ recommendation, mapping }: TuneReport, look: Look): string[] {
  if (recommendation === undefined) return [];
  return [
    ...labelled("change", changePhrases(recommendation.changes, look.glyphs), look),
    ...labelled("apply", impactPieces(recommendation, mapping), look),
  ];
}

/** What the update itself does. */
export function impactPieces({ changes, impact }: Recommendation, mapping: TuneReport["mapping"]): string[] {
  const drained = impact.drainMs === undefined ? "does not drain" : `drains in ${formatDuration(Math.max(1_000, impact.drainMs))}`;
  const qualifier = qualifierOf(mapping);
  const version = qualifier === undefined ? "" : `, and takes a new version behind ${qualifier}`;
  const ofFunction = changes.some(({ field }) => field === "MemorySize")
    ? [`MemorySize is the function's, not the mapping's${version}`]
    : [];
  return [
    `polling stops for up to ${formatDuration(impact.pauseMs)}: about ${plural(Math.round(impact.lagRecords), "record")} wait, which ${drained}`,
    ...ofFunction,
    ...oneWayPhrases(changes),
  ];
}

function oneWayPhrases(changes: readonly SettingChange[]): string[] {
  return changes.filter(({ isReversible }) => !isReversible).map(() => "cannot be undone: the 500 ms default window is gone for good");
}

/** What the figures in dollars rest on. */
export function pricePieces(report: TuneReport): string[] {
  const { hoursPerMonth, seed, result } = report;
  return result === undefined ? [] : [pricesPhrase(report), `${formatCount(hoursPerMonth)} h a month`, `seed ${seed}`];
}
