import type { Point } from "./lines.ts";
import { html, type Markup } from "./markup.ts";

/** By their shape they are told apart without colour. */
export type MarkerShape = "circle" | "diamond" | "up" | "down" | "square" | "cross" | "ring";

/** Around the origin, within 7 pixels. */
const outlines: Readonly<Record<Exclude<MarkerShape, "circle" | "ring">, string>> = {
  diamond: "M0 -7L7 0L0 7L-7 0Z",
  up: "M0 -7L6.5 5.5H-6.5Z",
  down: "M0 7L6.5 -5.5H-6.5Z",
  square: "M-5.5 -5.5H5.5V5.5H-5.5Z",
  cross: "M-5.5 -5.5L5.5 5.5M5.5 -5.5L-5.5 5.5",
};

export function marker(shape: MarkerShape, { x, y }: Point, style: string): Markup {
  if (shape === "circle" || shape === "ring")
    return html`<circle class="mark ${shape} ${style}" cx="${x}" cy="${y}" r="${shape === "ring" ? 10 : 5.5}"/>`;
  return html`<path class="mark ${shape} ${style}" transform="translate(${x} ${y})" d="${outlines[shape]}"/>`;
}
