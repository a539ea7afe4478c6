import { plural } from "../../../core/figures.ts";
import { type LagVerdict, lagVerdicts } from "../../../core/lag/report.ts";
import { formatDuration } from "../../../core/time.ts";
import { hourlyCostPhrase } from "../../render/lag/figure-phrases.ts";
import { verdictGlyph, verdictPaint } from "../../render/lag/verdict-phrases.ts";
import { clusterPhrase } from "../../render/mapping-phrases.ts";
import { isStale } from "../stale.ts";
import { currentItem, type LagState, openName } from "../state.ts";
import { clockTime } from "./phrases.ts";
import { fitPieces, type Piece, spread, visibleWidth } from "./pieces.ts";
import type { ScreenFacts, ScreenLook } from "./screen-facts.ts";

/** The first line: what is watched, where, and how new and dear it is. */
export function headerLine(state: LagState, { look, place }: ScreenFacts): string {
  const { columns } = state.size;
  const separator = ` ${look.glyphs.separator} `;
  const left = ` ${state.screen.kind === "fleet" ? look.palette.bold("lag") : mappingTitle(state, look, columns - 2)}`;
  const item = state.screen.kind === "mapping" ? currentItem(state) : undefined;
  const right = [
    { text: item === undefined ? (place.accountId ?? "") : (clusterPhrase(item.mapping) ?? ""), dropOrder: 4 },
    { text: place.region, dropOrder: 3 },
    ...timePieces(state),
  ];
  const room = columns - visibleWidth(left) - 3;
  return spread(left, look.palette.dim(fitPieces(right, separator, room, look.glyphs)), columns - 1);
}

function timePieces({ watched }: LagState): Piece[] {
  if (watched === undefined) return [];
  const { picture, intervalMs, costUsdPerHour } = watched;
  return [
    { text: `${clockTime(picture.atMs)} UTC`, dropOrder: 1 },
    { text: `every ${formatDuration(intervalMs)}`, dropOrder: 5 },
    { text: hourlyCostPhrase(costUsdPerHour), dropOrder: 2 },
  ];
}

function mappingTitle(state: LagState, look: ScreenLook, columns: number): string {
  const { report, name } = currentItem(state) ?? { name: openName(state), report: undefined };
  const verdict = report === undefined ? missingPhrase(state, look) : `${verdictGlyph(report.verdict, look.glyphs)} ${report.verdict}`;
  const nameShown = fitPieces([{ text: name, paint: look.palette.bold }], "", Math.max(1, columns - verdict.length - 1), look.glyphs);
  return `${nameShown} ${report === undefined ? look.palette.dim(verdict) : verdictPaint(report.verdict, look.palette)(verdict)}`;
}

/** Each picture is of all mappings that are left. */
function missingPhrase({ watched }: LagState, { glyphs }: ScreenLook): string {
  return watched === undefined ? `${glyphs.noData} reading` : "gone";
}

/** The second line: what is wrong with the reading, else how many mappings are how, and what could not be read. */
export function statusLine(state: LagState, { look }: ScreenFacts): string {
  const columns = state.size.columns - 2;
  const trouble = readingTrouble(state, look);
  if (trouble !== undefined) return ` ${fitPieces(trouble, ` ${look.glyphs.separator} `, columns, look.glyphs)}`;
  if (state.watched === undefined) {
    const what = state.known.length === 0 ? "reading" : `reading ${plural(state.known.length, "mapping")}`;
    return ` ${look.palette.dim(`${look.glyphs.noData} ${what}`)}`;
  }
  return ` ${fitPieces([...filterPieces(state, look), ...countPieces(state, look), ...notePieces(state, look)], "  ", columns, look.glyphs)}`;
}

/** Also the mapping's screen says so. undefined: the picture is as new as it should be. */
export function readingTrouble(state: LagState, { palette, glyphs }: ScreenLook): Piece[] | undefined {
  const { feed, watched, nowMs } = state;
  if (!isStale(state) && feed.kind !== "failed") return undefined;
  const ageMs = watched === undefined ? undefined : Math.max(0, nowMs - watched.picture.atMs);
  const age: Piece[] =
    ageMs === undefined ? [] : [{ text: `data is ${formatDuration(Math.floor(ageMs / 1_000) * 1_000)} old`, paint: palette.warning }];
  if (feed.kind !== "failed") return [...age, { text: "reading", paint: palette.dim, dropOrder: 1 }];
  const inMs = Math.max(0, feed.retryAtMs - nowMs);
  return [
    ...age,
    { text: `again in ${formatDuration(Math.ceil(inMs / 1_000) * 1_000)}`, paint: palette.dim, dropOrder: 1 },
    { text: `${glyphs.error} ${feed.message}`, paint: palette.error, flexible: true },
  ];
}

function countPieces({ watched }: LagState, { palette, glyphs }: ScreenLook): Piece[] {
  const counts = new Map<LagVerdict, number>();
  for (const { verdict } of watched?.picture.reports ?? []) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  if (counts.size === 0) return [{ text: "no Kafka mappings", paint: palette.dim }];
  return lagVerdicts.flatMap((verdict, index) => {
    const count = counts.get(verdict);
    if (count === undefined) return [];
    return [{ text: `${verdictGlyph(verdict, glyphs)} ${count} ${verdict}`, paint: verdictPaint(verdict, palette), dropOrder: index + 1 }];
  });
}

function filterPieces({ choice, rows }: LagState, { palette }: ScreenLook): Piece[] {
  const { filter, grouping } = choice;
  const shown = rows.filter(({ kind }) => kind === "mapping").length;
  return [
    ...(filter === "" ? [] : [{ text: `/${filter}: ${shown} shown`, paint: palette.accent, dropOrder: 1 }]),
    ...(grouping === "none" ? [] : [{ text: `by ${grouping}`, paint: palette.accent, dropOrder: 1 }]),
  ];
}

function notePieces({ watched }: LagState, { palette }: ScreenLook): Piece[] {
  return (watched?.picture.notes ?? []).map((note, index) => ({
    text: note,
    paint: palette.warning,
    dropOrder: 20 + index,
    flexible: true,
  }));
}
