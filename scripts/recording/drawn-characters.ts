/** Size of a cell in SVG units; nearly all monospace fonts are 0.6 em wide, at most. */
export const cell = { width: 9, height: 20 } as const;

/** How a path is drawn: round dots, lines, or filled areas. */
type Pen = "dot" | "line" | "area";

export interface Drawing {
  readonly pen: Pen;
  /** Path data. */
  readonly path: string;
}

// Dots of a Braille character in the order of its bits, Unicode chapter 21.1: [column, row].
const brailleDots = [
  [0, 0],
  [0, 1],
  [0, 2],
  [1, 0],
  [1, 1],
  [1, 2],
  [0, 3],
  [1, 3],
] as const;

// Arms of the box characters that mskctl uses, from the cell's centre: left, right, up, down.
const boxArms = new Map([
  ["─", "lr"],
  ["│", "ud"],
  ["┼", "lrud"],
  ["┤", "lud"],
  ["├", "rud"],
  ["└", "ru"],
]);

/**
 * Draws a character whose neighbours have to meet it: Braille, box lines and blocks of eighths. Fonts lack some of them, and then take them
 * from another font, of another width. Undefined for everything else, which is text. `x` and `y` are the upper left corner of its cell.
 */
export function drawCharacter(character: string, x: number, y: number): Drawing | undefined {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x2800 && code <= 0x28ff) return { pen: "dot", path: braillePath(code - 0x2800, x, y) };
  if (code >= 0x2581 && code <= 0x2588) return { pen: "area", path: lowerBlockPath(code - 0x2580, x, y) };
  const arms = boxArms.get(character);
  return arms === undefined ? undefined : { pen: "line", path: [...arms].map((arm) => armPath(arm, x, y)).join("") };
}

function braillePath(bits: number, x: number, y: number): string {
  const dots = brailleDots.filter((_, bit) => (bits & (1 << bit)) !== 0);
  return dots.map(([column, row]) => `M${x + 2 + (column * cell.width) / 2} ${y + 2.5 + (row * cell.height) / 4}h0`).join("");
}

function lowerBlockPath(eighths: number, x: number, y: number): string {
  const height = (cell.height * eighths) / 8;
  return `M${x} ${y + cell.height - height}h${cell.width}v${height}h-${cell.width}z`;
}

function armPath(arm: string, x: number, y: number): string {
  const [halfWidth, halfHeight] = [cell.width / 2, cell.height / 2];
  const from = `M${x + halfWidth} ${y + halfHeight}`;
  switch (arm) {
    case "l":
      return `${from}h-${halfWidth}`;
    case "r":
      return `${from}h${halfWidth}`;
    case "u":
      return `${from}v-${halfHeight}`;
    default:
      return `${from}v${halfHeight}`;
  }
}
