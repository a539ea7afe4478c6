import { bySeverity, type Finding } from "../../../core/finding.ts";
import type { LagReport, PartitionLag } from "../../../core/lag/report.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import { renderFindings } from "../../render/findings.ts";
import { heatStrip } from "../../render/lag/heat-strip.ts";
import { verdictPaint } from "../../render/lag/verdict-phrases.ts";
import { wrapText } from "../../render/wrapped.ts";
import { currentItem, type LagState } from "../state.ts";
import { mappingCharts } from "./mapping-charts.ts";
import { lagFigures, placeFigures, workFigures } from "./mapping-figures.ts";
import { clockTime } from "./phrases.ts";
import { wrapFigures } from "./pieces.ts";
import type { ScreenFacts, ScreenLook } from "./screen-facts.ts";

/** All lines of the open mapping, however many the terminal shows. */
export function mappingView(state: LagState, facts: ScreenFacts): string[] {
  const { look } = facts;
  const item = currentItem(state);
  const columns = state.size.columns - 2;
  if (item === undefined) return [look.palette.dim(state.watched === undefined ? "reading" : "it was deleted; q leaves it")];
  const { report } = item;
  if (report === undefined) return [look.palette.dim("reading")];
  const figures = [lagFigures(report, look), workFigures(report, look), placeFigures(report, look)];
  const partitions = report.partitions ?? [];
  return joined([
    causeLines(report, columns, facts),
    mappingCharts(report, state.size, facts),
    figures.flatMap((each) => wrapFigures(each, columns, look.palette.dim, look.glyphs.ellipsis)),
    partitionLines(partitions, columns, facts),
    findingLines(report.findings, columns, facts.look),
    (state.watched?.picture.notes ?? []).flatMap((note) => wrapText(safeText(note), columns).map(look.palette.dim)),
  ]);
}

function causeLines({ cause, verdict, sinceMs }: LagReport, columns: number, { look }: ScreenFacts): string[] {
  const since = sinceMs === undefined ? "" : `since ${clockTime(sinceMs).slice(0, 5)} UTC`;
  const text = [cause === undefined ? verdict : safeText(cause.message), since]
    .filter((part) => part !== "")
    .join(` ${look.glyphs.separator} `);
  return wrapText(text, columns).map(cause === undefined ? look.palette.dim : verdictPaint(verdict, look.palette));
}

const partitionsLabel = "partitions  ";

function partitionLines(partitions: readonly PartitionLag[], columns: number, { look }: ScreenFacts): string[] {
  const room = columns - partitionsLabel.length;
  const figures = partitions.map(({ partition, lagRecords, stuck }) => ({
    label: `${partition}`,
    value: `${lagRecords ?? "no data"}${stuck ? " stuck" : ""}`,
  }));
  const plain = (text: string) => text;
  const lines = look.pictures ? heatStrip(partitions, room, look) : wrapFigures(figures, room, plain, look.glyphs.ellipsis);
  if (partitions.length === 0) return [];
  return lines.map((line, index) => (index === 0 ? look.palette.dim(partitionsLabel) : " ".repeat(partitionsLabel.length)) + line);
}

/** A fix stays on one line where it fits; where it does not, it is broken between words, since `y` and the verb give it whole. */
export function findingLines(findings: readonly Finding[], columns: number, look: ScreenLook): string[] {
  return bySeverity(findings).flatMap(({ fix, ...finding }) => [
    ...renderFindings([finding], { ...look, columns }),
    ...(fix === undefined ? [] : wrapText(safeText(fix), columns - 10).map((line) => " ".repeat(10) + look.palette.accent(line))),
  ]);
}

/** With a blank line between the parts that there are. */
function joined(parts: readonly (readonly string[])[]): string[] {
  return parts.filter((part) => part.length > 0).flatMap((part, index) => (index === 0 ? part : ["", ...part]));
}
