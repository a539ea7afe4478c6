import { safeText } from "../../../core/record/safe-text.ts";
import { textWidth } from "../../render/text-width.ts";
import { wrapLine, wrapText } from "../../render/wrapped.ts";
import { type Binding, bindingsOf, type Mode } from "../keys.ts";
import type { LagState, Overlay } from "../state.ts";
import type { ScreenFacts, ScreenLook } from "./screen-facts.ts";

const arrows = new Map([
  ["up", "↑"],
  ["down", "↓"],
  ["left", "←"],
  ["right", "→"],
]);

/** As it stands on the keyboard. */
export function keyLabel(key: string, { unicode }: Pick<ScreenLook, "unicode">): string {
  return (unicode ? arrows.get(key) : undefined) ?? key.replace("ctrl+", "^").replace("escape", "esc").replace("page", "pg");
}

/** All lines of the help, made from the table of keys. */
export function helpView(state: LagState, { look }: ScreenFacts): string[] {
  const parts: readonly (readonly [string, Mode])[] = [
    ["all mappings", "fleet"],
    ["one mapping", "mapping"],
    ["while a filter is typed", "filter"],
    ["at a question", "question"],
    ["at a redrive", "dry-run"],
    ["at tune", "tuning"],
  ];
  return parts.flatMap(([title, mode], index) => [
    ...(index === 0 ? [] : [""]),
    look.palette.bold(title),
    ...bindingsOf(mode, state.readonly).flatMap((binding) => helpLines(binding, state.size.columns - 2, look)),
  ]);
}

function helpLines({ keys, help }: Binding, columns: number, look: ScreenLook): string[] {
  const label = keys.map((key) => keyLabel(key, look)).join(" ");
  const labelWidth = 16;
  const [first = "", ...more] = wrapText(help, Math.max(10, columns - labelWidth - 2));
  const padding = " ".repeat(Math.max(1, labelWidth - textWidth(label)));
  return [`  ${look.palette.accent(label)}${padding}${first}`, ...more.map((line) => " ".repeat(labelWidth + 2) + line)];
}

/** All lines of a question: the plan, and the command that does the same. */
export function questionView(overlay: Extract<Overlay, { kind: "question" }>, columns: number, { look, command }: ScreenFacts): string[] {
  const { plan, action, report } = overlay;
  if (plan === undefined) return [look.palette.dim(`${look.glyphs.noData} planning`)];
  const lines = plan.flatMap((line) => wrapLine(safeText(line), columns));
  return [...lines, "", ...wrapLine(`the same: ${safeText(command(action, report))}`, columns).map(look.palette.dim)];
}
