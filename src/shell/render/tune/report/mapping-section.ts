import { formatDollars } from "../../../../core/money.ts";
import type { Reason } from "../../../../core/tuning/reasons/reason.ts";
import type { Recommendation, TuneReport } from "../../../../core/tuning/report.ts";
import type { SearchResult } from "../../../../core/tuning/search-result.ts";
import type { Glyphs } from "../../palette.ts";
import { nextTexts } from "../next-texts.ts";
import { ownerPieces } from "../owner-lines.ts";
import { pickFigures } from "../pick-table.ts";
import { sentenceCase } from "../sentence-case.ts";
import { changePhrases, verdictGlyph, verdictPhrase } from "../tune-phrases.ts";
import { dataPieces, goalPieces, impactPieces, modelPieces, pricePieces, subjectPhrase } from "../tune-screen.ts";
import { alternativeOf } from "./alternative.ts";
import { bindingChart } from "./binding-chart.ts";
import { codeBlock } from "./code-block.ts";
import { costChart } from "./cost-chart.ts";
import { dataTable } from "./data-table.ts";
import { figure } from "./figure.ts";
import { lagChart } from "./lag-chart.ts";
import { html, type Markup } from "./markup.ts";
import { minutesOf } from "./minutes.ts";
import { paretoChart } from "./pareto-chart.ts";
import { rateChart } from "./rate-chart.ts";

export interface SectionTools {
  readonly glyphs: Glyphs;
  /** A command of ours, ready to paste. */
  readonly here: (command: string) => string;
}

/** All that is known of a mapping; `id` is of the page's only one. */
export function mappingSection(report: TuneReport, id: string, { glyphs, here }: SectionTools): Markup {
  const { verdict, result, recommendation, reasons, assumptions } = report;
  const next = nextTexts(report, here);
  return html`<section class="mapping" id="${id}" aria-labelledby="${id}-name"><h2 id="${id}-name">${subjectPhrase(report, glyphs)}</h2><p class="verdict ${verdict.replace(" ", "-")}">${verdictGlyph(verdict, glyphs)} ${verdictPhrase(report, glyphs)}</p>${facts(report, glyphs)}${
    result && pickSection(result, report.whatIf, glyphs)
  }${recommendation && changeSection(recommendation, report, glyphs)}${whySection(reasons, here)}${
    next.length === 0 ? undefined : html`<h3>Next</h3>${next.map(codeBlock)}`
  }${charts(report, id, glyphs)}${listSection("Assumptions", assumptions)}</section>`;
}

function facts(report: TuneReport, glyphs: Glyphs): Markup {
  const { mapping, estimate, confidence, missing } = report;
  const known: readonly (readonly [string, readonly string[]])[] = [
    ["Mapping", mapping.UUID === "" ? [] : [mapping.UUID]],
    ["Owner", ownerPieces(report)],
    ["Data", estimate.workload === undefined ? [] : dataPieces(report)],
    ["Model", modelPieces(estimate)],
    ["Goal", goalPieces(report)],
    ["Confidence", confidence.grade === "insufficient" ? [] : [`grade ${confidence.grade}`, ...confidence.reasons]],
    [
      "Metrics",
      missing?.metricsMonth === undefined ? [] : [`those that are missing cost up to ${formatDollars(missing.metricsMonth)} a month`],
    ],
    ["Prices", pricePieces(report)],
  ];
  return html`<dl>${known.map(([label, pieces]) =>
    pieces.length === 0 ? undefined : html`<dt>${label}</dt><dd>${pieces.join(` ${glyphs.separator} `)}</dd>`,
  )}</dl>`;
}

function pickSection(result: SearchResult, whatIf: TuneReport["whatIf"], glyphs: Glyphs): Markup {
  const { shown, rows } = pickFigures(result, whatIf, glyphs);
  const balanced = shown.findIndex(({ head }) => head === "BALANCED");
  const table = dataTable({
    caption: "What settings are, and what they are predicted to do",
    heads: ["", ...shown.map(({ head }) => sentenceCase(head))],
    rows: rows.map(({ label, cell }) => [label.trim(), ...shown.map(({ candidate }) => cell(candidate) ?? glyphs.none)]),
    ...(balanced < 0 ? {} : { marked: balanced + 1 }),
  });
  return html`<h3>Settings side by side</h3>${table}`;
}

function changeSection(recommendation: Recommendation, { mapping }: TuneReport, glyphs: Glyphs): Markup | undefined {
  const lines = [...changePhrases(recommendation.changes, glyphs), ...impactPieces(recommendation, mapping)];
  return listSection("What to change, and what the update itself does", lines);
}

function whySection(reasons: readonly Reason[], here: SectionTools["here"]): Markup | undefined {
  if (reasons.length === 0) return undefined;
  return html`<h3>Why</h3><ul class="plain">${reasons.map(
    ({ rule, message, advice }) =>
      html`<li><span class="rule">${rule}</span><span>${message}</span>${advice?.fix === undefined ? undefined : codeBlock(here(advice.fix))}</li>`,
  )}</ul>`;
}

function charts(report: TuneReport, id: string, glyphs: Glyphs): Markup | undefined {
  const { result, estimate, whatIf } = report;
  const { workload } = estimate;
  if (result === undefined || workload === undefined) return undefined;
  const minutes = minutesOf(report);
  const alternative = alternativeOf(report);
  return html`<h3>Charts</h3>${[
    rateChart(report, workload, minutes, `${id}-rate`),
    lagChart(report, result, minutes, `${id}-lag`),
    costChart(result, alternative, `${id}-cost`),
    paretoChart(result, whatIf, glyphs, `${id}-pareto`),
    bindingChart(result, alternative, minutes, `${id}-binding`),
  ].map(figure)}`;
}

function listSection(title: string, lines: readonly string[]): Markup | undefined {
  return lines.length === 0 ? undefined : html`<h3>${title}</h3><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}
