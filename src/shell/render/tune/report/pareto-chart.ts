import { formatCount } from "../../../../core/figures.ts";
import { formatDollars } from "../../../../core/money.ts";
import type { Candidate } from "../../../../core/tuning/candidate.ts";
import { keyOf } from "../../../../core/tuning/changes.ts";
import type { TuneReport } from "../../../../core/tuning/report.ts";
import type { SearchResult } from "../../../../core/tuning/search-result.ts";
import type { Glyphs } from "../../palette.ts";
import { agePhrase, modeOf, moneyPhrase, windowOf } from "../tune-phrases.ts";
import { type Figure, lineSign } from "./figure.ts";
import { axes, type Frame } from "./frame.ts";
import { labelWidth, type PlacedLabel, placeLabels } from "./labels.ts";
import { line } from "./lines.ts";
import { marker } from "./markers.ts";
import { html, type Markup } from "./markup.ts";
import { axisAmount } from "./money-text.ts";
import { type ParetoMark, paretoMarks } from "./pareto-marks.ts";
import { logScale } from "./scales.ts";

interface Drawn {
  readonly front: readonly Candidate[];
  readonly others: readonly Candidate[];
  readonly marks: readonly ParetoMark[];
  readonly goalMs: number;
}

/** Cost against age: what was looked at, what no other beats in both, and where today's settings and the picks are. */
export function paretoChart(result: SearchResult, whatIf: TuneReport["whatIf"], glyphs: Glyphs, id: string): Figure {
  const marks = paretoMarks(result, whatIf);
  const onFront = new Set(result.pareto.map(({ settings }) => keyOf(settings)));
  const all = [
    ...new Map([...result.candidates, ...marks.map(({ candidate }) => candidate)].map((each) => [keyOf(each.settings), each])).values(),
  ];
  const shown = all.filter(isShown);
  const drawn: Drawn = {
    front: shown.filter(({ settings }) => onFront.has(keyOf(settings))).toSorted((a, b) => a.cost.total - b.cost.total),
    others: shown.filter(({ settings }) => !onFront.has(keyOf(settings))),
    marks: marks.filter(({ candidate }) => isShown(candidate)),
    goalMs: result.goals.ageP99Ms,
  };
  const left = all.length - shown.length;
  const namesOf = new Map(marks.map(({ candidate, names }) => [keyOf(candidate.settings), names.join(", ")]));
  return {
    id,
    title: "Cost against age",
    summary: `${formatCount(all.length)} settings were looked at over the whole trace; ${formatCount(onFront.size)} of them are beaten by no other in both cost and age.${left === 0 ? "" : ` ${formatCount(left)} are not drawn: their age has no end.`}`,
    legend: [
      { sign: lineSign("front"), text: "front: none is both cheaper and younger" },
      { sign: html`<circle class="spot" cx="14" cy="7" r="3"/>`, text: "other settings" },
      { sign: lineSign("goal"), text: `goal: ${agePhrase(result.goals.ageP99Ms)}` },
      ...marks.map(({ shape, names, candidate }) => ({
        sign: html`<svg x="7" viewBox="-11 -11 22 22" width="14" height="14">${marker(shape, { x: 0, y: 0 }, styleOf(names))}</svg>`,
        text: `${names.join(", ")}: ${moneyPhrase(candidate.cost.total)}, ${agePhrase(candidate.ageP99Ms)}`,
      })),
    ],
    heights: { wide: 360, narrow: 300 },
    draw: (frame) => drawing(frame, drawn),
    table: {
      caption: "All settings that were looked at over the whole trace, the cheapest first",
      heads: ["batch size", "window", "mode", "cost a month", "age of 99 of 100", "on the front", "which"],
      rows: all
        .toSorted((a, b) => a.cost.total - b.cost.total)
        .map(({ settings, cost, ageP99Ms }) => [
          formatCount(settings.batchSize),
          windowOf(settings),
          modeOf(settings, glyphs),
          formatDollars(cost.total),
          agePhrase(ageP99Ms),
          onFront.has(keyOf(settings)) ? "yes" : "",
          namesOf.get(keyOf(settings)) ?? "",
        ]),
    },
  };
}

/** What has no end has no place on an axis by ratio, and nothing has none either. */
function isShown({ ageP99Ms, cost }: Candidate): boolean {
  return Number.isFinite(ageP99Ms) && ageP99Ms > 0 && cost.total > 0;
}

function styleOf([first]: readonly string[]): string {
  return first === "today" ? "today" : first === "knee" ? "knee" : "other";
}

function drawing(frame: Frame, { front, others, marks, goalMs }: Drawn): Markup {
  const { plot, ticks } = frame;
  const all = [...front, ...others];
  // Where nothing can be drawn the axes still have to begin somewhere.
  const costs = all.length === 0 ? [1] : all.map(({ cost }) => cost.total);
  const ages = [...all.map(({ ageP99Ms }) => ageP99Ms), goalMs];
  const x = logScale(...around(costs), { from: plot.left, to: plot.right, ticks: ticks.x - 2 });
  const y = logScale(...around(ages), { from: plot.bottom, to: plot.top, ticks: ticks.y });
  const at = ({ cost, ageP99Ms }: Candidate) => ({ x: x.at(cost.total), y: y.at(ageP99Ms) });
  const labels = placeLabels(
    marks.map(({ candidate, names }) => ({ at: at(candidate), text: names.join(", ") })),
    all.map(at),
    { ...plot, right: plot.right + 20 },
  );
  return html`${axes(frame, {
    x: { title: "US dollars a month (log scale)", scale: x, label: axisAmount },
    y: { title: "age of 99 of 100 records (log scale)", scale: y, label: agePhrase },
  })}${line(
    [
      { x: plot.left, y: y.at(goalMs) },
      { x: plot.right, y: y.at(goalMs) },
    ],
    "goal",
  )}${others.map((each) => html`<circle class="spot" cx="${at(each).x}" cy="${at(each).y}" r="3"/>`)}${line(front.map(at), "front")}${front.map((each) => html`<circle class="front" cx="${at(each).x}" cy="${at(each).y}" r="3"/>`)}${marks.map(
    ({ candidate, shape, names }) => marker(shape, at(candidate), styleOf(names)),
  )}${labels.map((label) => html`${label.isApart ? leader(label) : undefined}<text class="label" x="${label.x}" y="${label.y}">${label.text}</text>`)}`;
}

/** Of an axis' length, that is free at either end; and the least, where all values are about the same. */
const margin = { share: 0.08, ratio: 1.02 };

function around(values: readonly number[]): readonly [least: number, most: number] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const free = Math.max(margin.ratio, (most / least) ** margin.share);
  return [least / free, most * free];
}

/** To the nearer end of the text. */
function leader({ at, text, x, y }: PlacedLabel): Markup {
  const end = x > at.x ? x - 3 : x + labelWidth(text) < at.x ? x + labelWidth(text) + 3 : at.x;
  return html`<line class="leader" x1="${at.x}" y1="${at.y}" x2="${end}" y2="${y - 4}"/>`;
}
