import { createPalette } from "../../render/palette.ts";
import { shorten } from "../../render/text-width.ts";
import { bodyHeight, spacing } from "../layout.ts";
import { isStale } from "../stale.ts";
import type { LagState } from "../state.ts";
import { detailLine, footerLine } from "./bottom.ts";
import { dryRunView } from "./dry-run-view.ts";
import { fleetView } from "./fleet-view.ts";
import { headerLine, statusLine } from "./header.ts";
import { mappingView } from "./mapping-view.ts";
import { helpView, questionView } from "./overlay-view.ts";
import type { ScreenFacts } from "./screen-facts.ts";
import { tuningView } from "./tuning-view.ts";

/** A verdict, the start of a name and the start of its cause. */
const leastColumns = 40;

/** The whole screen: exactly as many lines as the terminal has rows. */
export function screenView(state: LagState, facts: ScreenFacts): string[] {
  const { columns, rows } = state.size;
  if (columns < leastColumns) return [shorten(`needs ${leastColumns} columns`, columns, ""), ...Array.from({ length: rows - 1 }, () => "")];
  const blank = Array.from({ length: spacing(state.size) }, () => "");
  const open = state.overlay !== undefined || state.screen.kind === "mapping";
  const status = open ? [] : [statusLine(state, facts)];
  const content = open ? contentLines(state, facts) : [];
  const hidden = content.length - bodyHeight(state.size) - state.offset;
  const body = open ? openBody(state, content) : ageing(state, facts, ({ look }) => fleetView(state, look));
  const lines = [
    headerLine(state, facts),
    ...status,
    ...blank,
    ...body,
    ...blank,
    detailLine(state, facts, hidden),
    footerLine(state, facts),
  ];
  // In a terminal of a few rows what is on top stays.
  return lines.slice(0, rows);
}

/** Lines of what is open, shown or not. */
export function contentLines(state: LagState, facts: ScreenFacts): string[] {
  const { overlay, size } = state;
  if (overlay?.kind === "help") return helpView(state, facts);
  if (overlay?.kind === "question") return questionView(overlay, size.columns - 2, facts);
  if (overlay?.kind === "dry-run") return dryRunView(overlay, size.columns - 2, facts);
  if (overlay?.kind === "tuning") return tuningView(overlay, size.columns - 2, facts);
  return ageing(state, facts, (shown) => mappingView(state, shown));
}

function openBody(state: LagState, lines: readonly string[]): string[] {
  const height = bodyHeight(state.size);
  const offset = Math.min(state.offset, Math.max(0, lines.length - height));
  const shown = lines.slice(offset, offset + height).map((line) => (line === "" ? "" : ` ${line}`));
  return [...shown, ...Array.from({ length: height - shown.length }, () => "")];
}

const plainPalette = createPalette(false);

/** Old data is grey: whatever it warned of may be over. */
function ageing(state: LagState, facts: ScreenFacts, view: (facts: ScreenFacts) => string[]): string[] {
  if (!isStale(state)) return view(facts);
  const { look } = facts;
  return view({ ...facts, look: { ...look, palette: plainPalette } }).map(look.palette.dim);
}
