import { formatDollars } from "../../../core/money.ts";
import { byUrgency } from "../../../core/tuning/fleet.ts";
import type { FleetGroups } from "../../../core/tuning/packing/fleet-groups.ts";
import type { Reason } from "../../../core/tuning/reasons/reason.ts";
import type { TuneReport } from "../../../core/tuning/report.ts";
import type { SearchResult } from "../../../core/tuning/search-result.ts";
import { markdownBlock, markdownCode } from "../redrive/markdown-code.ts";
import { markdownTable } from "../redrive/markdown-table.ts";
import { fleetColumns, fleetPieces } from "./fleet-table.ts";
import { groupSentences, joinCommands } from "./group-lines.ts";
import { markdownText } from "./markdown-text.ts";
import { nextTexts } from "./next-texts.ts";
import { ownerPieces } from "./owner-lines.ts";
import { pageLook } from "./page-look.ts";
import { pickFigures } from "./pick-table.ts";
import { sentenceCase } from "./sentence-case.ts";
import { changePhrases, verdictGlyph, verdictPhrase } from "./tune-phrases.ts";
import { dataPieces, goalPieces, impactPieces, modelPieces, pricePieces, type TuneScreen } from "./tune-screen.ts";

/** What tune found, for a pull request: one mapping, or a table of them with each one folded below it. */
export function tuneMarkdown(reports: readonly TuneReport[], { here, fleet }: TuneScreen): string {
  const [only, second] = reports;
  if (only === undefined) return "No mapping of this Region fits, or none reads from Kafka.";
  if (second === undefined) return joined([`## ${headOf(only)}`, ...mappingBlocks(only, here)]);
  const sorted = byUrgency(reports);
  return joined([
    `## Tuning of ${markdownText(fleetPieces(reports, pageLook).join(` ${pageLook.glyphs.separator} `))}`,
    fleetBlock(sorted),
    ...(fleet === undefined ? [] : groupBlocks(fleet, here)),
    ...sorted.map((report) => folded(headOf(report), joined(mappingBlocks(report, here)))),
  ]);
}

/** `orders: ◆ change`. */
function headOf(report: TuneReport): string {
  return `${markdownCode(report.name)}: ${verdictGlyph(report.verdict, pageLook.glyphs)} ${markdownText(verdictPhrase(report, pageLook.glyphs))}`;
}

function fleetBlock(reports: readonly TuneReport[]): string {
  const columns = fleetColumns(pageLook);
  const table = markdownTable(
    columns.map(({ head }) => sentenceCase(head)),
    reports.map((report) => columns.map(({ cell }, index) => (index === 0 ? markdownCode(cell(report)) : markdownText(cell(report))))),
  );
  return table.join("\n");
}

function groupBlocks(fleet: FleetGroups, here: TuneScreen["here"]): readonly string[] {
  if (fleet.groups.length === 0 && fleet.apart.length === 0) return [];
  const commands = joinCommands(fleet.groups).map(here);
  const items = groupSentences(fleet, pageLook).map((line) => `- ${markdownText(line)}`);
  return [`**Poller groups**\n\n${items.join("\n")}`, ...(commands.length === 0 ? [] : [markdownBlock(commands.join("\n"))])];
}

function mappingBlocks(report: TuneReport, here: TuneScreen["here"]): readonly string[] {
  const { mapping, result, whatIf, recommendation, reasons, missing } = report;
  const next = nextTexts(report, here);
  return [
    ...(missing?.metricsMonth === undefined ? [] : [`The metrics cost up to ${formatDollars(missing.metricsMonth)} a month.`]),
    ...(result === undefined ? [] : [pickBlock(result, whatIf)]),
    ...(recommendation === undefined
      ? []
      : [
          `**Change:** ${markdownText([...changePhrases(recommendation.changes, pageLook.glyphs), ...impactPieces(recommendation, mapping)].join("; "))}`,
        ]),
    ...(reasons.length === 0 ? [] : [`**Why**\n\n${reasons.map((reason) => reasonItem(reason, here)).join("\n")}`]),
    ...nextBlock(next),
    ...detailBlock(report),
  ];
}

function nextBlock(next: readonly string[]): readonly string[] {
  const [only, second] = next;
  if (only === undefined) return [];
  const isLine = second === undefined && !only.includes("\n");
  return [isLine ? `**Next:** ${markdownCode(only)}` : `**Next:**\n\n${markdownBlock(next.join("\n"))}`];
}

function pickBlock(result: SearchResult, whatIf: TuneReport["whatIf"]): string {
  const { shown, rows } = pickFigures(result, whatIf, pageLook.glyphs);
  const table = markdownTable(
    ["", ...shown.map(({ head }) => sentenceCase(head))],
    rows.map(({ label, cell }) => [label.trim(), ...shown.map(({ candidate }) => markdownText(cell(candidate) ?? pageLook.glyphs.none))]),
  );
  return table.join("\n");
}

function reasonItem({ rule, message, advice }: Reason, here: TuneScreen["here"]): string {
  const fix = advice?.fix === undefined ? "" : `: ${markdownCode(here(advice.fix))}`;
  return `- **${rule}** ${markdownText(message)}${fix}`;
}

/** What the answer rests on: nobody has to read it first. */
function detailBlock(report: TuneReport): readonly string[] {
  const { estimate, confidence, assumptions } = report;
  if (estimate.workload === undefined) return [];
  const lines: readonly (readonly [string, readonly string[]])[] = [
    ["owner", ownerPieces(report)],
    ["data", dataPieces(report)],
    ["model", modelPieces(estimate)],
    ["goal", goalPieces(report)],
    ["confidence", [`grade ${confidence.grade}`, ...confidence.reasons]],
    ["prices", pricePieces(report)],
    ["assumed", assumptions],
  ];
  const items = lines.flatMap(([label, pieces]) => (pieces.length === 0 ? [] : [`- ${label}: ${markdownText(pieces.join("; "))}`]));
  return [folded("Data, model and assumptions", items.join("\n"))];
}

/** Markdown within HTML needs empty lines around it. */
function folded(summary: string, content: string): string {
  return `<details>\n<summary>\n\n${summary}\n\n</summary>\n\n${content}\n\n</details>`;
}

function joined(blocks: readonly string[]): string {
  return blocks.join("\n\n");
}
