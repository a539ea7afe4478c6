import { html, type Markup } from "./markup.ts";

export interface DataTable {
  /** What the rows are, and what was left out of them. */
  readonly caption: string;
  readonly heads: readonly string[];
  /** The first cell names its row. */
  readonly rows: readonly (readonly string[])[];
  /** A column that is picked out. */
  readonly marked?: number;
}

/** Figures in rows and columns, which scroll by themselves where they are wider than the page. */
export function dataTable({ caption, heads, rows, marked }: DataTable): Markup {
  const sign = (column: number) => (column === marked ? html` class="marked"` : undefined);
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table><caption>${caption}</caption><thead><tr>${heads.map(
    (head, column) => (head === "" ? html`<td></td>` : html`<th scope="col"${sign(column)}>${head}</th>`),
  )}</tr></thead><tbody>${rows.map(
    ([label = "", ...cells]) =>
      html`<tr><th scope="row">${label}</th>${cells.map((cell, column) => html`<td${sign(column + 1)}>${cell}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}
