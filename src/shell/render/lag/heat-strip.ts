import { formatCount } from "../../../core/figures.ts";
import type { PartitionLag } from "../../../core/lag/report.ts";
import { createPalette, type Palette } from "../palette.ts";
import { textWidth } from "../text-width.ts";
import { wrapPieces } from "../wrapped.ts";
import { sparkline } from "./sparkline.ts";

export interface HeatStripLook {
  readonly unicode: boolean;
  readonly palette?: Palette;
}

const gap = "   ";
/** More partitions than this are drawn without their numbers. */
const mostNumbered = 24;

/** `0 ▇  1 ▇  2 █  3 ▆     max 2: 34,100`, in lines of at most `width` columns; partitions that are stuck are red, and named. */
export function heatStrip(partitions: readonly PartitionLag[], width: number, look: HeatStripLook): string[] {
  const sorted = partitions.toSorted((a, b) => a.partition - b.partition);
  const { palette = createPalette(false), unicode } = look;
  const levels = levelsOf(sorted, unicode);
  const paint = (index: number) => (sorted[index]?.stuck ? palette.error : palette.accent)(levels[index] ?? " ");
  const cells = sorted.map((_, index) => paint(index));
  const widest = `${sorted.at(-1)?.partition ?? 0}`.length;
  const said = remarks(sorted);
  // A number and its level, and two columns between.
  const numbered = sorted.reduce((sum, { partition }) => sum + `${partition}`.length + 4, -2);
  if (sorted.length > mostNumbered || numbered > width)
    return [...unnumbered(sorted, cells, width, widest), ...wrapPieces(said, gap, width)];
  const strip = sorted.map(({ partition }, index) => `${partition} ${cells[index]}`).join("  ");
  const remark = said.join(gap);
  return numbered + 5 + textWidth(remark) <= width && remark !== "" ? [`${strip}     ${remark}`] : [strip, ...wrapPieces(said, gap, width)];
}

/** `  0 ▁▂▁▁▇▁…`, each line beginning with the number of its first partition. */
function unnumbered(partitions: readonly PartitionLag[], cells: readonly string[], width: number, widest: number): string[] {
  const room = width - widest - 1;
  // Tens are easy to count.
  const perLine = Math.max(1, room >= 20 ? room - (room % 10) : room);
  const lines: string[] = [];
  for (let from = 0; from < cells.length; from += perLine) {
    lines.push(`${`${partitions[from]?.partition ?? ""}`.padStart(widest)} ${cells.slice(from, from + perLine).join("")}`);
  }
  return lines;
}

/** Against the partition that is furthest behind; a lag that nobody knows is a question mark. */
function levelsOf(partitions: readonly PartitionLag[], unicode: boolean): string[] {
  // A zero in front makes none at all the lowest level, also where all are alike.
  const lags = partitions.map(({ lagRecords }) => lagRecords);
  return [...sparkline([0, ...lags], lags.length + 1, unicode)].slice(1).map((level) => (level === " " ? "?" : level));
}

function remarks(partitions: readonly PartitionLag[]): string[] {
  const known = partitions.filter((each) => each.lagRecords !== undefined);
  const worst = known.reduce<PartitionLag | undefined>(
    (most, each) => ((most?.lagRecords ?? 0) < (each.lagRecords ?? 0) ? each : most),
    undefined,
  );
  const stuck = partitions.filter((each) => each.stuck);
  return [
    ...(worst === undefined ? [] : [`max ${worst.partition}: ${formatCount(worst.lagRecords ?? 0)}`]),
    ...stuck
      .slice(0, 3)
      .map(({ partition, committed }) => `${partition} stuck${committed === undefined ? "" : ` at ${formatCount(committed)}`}`),
    ...(stuck.length > 3 ? [`${stuck.length - 3} more stuck`] : []),
  ];
}
