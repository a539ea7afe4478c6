import { formatFigure } from "../../../../core/figures.ts";
import { sustained } from "../../../../core/tuning/predict.ts";
import type { TuneReport } from "../../../../core/tuning/report.ts";
import type { Workload } from "../../../../core/tuning/workload.ts";
import { ratePhrase } from "../../lag/figure-phrases.ts";
import { alternativeOf } from "./alternative.ts";
import { type Level, levelsIn } from "./buckets.ts";
import { bandSign, type Figure, lineSign } from "./figure.ts";
import { axes, countAxis, type Frame, timeAxis } from "./frame.ts";
import { band, line } from "./lines.ts";
import { html, type Markup } from "./markup.ts";
import type { Minutes } from "./minutes.ts";
import { logScale } from "./scales.ts";

interface CapacityLine {
  readonly name: string;
  readonly style: string;
  readonly perSecond: number;
}

/** Further above the busiest minute, a linear axis would press the arrivals flat. */
const mostTimes = 4;
/** How far down an axis by ratio reaches below the busiest minute. */
const leastShare = 1 / 1_000;

/** What arrives, beside what today's settings and others can do at most. */
export function rateChart(report: TuneReport, workload: Workload, minutes: Minutes, id: string): Figure {
  const levels = levelsIn(report.observed?.arrivals ?? workload.arrivals, minutes.buckets);
  const known = levels.filter((level) => level !== undefined);
  const busiest = Math.max(0, ...known.map(({ most }) => most));
  const capacities = capacityLines(report, workload);
  const isByRatio = busiest > 0 && capacities.some(({ perSecond }) => perSecond > mostTimes * busiest);
  const scaleNote = isByRatio ? ", log scale" : "";
  return {
    id,
    title: "Arrival rate against capacity",
    summary: `${arrivalText(known, busiest)} ${capacities.map((each) => capacityText(each, busiest)).join(" ")}`.trim(),
    legend: [
      { sign: lineSign("observed"), text: `arrivals, mean of ${minutes.step}` },
      { sign: bandSign(), text: "slowest to busiest minute" },
      ...capacities.map(({ name, style, perSecond }) => ({ sign: lineSign(style), text: `${name}: at most ${rateText(perSecond)}/s` })),
    ],
    draw: (frame) => drawing(frame, { levels, minutes, capacities, busiest, isByRatio, title: `records a second${scaleNote}` }),
    table: {
      caption: `Records a second in each ${minutes.step}${levels.includes(undefined) ? "; where nothing is known there is no figure" : ""}`,
      heads: [minutes.axisTitle, "mean", "slowest minute", "busiest minute", ...capacities.map(({ name }) => `${name}, at most`)],
      rows: minutes.buckets.map((bucket, index) => [
        minutes.rowLabel(bucket),
        ...figuresOf(levels[index]),
        ...capacities.map(({ perSecond }) => rateText(perSecond)),
      ]),
    },
  };
}

/** Equal ones are one line. */
function capacityLines(report: TuneReport, workload: Workload): readonly CapacityLine[] {
  if (report.result === undefined) return [];
  const today = sustained(workload, report.result.current.settings).perSecond;
  const alternative = alternativeOf(report);
  const other = alternative && sustained(workload, alternative.candidate.settings).perSecond;
  const lines =
    alternative === undefined || other === undefined
      ? [{ name: "today's settings", style: "today", perSecond: today }]
      : other === today
        ? [{ name: `today's and ${alternative.name} settings`, style: "today", perSecond: today }]
        : [
            { name: "today's settings", style: "today", perSecond: today },
            { name: `${alternative.name} settings`, style: "other", perSecond: other },
          ];
  return lines.filter(({ perSecond }) => Number.isFinite(perSecond));
}

interface Drawn {
  readonly levels: readonly (Level | undefined)[];
  readonly minutes: Minutes;
  readonly capacities: readonly CapacityLine[];
  readonly busiest: number;
  readonly isByRatio: boolean;
  readonly title: string;
}

function drawing(frame: Frame, { levels, minutes, capacities, busiest, isByRatio, title }: Drawn): Markup {
  const { plot, ticks } = frame;
  const x = timeAxis(frame, minutes);
  const highest = Math.max(busiest, ...capacities.map(({ perSecond }) => perSecond));
  const slowest = Math.min(...levels.flatMap((level) => (level !== undefined && level.least > 0 ? [level.least] : [])), busiest);
  const y = isByRatio
    ? {
        title,
        label: rateText,
        scale: logScale(Math.max(slowest, busiest * leastShare) / 1.5, highest * 1.3, { from: plot.bottom, to: plot.top, ticks: ticks.y }),
      }
    : countAxis(frame, highest, title, rateText);
  const at = (index: number) => {
    const { fromMs = 0, untilMs = 0 } = minutes.buckets[index] ?? {};
    return x.scale.at((fromMs + untilMs) / 2);
  };
  return html`${axes(frame, { x, y })}${band(
    levels.map((level, index) => level && { x: at(index), least: y.scale.at(level.least), most: y.scale.at(level.most) }),
  )}${line(
    levels.map((level, index) => level && { x: at(index), y: y.scale.at(level.mean) }),
    "observed",
  )}${capacities.map(({ style, perSecond }) => {
    const height = y.scale.at(perSecond);
    return line(
      [
        { x: plot.left, y: height },
        { x: plot.right, y: height },
      ],
      style,
    );
  })}`;
}

function arrivalText(known: readonly Level[], busiest: number): string {
  const minutes = known.reduce((sum, level) => sum + level.known, 0);
  if (minutes === 0) return "What arrives is not known.";
  const mean = known.reduce((sum, level) => sum + level.mean * level.known, 0) / minutes;
  return `${rateText(mean)} records arrive a second on the average, ${rateText(busiest)} in the busiest minute.`;
}

function capacityText({ name, perSecond }: CapacityLine, busiest: number): string {
  const times = busiest > 0 ? `, ${formatFigure(perSecond / busiest)} times the busiest minute` : "";
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} can do ${rateText(perSecond)} a second at most${times}.`;
}

function figuresOf(level: Level | undefined): readonly string[] {
  return level === undefined ? ["no data", "", ""] : [level.mean, level.least, level.most].map(rateText);
}

function rateText(perSecond: number): string {
  return ratePhrase(perSecond) ?? "";
}
