import { plural } from "../../../core/figures.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import type { Paint } from "../../render/palette.ts";
import { shorten, textWidth } from "../../render/text-width.ts";
import type { FleetRow } from "../fleet-rows.ts";
import { fleetHeight } from "../layout.ts";
import { type LagState, selectedIndex } from "../state.ts";
import { type FleetColumn, fleetColumns, marginWidth } from "./fleet-columns.ts";
import type { ScreenLook } from "./screen-facts.ts";

/** The table's head and exactly as many rows as fit; what does not show is not drawn. */
export function fleetView(state: LagState, look: ScreenLook): string[] {
  const columns = fleetColumns(state, look);
  const height = fleetHeight(state.size);
  const selected = selectedIndex(state);
  const visible = state.rows.slice(state.top, state.top + height);
  const lines = visible.map((row, index) => rowLine(row, state.top + index === selected, columns, state.size.columns, look));
  const empty = state.rows.length === 0 ? [`  ${look.palette.dim(emptyPhrase(state))}`] : [];
  const below = Array.from({ length: Math.max(0, height - lines.length - empty.length) }, () => "");
  return [headLine(state, columns, look), ...lines, ...empty, ...below];
}

function emptyPhrase({ choice, watched }: LagState): string {
  if (choice.filter !== "") return "no mapping matches; escape shows all again";
  return watched === undefined ? "" : "no Kafka mappings here";
}

function headLine({ choice }: LagState, columns: readonly FleetColumn[], { palette, unicode }: ScreenLook): string {
  const [down, up] = unicode ? ["↓", "↑"] : [" v", " ^"];
  const heads = columns.map((column) => {
    const head = column.sort === choice.sort ? `${column.head}${choice.reversed ? up : down}` : column.head;
    return cell(head, column, column.sort === choice.sort ? palette.bold : palette.dim, "");
  });
  return " ".repeat(marginWidth) + heads.join("  ").trimEnd();
}

function rowLine(row: FleetRow, selected: boolean, columns: readonly FleetColumn[], width: number, look: ScreenLook): string {
  const { palette, glyphs, unicode } = look;
  if (row.kind === "group") {
    const trouble = row.inTrouble === 0 ? "" : `, ${row.inTrouble} in trouble`;
    return palette.dim(shorten(`${safeText(row.name)} (${plural(row.count, "mapping")}${trouble})`, width - 1, glyphs.ellipsis));
  }
  const marker = selected ? palette.accent(unicode ? "▸ " : "> ") : "  ";
  const cells = columns.map((column) => {
    const paint = selected && column.head === "MAPPING" ? palette.bold : column.paint?.(row.item);
    const text = column.cell(row.item);
    return cell(text ?? glyphs.none, column, text === undefined ? palette.dim : paint, glyphs.ellipsis);
  });
  return marker + cells.join("  ").trimEnd();
}

function cell(text: string, { width, align }: FleetColumn, paint: Paint = (plain) => plain, ellipsis: string): string {
  const shown = shorten(safeText(text), width, ellipsis);
  const padding = " ".repeat(Math.max(0, width - textWidth(shown)));
  return align === "right" ? padding + paint(shown) : paint(shown) + padding;
}
