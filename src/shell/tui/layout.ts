import type { Size } from "./state.ts";

/** From this height on there are blank lines between the parts. */
const airyRows = 16;

/** A blank line around the body, or none. */
export function spacing({ rows }: Size): 0 | 1 {
  return rows >= airyRows ? 1 : 0;
}

/** Rows of mappings that fit: not the header, the counts, the table's head, the line of details and the keys. */
export function fleetHeight(size: Size): number {
  return Math.max(1, size.rows - 5 - 2 * spacing(size));
}

/** Lines of a mapping, a plan or the help that fit: not the header, the line of details and the keys. */
export function bodyHeight(size: Size): number {
  return Math.max(1, size.rows - 3 - 2 * spacing(size));
}
