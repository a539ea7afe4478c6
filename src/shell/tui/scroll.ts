import { bodyHeight, fleetHeight } from "./layout.ts";
import { itemAt, type LagState, selectedIndex } from "./state.ts";

/** The fleet's window follows the selection, and moves no more than it must. */
export function scrolled(state: LagState): LagState {
  const height = fleetHeight(state.size);
  const index = selectedIndex(state);
  const above = state.rows.findIndex(({ kind }) => kind === "mapping");
  // With the first mapping the heading of its group shows, too.
  const first = index === above ? 0 : index;
  const follow = Math.min(Math.max(state.top, index - height + 1), first);
  const top = Math.max(0, Math.min(follow, state.rows.length - height));
  return top === state.top ? state : { ...state, top };
}

/** Selects the mapping `by` mappings further down; at the ends it stays. */
export function moved(state: LagState, by: number): LagState {
  const mappings = state.rows.flatMap((row) => (row.kind === "mapping" ? [row.item.mapping.UUID] : []));
  const current = itemAt(state.rows, selectedIndex(state))?.mapping.UUID;
  const from = current === undefined ? 0 : mappings.indexOf(current);
  const target = mappings[Math.max(0, Math.min(mappings.length - 1, from + by))];
  return target === undefined || (target === state.selected && by !== 0) ? state : { ...state, selected: target };
}

/** Moves `by` lines in content of `lines` lines. */
export function turned(state: LagState, by: number, lines: number): LagState {
  const most = Math.max(0, lines - bodyHeight(state.size));
  const offset = Math.max(0, Math.min(most, Math.min(state.offset, most) + by));
  return offset === state.offset ? state : { ...state, offset };
}
