import { type DataTable, dataTable } from "./data-table.ts";
import { type Frame, frameOf, shapes } from "./frame.ts";
import { html, type Markup } from "./markup.ts";

export interface Figure {
  /** Of the page's only one. */
  readonly id: string;
  readonly title: string;
  /** What the chart says, for whoever does not see it, too. */
  readonly summary: string;
  readonly legend: readonly LegendEntry[];
  readonly heights?: Readonly<Record<Frame["shape"], number>>;
  readonly draw: (frame: Frame) => Markup;
  readonly table: DataTable;
}

export interface LegendEntry {
  /** Drawn in a box of 28 by 14. */
  readonly sign: Markup;
  readonly text: string;
}

/** A chart with what it says in words, a legend, and its figures. */
export function figure({ id, title, summary, legend, heights, draw, table }: Figure): Markup {
  return html`<figure id="${id}"><figcaption><h4>${title}</h4><p>${summary}</p></figcaption>${legendList(legend)}${shapes.map((shape) => {
    const frame = frameOf(shape, heights);
    const [titleId, textId] = [`${id}-${shape}-title`, `${id}-${shape}-text`];
    return html`<svg class="chart ${shape}" viewBox="0 0 ${frame.width} ${frame.height}" role="img" aria-labelledby="${titleId} ${textId}"><title id="${titleId}">${title}</title><desc id="${textId}">${summary}</desc>${draw(frame)}</svg>`;
  })}<details><summary>Figures: ${title}</summary>${dataTable(table)}</details></figure>`;
}

function legendList(entries: readonly LegendEntry[]): Markup | undefined {
  if (entries.length === 0) return undefined;
  return html`<ul class="legend">${entries.map(
    ({ sign, text }) => html`<li><svg class="sign" viewBox="0 0 28 14" aria-hidden="true">${sign}</svg><span>${text}</span></li>`,
  )}</ul>`;
}

/** A piece of a line, as it is in the chart. */
export function lineSign(style: string): Markup {
  return html`<path class="line ${style}" d="M0 7H28"/>`;
}

export function bandSign(): Markup {
  return html`<rect class="band" x="0" y="1" width="28" height="12"/>`;
}
