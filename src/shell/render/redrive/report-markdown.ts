import { formatCount } from "../../../core/figures.ts";
import type { RunReport } from "../../../core/redrive/run-report.ts";
import type { SettledRow } from "../../../core/redrive/runs.ts";
import { createGlyphs } from "../palette.ts";
import { markdownCode } from "./markdown-code.ts";
import { markdownTable } from "./markdown-table.ts";
import { lanePhrase, offsetsPhrase, reasonPhrase } from "./redrive-phrases.ts";
import { minutePhrase, reportFacts, reportNext } from "./report-facts.ts";
import { shownState } from "./run-phrases.ts";

const glyphs = createGlyphs(true);

/** The report for a ticket or a pull request. Whatever may come from outside stands in code spans. */
export function reportMarkdown(report: RunReport): string {
  const { known, lanes, unrecoverable, parked, kept, remarks } = report;
  const next = reportNext(report);
  const blocks = [
    [`# Redrive ${markdownCode(known.facts.id)}: ${shownState(known)}`],
    markdownTable(
      ["", ""],
      reportFacts(report).map(({ label, phrases, isForeign }) => [
        label,
        (isForeign === true ? phrases.map(markdownCode) : phrases).join(", "),
      ]),
    ),
    section("Partitions", laneTable(lanes), lanes.length),
    section("Unrecoverable", intervalTable(unrecoverable), unrecoverable.length),
    section("Parked", intervalTable(parked), parked.length),
    section("Kept documents", keptList(kept), kept.documents),
    section(
      "Remarks",
      remarks.map(({ atMs, text }) => `- ${minutePhrase(atMs)} ${markdownCode(text)}`),
      remarks.length,
    ),
    next === undefined ? [] : [`Next: ${markdownCode(next)}`],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n")}\n`;
}

function section(title: string, lines: readonly string[], count: number): string[] {
  return count === 0 ? [] : [`## ${title} (${formatCount(count)})`, "", ...lines];
}

function laneTable(lanes: RunReport["lanes"]): string[] {
  return markdownTable(
    ["partition", "offsets", "redriven", "parked", "unrecoverable", "filtered out"],
    lanes.map((lane) => [
      markdownCode(lanePhrase(lane.lane)),
      offsetsPhrase(lane, glyphs),
      ...[lane.redriven, lane.parked, lane.unrecoverable, lane.filtered].map(formatCount),
    ]),
  );
}

function intervalTable(rows: readonly SettledRow[]): string[] {
  return markdownTable(
    ["partition", "offsets", "records", "reason"],
    rows.map((row) => [markdownCode(lanePhrase(row.lane)), offsetsPhrase(row, glyphs), formatCount(row.records), reasonPhrase(row.reason)]),
  );
}

function keptList({ documents, ids }: RunReport["kept"]): string[] {
  const left = documents - ids.length;
  return [...ids.map((id) => `- ${markdownCode(id)}`), ...(left > 0 ? [`- and ${formatCount(left)} more`] : [])];
}
