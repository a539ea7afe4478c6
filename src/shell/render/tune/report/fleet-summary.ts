import { byUrgency } from "../../../../core/tuning/fleet.ts";
import type { TuneReport } from "../../../../core/tuning/report.ts";
import type { Look } from "../../palette.ts";
import { fleetColumns, fleetPieces } from "../fleet-table.ts";
import { sentenceCase } from "../sentence-case.ts";
import { html, type Markup } from "./markup.ts";

/** A line a mapping, what needs a person first, each with a way to its section. */
export function fleetSummary(reports: readonly TuneReport[], look: Look, sectionOf: (report: TuneReport) => string): Markup {
  const columns = fleetColumns(look);
  const caption = fleetPieces(reports, look).join(` ${look.glyphs.separator} `);
  const figureClass = (align: "right" | undefined) => (align === "right" ? html` class="figure"` : undefined);
  return html`<div class="scroll" role="region" aria-label="All mappings" tabindex="0"><table class="fleet"><caption>${caption}</caption><thead><tr>${columns.map(
    ({ head, align }) => html`<th scope="col"${figureClass(align)}>${sentenceCase(head)}</th>`,
  )}</tr></thead><tbody>${byUrgency(reports).map(
    (report) =>
      html`<tr>${columns.map(({ cell, align }, index) =>
        index === 0
          ? html`<th scope="row"><a href="#${sectionOf(report)}">${cell(report)}</a></th>`
          : html`<td${figureClass(align)}>${cell(report)}</td>`,
      )}</tr>`,
  )}</tbody></table></div>`;
}
