import { formatCount } from "../../core/figures.ts";
import type { RecordExplanation } from "../../core/filter/explain/explanation.ts";
import { safeText } from "../../core/record/safe-text.ts";
import { inSigns } from "./explanation-signs.ts";
import { renderExplanationTree } from "./explanation-tree.ts";
import type { Look } from "./palette.ts";
import { wrapLine } from "./wrapped.ts";

/** What becomes of a record at one filter, why, condition by condition, and what may be meant instead. */
export function renderExplanation(explanation: RecordExplanation, look: Look): string[] {
  return [
    ...wrapLine(headline(explanation, look), look.columns),
    ...renderExplanationTree(explanation.tree, look),
    ...explanation.hints.flatMap((hint) => wrapLine(safeText(inSigns(hint, look)), look.columns)),
  ];
}

function headline({ verdict, reason }: RecordExplanation, { glyphs, palette }: Look): string {
  const why = reason === undefined ? "" : `: ${safeText(reason)}`;
  switch (verdict) {
    case "kept":
      return `${palette.accent(glyphs.done)} kept${why}`;
    case "filteredOut":
      return `${palette.error(glyphs.error)} filtered out${why}`;
    case "bypassed":
      return `${palette.warning(glyphs.warning)} bypasses the filter and is delivered${why}`;
  }
}

/** Of several filters of a mapping, one of which is enough. */
export function renderTogether(verdicts: readonly RecordExplanation["verdict"][], look: Look): string {
  const numbers = (verdict: string) => verdicts.flatMap((each, index) => (each === verdict ? [index + 1] : [])).map(formatCount);
  const [kept, bypassed] = [numbers("kept"), numbers("bypassed")];
  const by = [
    ...(kept.length > 0 ? [`kept by filter ${kept.join(", ")}`] : []),
    ...(bypassed.length > 0 ? [`bypasses filter ${bypassed.join(", ")}`] : []),
  ];
  if (by.length === 0) return `filtered out by all ${verdicts.length} filters`;
  return `delivered: ${by.join(` ${look.glyphs.separator} `)}`;
}
