import { html, type Markup, rounded } from "./markup.ts";

/** A place in a chart, in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Runs of points without a gap between them. */
function runsOf<Value>(values: readonly (Value | undefined)[]): readonly (readonly Value[])[] {
  const runs: Value[][] = [];
  let isOpen = false;
  for (const value of values) {
    if (value === undefined) isOpen = false;
    else if (isOpen) runs.at(-1)?.push(value);
    else {
      runs.push([value]);
      isOpen = true;
    }
  }
  return runs;
}

function pathOf(points: readonly Point[]): string {
  return points.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${rounded(x)} ${rounded(y)}`).join("");
}

/** A line that breaks where there is no data; a point between two gaps is a dot. */
export function line(points: readonly (Point | undefined)[], style: string): Markup {
  return html`${runsOf(points).map((run) => {
    const [first, second] = run;
    return first !== undefined && second === undefined
      ? html`<circle class="dot ${style}" cx="${first.x}" cy="${first.y}" r="2"/>`
      : html`<path class="line ${style}" d="${pathOf(run)}"/>`;
  })}`;
}

/** From the least to the most, with the same gaps. */
export function band(edges: readonly ({ readonly x: number; readonly least: number; readonly most: number } | undefined)[]): Markup {
  return html`${runsOf(edges).map((run) => {
    const there = run.map(({ x, most }) => ({ x, y: most }));
    const back = run.toReversed().map(({ x, least }) => ({ x, y: least }));
    return html`<path class="band" d="${pathOf([...there, ...back])}Z"/>`;
  })}`;
}
