import { labelWidth } from "./labels.ts";
import { html, type Markup } from "./markup.ts";
import type { Minutes } from "./minutes.ts";
import { linearScale, type Scale, timeScale } from "./scales.ts";

/** The size of a drawing. Each chart is drawn twice, since text that shrinks with its picture cannot be read on a phone. */
export interface Frame {
  readonly shape: "wide" | "narrow";
  readonly width: number;
  readonly height: number;
  /** Between the axes. */
  readonly plot: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  /** About so many marks along each axis. */
  readonly ticks: { readonly x: number; readonly y: number };
}

export const shapes = ["wide", "narrow"] as const;

/** Room for the axes: their titles above and below, their figures beside. */
const room = { left: 66, right: 28, top: 34, bottom: 48 };

export function frameOf(shape: Frame["shape"], heights: Readonly<Record<Frame["shape"], number>> = { wide: 300, narrow: 260 }): Frame {
  const width = shape === "wide" ? 860 : 350;
  const height = heights[shape];
  return {
    shape,
    width,
    height,
    plot: { left: room.left, right: width - room.right, top: room.top, bottom: height - room.bottom },
    ticks: shape === "wide" ? { x: 8, y: 5 } : { x: 4, y: 4 },
  };
}

interface Axis {
  readonly title: string;
  readonly scale: Scale;
  readonly label: (value: number) => string;
}

/** Both axes with their titles and figures, and lines across at the figures. */
export function axes({ plot, height }: Frame, { x, y }: { readonly x: Axis; readonly y: Axis }): Markup {
  const { left, right, top, bottom } = plot;
  return html`${y.scale.ticks.map((value) => {
    const at = y.scale.at(value);
    return html`<line class="grid" x1="${left}" x2="${right}" y1="${at}" y2="${at}"/><text class="tick end" x="${left - 8}" y="${at + 4}">${y.label(value)}</text>`;
  })}${x.scale.ticks.map((value) => html`<line class="axis" x1="${x.scale.at(value)}" x2="${x.scale.at(value)}" y1="${bottom}" y2="${bottom + 5}"/>`)}${tickTexts(x, bottom + 19)}<line class="axis" x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/><line class="axis" x1="${left}" x2="${left}" y1="${top}" y2="${bottom}"/><text class="title" x="2" y="14">${y.title}</text><text class="title end" x="${right}" y="${height - 6}">${x.title}</text>`;
}

/** Below an axis, as many as stand apart. */
export function tickTexts({ scale, label }: Pick<Axis, "scale" | "label">, y: number): Markup {
  let taken = Number.NEGATIVE_INFINITY;
  return html`${scale.ticks.map((value) => {
    const [at, text] = [scale.at(value), label(value)];
    const half = labelWidth(text) / 2;
    if (at - half < taken) return undefined;
    taken = at + half;
    return html`<text class="tick middle" x="${at}" y="${y}">${text}</text>`;
  })}`;
}

/** The axis of minutes, in UTC or from the beginning of what is described. */
export function timeAxis({ plot, ticks }: Frame, minutes: Minutes): Axis {
  const scale = timeScale(minutes.fromMs, minutes.untilMs, { from: plot.left, to: plot.right, ticks: ticks.x });
  return { title: minutes.axisTitle, scale, label: minutes.tickLabel };
}

export function countAxis({ plot, ticks }: Frame, most: number, title: string, label: (value: number) => string): Axis {
  return { title, scale: linearScale(most, { from: plot.bottom, to: plot.top, ticks: ticks.y }), label };
}
