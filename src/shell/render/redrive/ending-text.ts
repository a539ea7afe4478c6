import { formatCount } from "../../../core/figures.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import type { RunCounts } from "../../../core/redrive/journal.ts";
import type { RunEnd } from "../../../core/redrive/run-options.ts";
import type { Look } from "../palette.ts";
import { wrapPieces, wrapText } from "../wrapped.ts";
import { isAccountedFor, outcomePhrases } from "./run-phrases.ts";

/**
 * How a run ended; the last line is always a command: `stopped: 30,698 redriven · 2 parked · 10,503 remain · nothing lost`, then
 * `go on: mskctl redrive resume 01JDK7Q2`.
 */
export function renderRunEnd(end: RunEnd, counts: RunCounts, id: string, look: Look): string[] {
  const { glyphs, palette } = look;
  const said = end.kind === "stopped" && end.cause !== "interrupted" ? [safeText(end.says)] : [];
  const pieces = [...outcomePhrases(counts), ...lossPhrases(counts)];
  const [first = "", ...others] = pieces;
  const sums = wrapPieces([`${end.kind === "finished" ? "done" : "stopped"}: ${first}`, ...others], ` ${glyphs.separator} `, look.columns);
  return [
    ...said.flatMap((text) => wrapText(`${glyphs.warning} ${text}`, look.columns)).map(palette.warning),
    ...sums,
    palette.accent(nextLine(end, counts, id)),
  ];
}

function lossPhrases(counts: RunCounts): string[] {
  const twice = counts.possibleDuplicates === 0 ? [] : [`at most ${formatCount(counts.possibleDuplicates)} sent twice`];
  if (!isAccountedFor(counts)) return [...twice, "the counts do not add up: mskctl redrive verify"];
  return counts.unrecoverable === 0 ? [...twice, "nothing lost"] : twice;
}

function nextLine(end: RunEnd, { parked, unrecoverable }: RunCounts, id: string): string {
  if (end.kind === "stopped") return `go on: mskctl redrive resume ${id}`;
  return parked + unrecoverable > 0 ? `what is left: mskctl redrive show ${id}` : `check: mskctl redrive verify ${id}`;
}
