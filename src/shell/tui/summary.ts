import { plural } from "../../core/figures.ts";
import { safeText } from "../../core/record/safe-text.ts";
import { formatDuration } from "../../core/time.ts";
import { costPhrase } from "../render/lag/figure-phrases.ts";
import { agePhrase, verdictGlyph } from "../render/lag/verdict-phrases.ts";
import { wrapLine } from "../render/wrapped.ts";
import { fleetRows, isTrouble, itemsOf } from "./fleet-rows.ts";
import type { LagState } from "./state.ts";
import { countCell } from "./views/phrases.ts";
import type { ScreenLook } from "./views/screen-facts.ts";

const mostNamed = 10;

/** What stays in the shell when the screen is gone: what was watched and done, and who is in trouble still. */
export function summaryLines(state: LagState, nowMs: number, look: ScreenLook): string[] {
  const { tally, watched, known, size } = state;
  const separator = ` ${look.glyphs.separator} `;
  const count = watched?.picture.reports.length ?? known.length;
  const head = [
    `watched ${plural(count, "mapping")} for ${formatDuration(Math.max(0, Math.round((nowMs - tally.startedMs) / 1_000) * 1_000))}`,
    plural(tally.readings, "reading"),
    plural(tally.calls, "call"),
    costPhrase(tally.costUsd),
  ].join(separator);
  const done = tally.done.map((sentence) => `${look.glyphs.done} ${safeText(sentence)}`);
  return [head, ...done, ...troubleLines(state, look)].flatMap((line) => wrapLine(line, size.columns));
}

function troubleLines({ watched }: LagState, look: ScreenLook): string[] {
  const choice = { filter: "", sort: "trouble", reversed: false, grouping: "none" } as const;
  const reports = fleetRows(itemsOf([], watched?.picture), choice).flatMap((row) =>
    row.kind === "mapping" && row.item.report ? [row.item.report] : [],
  );
  const inTrouble = reports.filter(isTrouble);
  const lines = inTrouble.slice(0, mostNamed).map(({ name, verdict, lagRecords, age, cause }) => {
    const facts = [
      lagRecords === undefined ? undefined : `lag ${countCell(lagRecords)}`,
      agePhrase(age, look.glyphs),
      cause === undefined ? undefined : safeText(cause.message),
    ];
    const text = [`${verdictGlyph(verdict, look.glyphs)} ${safeText(name)} ${verdict}`, ...facts].filter((fact) => fact !== undefined);
    return text.join(` ${look.glyphs.separator} `);
  });
  const more = inTrouble.length - lines.length;
  return more > 0 ? [...lines, `and ${more} more in trouble`] : lines;
}
