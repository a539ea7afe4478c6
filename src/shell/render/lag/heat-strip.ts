import { formatCount } from "../../../core/figures.ts";
import type { PartitionLag } from "../../../core/lag/report.ts";
import { createPalette, type Palette } from "../palette.ts";
import { wrapPieces } from "../wrapped.ts";
import { sparkline } from "./sparkline.ts";

export interface HeatStripLook {
  readonly unicode: boolean;
  readonly palette?: Palette;
}

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
  // A line of cells is measured by what it shows: one number and one level.
  const strip =
    sorted.length <= mostNumbered && sorted.length * (widest + 4) - 2 <= width
      ? [sorted.map(({ partition }, index) => `${partition} ${cells[index]}`).join("  ")]
      : unnumbered(sorted, cells, width, widest);
  return [...strip, ...wrapPieces(remarks(sorted), "   ", width)];
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
