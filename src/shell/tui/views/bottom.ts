import { formatCount, plural } from "../../../core/figures.ts";
import { isDisabled } from "../../../core/mapping/model.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import { agePhrase, catchUpPhrase, pollersPhrase } from "../../render/lag/verdict-phrases.ts";
import { endOf } from "../../render/text-width.ts";
import { type Binding, bindingsOf } from "../keys.ts";
import { answerCommand, currentItem, type LagState, modeOf, openAnswer } from "../state.ts";
import { readingTrouble } from "./header.ts";
import { keyLabel } from "./overlay-view.ts";
import { clockTime, rateCell } from "./phrases.ts";
import { fitPieces, type Piece } from "./pieces.ts";
import type { ScreenFacts, ScreenLook } from "./screen-facts.ts";

/** The line above the keys: what is asked, typed, under way or was just told; else more on the selected mapping. */
export function detailLine(state: LagState, { look }: ScreenFacts, hiddenLines: number): string {
  const columns = state.size.columns - 2;
  const { overlay, filtering, busy, choice, screen } = state;
  const { palette, glyphs } = look;
  const line = (...pieces: readonly Piece[]) => ` ${fitPieces(pieces, ` ${glyphs.separator} `, columns, glyphs)}`;
  const notice = noticePieces(state, look);
  const more = { text: `${keyLabel("pagedown", look)}: ${plural(hiddenLines, "more line")}`, paint: palette.dim, dropOrder: 1 };
  const below = hiddenLines > 0 ? [more] : [];
  if (overlay?.kind === "question") {
    if (overlay.plan === undefined) return "";
    const question = `${overlay.action === "pause" ? "Pause" : "Resume"} ${overlay.report.name}? [y/N]`;
    return line({ text: question, paint: palette.bold }, ...notice, ...below);
  }
  if (notice.length > 0) return line(...notice);
  // The end of what is typed has to show.
  if (filtering) return ` ${palette.accent("/")}${endOf(safeText(choice.filter), columns - 2)}${palette.accent("_")}`;
  if (busy !== undefined) return line({ text: `${glyphs.noData} ${busy}`, paint: palette.accent });
  if (overlay?.kind === "help") return line(...below);
  if (openAnswer(state) !== undefined) return line(...commandPieces(state, hiddenLines, look), ...below);
  if (screen.kind === "mapping") return line(...(readingTrouble(state, look) ?? readingPieces(state, look)), ...below);
  return line(...selectedPieces(state, look));
}

function noticePieces({ notice }: LagState, { palette, glyphs }: ScreenLook): Piece[] {
  if (notice === undefined) return [];
  const [glyph, paint] = notice.kind === "failed" ? [glyphs.error, palette.error] : [glyphs.done, palette.accent];
  return [{ text: `${glyph} ${notice.text}`, paint, flexible: true }];
}

/** The command to type next is the last line of an answer: it shows here while that one does not. */
function commandPieces(state: LagState, hiddenLines: number, { palette }: ScreenLook): Piece[] {
  const command = answerCommand(state);
  return command === undefined || hiddenLines <= 0 ? [] : [{ text: command, paint: palette.accent, flexible: true }];
}

function readingPieces({ feed }: LagState, { palette, glyphs }: ScreenLook): Piece[] {
  return feed.kind === "reading" ? [{ text: `${glyphs.noData} reading`, paint: palette.dim }] : [];
}

/** What a narrow table leaves out. */
function selectedPieces(state: LagState, { palette, glyphs }: ScreenLook): Piece[] {
  const report = currentItem(state)?.report;
  if (report === undefined) return [];
  const { cause, sinceMs, lagRecords, age, rates, pollers, catchUp } = report;
  const figure = (label: string, value: string | undefined, dropOrder: number): Piece[] =>
    value === undefined ? [] : [{ text: `${label} ${value}`, paint: palette.dim, dropOrder }];
  return [
    { text: cause?.message ?? report.verdict },
    ...figure("since", sinceMs === undefined ? undefined : clockTime(sinceMs).slice(0, 5), 1),
    ...figure("lag", lagRecords === undefined ? undefined : formatCount(lagRecords), 2),
    ...figure("age", agePhrase(age, glyphs), 3),
    ...figure("caught up", catchUp.kind === "unknown" ? undefined : catchUpPhrase(catchUp, glyphs), 4),
    ...figure("in", rates.inPerSecond === undefined ? undefined : `${rateCell(rates.inPerSecond)}/s`, 5),
    ...figure("out", rates.outPerSecond === undefined ? undefined : `${rateCell(rates.outPerSecond)}/s`, 6),
    ...figure("pollers", pollersPhrase(pollers, glyphs), 7),
  ];
}

/** The last line: the keys that count here, from the table of keys; help and the way out stay longest. */
export function footerLine(state: LagState, { look }: ScreenFacts): string {
  const isThere = currentItem(state) !== undefined;
  const nothingToCopy = openAnswer(state) !== undefined && answerCommand(state) === undefined;
  const shown = bindingsOf(modeOf(state), state.readonly).filter(
    ({ command, footer, ofMapping }) => footer !== undefined && (isThere || !ofMapping) && !(nothingToCopy && command === "copy"),
  );
  const pieces = shown.map((binding, index): Piece => {
    const stays = index >= shown.length - 2 || binding.command === "yes" || binding.command === "no";
    return { text: footerText(binding, state, look), dropOrder: stays ? 0 : index + 1 };
  });
  const { palette, glyphs } = look;
  // Each piece is a key and a word; the key is painted once the line is known to fit.
  const kept = fitPieces(
    pieces.map((piece) => ({ ...piece, paint: keyPaint(palette) })),
    "  ",
    state.size.columns - 2,
    glyphs,
  );
  return ` ${kept}`;
}

function keyPaint({ accent, dim }: ScreenLook["palette"]) {
  return (text: string) => {
    const space = text.indexOf(" ");
    return space === -1 ? accent(text) : accent(text.slice(0, space)) + dim(text.slice(space));
  };
}

function footerText({ command, keys, footer }: Binding, state: LagState, look: ScreenLook): string {
  const label = keyLabel(keys[0] ?? "", look);
  if (command === "up") return `${label}${look.unicode ? "" : "/"}${keyLabel("down", look)} ${footer}`;
  const mapping = currentItem(state)?.mapping;
  return `${label} ${command === "switch" && mapping !== undefined && isDisabled(mapping) ? "resume" : footer}`;
}
