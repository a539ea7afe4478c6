import { formatFigure } from "../../../../core/figures.ts";
import { formatDollars } from "../../../../core/money.ts";
import type { SearchResult } from "../../../../core/tuning/search-result.ts";
import { moneyPhrase } from "../tune-phrases.ts";
import type { Alternative } from "./alternative.ts";
import { type CostStep, costParts, costSteps } from "./cost-steps.ts";
import type { Figure, LegendEntry } from "./figure.ts";
import { type Frame, tickTexts } from "./frame.ts";
import { html, type Markup } from "./markup.ts";
import { amountText, axisAmount, changeText } from "./money-text.ts";
import { linearScale } from "./scales.ts";

const rowHeight = 30;
/** Above the bars and below them. */
const margins = { top: 8, bottom: 48 };
/** For the labels before the bars, and the figures behind them. */
const columns = { wide: { label: 150, figure: 96 }, narrow: { label: 126, figure: 74 } };

/** How today's bill becomes the other one, part by part. */
export function costChart({ current }: SearchResult, alternative: Alternative | undefined, id: string): Figure {
  const steps = costSteps(current.cost, alternative);
  const height = margins.top + steps.length * rowHeight + margins.bottom;
  return {
    id,
    title: alternative === undefined ? "Cost, by part" : `Cost, from today to the ${alternative.name} settings`,
    summary: summaryOf(current.cost.total, alternative),
    legend: legendOf(steps),
    heights: { wide: height, narrow: height },
    draw: (frame) => drawing(frame, steps),
    table: {
      caption: "US dollars a month",
      heads: ["part", "today", ...(alternative === undefined ? [] : [alternative.name, "change"])],
      rows: [...costParts, ["total", "total"] as const].map(([part, label]) => {
        const [now, then] = [current.cost[part], alternative?.candidate.cost[part]];
        return [label, formatDollars(now), ...(then === undefined ? [] : [formatDollars(then), changeText(then - now)])];
      }),
    },
  };
}

function shareText(ratio: number): string {
  const percent = Math.round(Math.abs(ratio - 1) * 100);
  if (ratio > mostTimes) return `${formatFigure(ratio)} times as much`;
  return percent === 0 ? "about the same" : `${percent} % ${ratio > 1 ? "more" : "less"}`;
}

/** Beyond so many times as much, percentages are hard to read. */
const mostTimes = 3;

function summaryOf(today: number, alternative: Alternative | undefined): string {
  if (alternative === undefined) return `Today's settings cost ${moneyPhrase(today)} a month.`;
  const then = alternative.candidate.cost.total;
  const share = today === 0 ? "" : ` (${shareText(then / today)})`;
  return `Today's settings cost ${moneyPhrase(today)} a month, the ${alternative.name} ones ${moneyPhrase(then)}${share}.`;
}

function legendOf(steps: readonly CostStep[]): readonly LegendEntry[] {
  const shown = new Set(steps.map(styleOf));
  const known: readonly (readonly [string, string])[] = [
    ["total", "total"],
    ["part", "part of it"],
    ["less", "less than today"],
    ["more", "more than today"],
  ];
  return known.flatMap(([style, text]) =>
    shown.has(style) ? [{ sign: html`<rect class="bar ${style}" x="1" y="1" width="26" height="12"/>`, text }] : [],
  );
}

function styleOf({ kind, from, to }: CostStep): string {
  if (kind !== "change") return kind;
  // A change by rounding is none.
  return Math.abs(to - from) < 0.005 ? "same" : to > from ? "more" : "less";
}

function drawing({ shape, width, height, ticks }: Frame, steps: readonly CostStep[]): Markup {
  const { label, figure } = columns[shape];
  const [left, right, bottom] = [label + 8, width - figure, height - margins.bottom];
  const highest = Math.max(0, ...steps.flatMap(({ from, to }) => [from, to]));
  const x = linearScale(highest, { from: left, to: right, ticks: Math.min(ticks.x, shape === "wide" ? 6 : 3) });
  return html`${x.ticks.map((value) => html`<line class="grid" x1="${x.at(value)}" x2="${x.at(value)}" y1="${margins.top}" y2="${bottom}"/>`)}${tickTexts({ scale: x, label: axisAmount }, bottom + 18)}<text class="title end" x="${right}" y="${height - 6}">US dollars a month</text>${steps.map(
    (step, index) => {
      const top = margins.top + index * rowHeight;
      const [begin, end] = [x.at(Math.min(step.from, step.to)), x.at(Math.max(step.from, step.to))];
      const link =
        step.kind === "total" && index > 0
          ? undefined
          : html`<line class="link" x1="${x.at(step.to)}" x2="${x.at(step.to)}" y1="${top + 5}" y2="${top + rowHeight + 5}"/>`;
      return html`${link}<rect class="bar ${styleOf(step)}" x="${begin}" y="${top + 5}" width="${Math.max(1.5, end - begin)}" height="${rowHeight - 10}"/><text class="name end" x="${label}" y="${top + rowHeight / 2 + 4}">${step.label}</text><text class="value end" x="${width - 2}" y="${top + rowHeight / 2 + 4}">${step.kind === "change" ? changeText(step.to - step.from) : amountText(step.to - step.from)}</text>`;
    },
  )}<line class="axis" x1="${left}" x2="${left}" y1="${margins.top}" y2="${bottom}"/>`;
}
