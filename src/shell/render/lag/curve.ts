import { inColumns } from "./sparkline.ts";

export interface CurveOptions {
  readonly values: readonly (number | undefined)[];
  readonly columns: number;
  readonly rows: number;
  /** The value of the uppermost dot; 0 is the lowest. */
  readonly top: number;
  readonly unicode: boolean;
}

/** Dots of a Braille pattern (Unicode chapter 21.1), by row and column. */
const brailleBits = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

/** A curve in `rows` lines of exactly `columns`: dots in Braille patterns, or one `*` a cell in ASCII. */
export function drawCurve({ values, columns, rows, top, unicode }: CurveOptions): string[] {
  const cell = unicode ? { across: 2, down: 4 } : { across: 1, down: 1 };
  const dots = { across: columns * cell.across, down: rows * cell.down };
  const cells = Array.from({ length: rows }, () => new Uint8Array(columns));
  const set = (x: number, y: number) => {
    const row = cells[Math.floor(y / cell.down)];
    const column = Math.floor(x / cell.across);
    const bit = unicode ? (brailleBits[y % 4]?.[x % 2] ?? 0) : 1;
    if (row !== undefined) row[column] = (row[column] ?? 0) | bit;
  };
  drawLines(points(values, dots.across, dots.down, top), set);
  const sign = (bits: number) => {
    if (bits === 0) return " ";
    return unicode ? String.fromCodePoint(0x2800 + bits) : "*";
  };
  return cells.map((row) => Array.from(row, sign).join(""));
}

interface Point {
  readonly x: number;
  /** From above. */
  readonly y: number;
}

function points(values: readonly (number | undefined)[], across: number, down: number, top: number): (Point | undefined)[] {
  const shown = inColumns(values, across);
  const stretch = shown.length > 1 ? (across - 1) / (shown.length - 1) : 0;
  return shown.map((value, index) => {
    if (value === undefined) return undefined;
    const share = Math.min(1, Math.max(0, value / top));
    return { x: Math.round(index * stretch), y: down - 1 - Math.round(share * (down - 1)) };
  });
}

/** Joins neighbours; what has no neighbour is a dot. */
function drawLines(line: readonly (Point | undefined)[], set: (x: number, y: number) => void): void {
  line.forEach((to, index) => {
    if (to === undefined) return;
    set(to.x, to.y);
    const from = line[index - 1];
    if (from === undefined) return;
    const length = Math.max(to.x - from.x, Math.abs(to.y - from.y));
    for (let step = 1; step < length; step += 1) {
      const share = step / length;
      set(Math.round(from.x + share * (to.x - from.x)), Math.round(from.y + share * (to.y - from.y)));
    }
  });
}
