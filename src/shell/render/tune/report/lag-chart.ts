import { formatCount } from "../../../../core/figures.ts";
import type { TuneReport } from "../../../../core/tuning/report.ts";
import type { SearchResult } from "../../../../core/tuning/search-result.ts";
import { sharePhrase } from "../tune-phrases.ts";
import { type Level, levelsIn } from "./buckets.ts";
import { type Figure, lineSign } from "./figure.ts";
import { axes, countAxis, type Frame, timeAxis } from "./frame.ts";
import { line } from "./lines.ts";
import { html, type Markup } from "./markup.ts";
import type { Minutes } from "./minutes.ts";

interface Series {
  readonly name: string;
  readonly style: string;
  readonly levels: readonly (Level | undefined)[];
}

/** The lag that was measured, where it was, and what the model says of today's settings. */
export function lagChart({ observed }: TuneReport, { currentRun }: SearchResult, minutes: Minutes, id: string): Figure {
  const predicted: Series = { name: "predicted", style: "today", levels: levelsIn(currentRun.lag, minutes.buckets) };
  const measured: Series | undefined = observed && {
    name: "observed",
    style: "observed",
    levels: levelsIn(observed.lagRecords, minutes.buckets),
  };
  const series = measured === undefined ? [predicted] : [measured, predicted];
  const hasGaps = measured?.levels.some((level, index) => (level?.known ?? 0) < minutesIn(minutes, index)) === true;
  return {
    id,
    title: measured === undefined ? "Lag, predicted" : "Lag, observed and predicted",
    summary: `${series.map(seriesText).join(" ")}${hasGaps ? ` ${gapText(measured?.levels ?? [], minutes)}` : ""}`,
    legend: series.map(({ name, style }) => ({
      sign: lineSign(style),
      text: `${name}${style === "today" ? " for today's settings" : ""}, highest of each ${minutes.step}`,
    })),
    draw: (frame) => drawing(frame, series, minutes),
    table: {
      caption: `Records that wait or are on their way, in each ${minutes.step}${hasGaps ? "; a gap is not zero" : ""}`,
      heads: [
        minutes.axisTitle,
        ...series.flatMap(({ name }) => [`${name}, mean`, `${name}, highest`]),
        ...(hasGaps ? ["observed minutes"] : []),
      ],
      rows: minutes.buckets.map((bucket, index) => [
        minutes.rowLabel(bucket),
        ...series.flatMap(({ levels }) => levelTexts(levels[index])),
        ...(hasGaps ? [`${measured?.levels[index]?.known ?? 0} of ${minutesIn(minutes, index)}`] : []),
      ]),
    },
  };
}

function drawing(frame: Frame, series: readonly Series[], minutes: Minutes): Markup {
  const highest = Math.max(0, ...series.flatMap(({ levels }) => levels.map((level) => level?.most ?? 0)));
  const x = timeAxis(frame, minutes);
  const y = countAxis(frame, highest, "records", highest < long ? formatCount : short.format);
  return html`${axes(frame, { x, y })}${series.map(({ levels, style }) =>
    line(
      levels.map((level, index) => {
        const { fromMs = 0, untilMs = 0 } = minutes.buckets[index] ?? {};
        return level && { x: x.scale.at((fromMs + untilMs) / 2), y: y.scale.at(level.most) };
      }),
      style,
    ),
  )}`;
}

function minutesIn({ buckets }: Minutes, index: number): number {
  const bucket = buckets[index];
  return bucket === undefined ? 0 : bucket.until - bucket.from;
}

function seriesText({ name, levels }: Series): string {
  const known = levels.filter((level) => level !== undefined);
  const count = known.reduce((sum, level) => sum + level.known, 0);
  if (count === 0) return `Nothing was ${name}.`;
  const mean = known.reduce((sum, level) => sum + level.mean * level.known, 0) / count;
  const highest = Math.max(...known.map(({ most }) => most));
  return `${name === "observed" ? "Observed" : "Predicted for today's settings"}: ${formatCount(mean)} records on the average, ${formatCount(highest)} at most.`;
}

function gapText(levels: readonly (Level | undefined)[], minutes: Minutes): string {
  const all = minutes.buckets.reduce((sum, { from, until }) => sum + until - from, 0);
  const known = levels.reduce((sum, level) => sum + (level?.known ?? 0), 0);
  return `${formatCount(all - known)} minutes have no data (${sharePhrase((all - known) / all)}): where that is longer, the line breaks.`;
}

function levelTexts(level: Level | undefined): readonly string[] {
  return level === undefined ? ["no data", ""] : [level.mean, level.most].map(formatCount);
}

/** From there on figures have no room beside an axis. */
const long = 100_000;
/** `3.6M`. */
const short = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 });
