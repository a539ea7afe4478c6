import { formatCount, plural } from "../../core/figures.ts";
import type { GroupPosition } from "../../core/mapping/offsets/mapping-offsets.ts";
import { effectOf } from "../../core/mapping/offsets/reset/effect.ts";
import type { OffsetMove } from "../../core/mapping/offsets/reset/moves.ts";
import type { ResetPlan } from "../../core/mapping/offsets/reset/reset-plan.ts";
import type { ResetDone } from "../../core/mapping/offsets/reset/run-reset.ts";
import { type ResetTarget, skippedRecordText } from "../../core/mapping/offsets/reset/target.ts";
import { safeText } from "../../core/record/safe-text.ts";
import type { Look } from "./palette.ts";
import { renderTable } from "./table.ts";
import { wrapPieces } from "./wrapped.ts";

/** What is moved where to, and how far: the middle of a plan. */
export function renderResetPlan(plan: ResetPlan, look: Look): string[] {
  const { topic, group, target, moves, unchanged, unshiftable, asOfMs } = plan;
  const facts = [`topic ${topic}`, groupPhrase(group), targetPhrase(target, look), `as of ${timeText(asOfMs)}`];
  const pieces = facts.map((fact) => safeText(fact));
  const head = wrapPieces(pieces, ` ${look.glyphs.separator} `, look.columns);
  const alone = unchanged.length + unshiftable.length;
  const rest = alone === 0 ? [] : [look.palette.dim(`${moves.length === 0 ? "" : "and "}${plural(alone, "partition")} without a change`)];
  return [...head, "", ...(moves.length === 0 ? [] : renderMoves(moves, look)), ...rest];
}

/** What is really set, where it is not what the plan showed. */
export function renderSettledMoves(planned: readonly OffsetMove[], moves: readonly OffsetMove[], look: Look): string[] {
  if (moves.length === planned.length && moves.every((move, index) => isSame(move, planned[index]))) return [];
  if (moves.length === 0) return ["Now that it is paused, there is nothing left to set."];
  const { skippedRecords, repeatedRecords, unseenRecords } = effectOf(moves);
  const read = repeatedRecords + unseenRecords;
  const effect = `Up to ${plural(skippedRecords, "record")} skipped, ${plural(read, "record")} read again.`;
  return ["Now that it is paused:", ...renderMoves(moves, look), effect];
}

function isSame(move: OffsetMove, planned: OffsetMove | undefined): boolean {
  return move.partition === planned?.partition && move.now === planned.now && move.next === planned.next;
}

function renderMoves(moves: readonly OffsetMove[], look: Look): string[] {
  const { none, to } = look.glyphs;
  return renderTable<OffsetMove>(
    [
      { head: "PARTITION", align: "right", dropOrder: 0, cell: ({ partition }) => String(partition) },
      { head: "EARLIEST", align: "right", dropOrder: 2, cell: ({ earliest }) => formatCount(earliest) },
      { head: "NOW", align: "right", dropOrder: 0, cell: ({ now }) => (now === undefined ? none : formatCount(now)) },
      { head: "", align: "right", dropOrder: 3, cell: () => to },
      { head: "NEW", align: "right", dropOrder: 0, cell: ({ next }) => formatCount(next) },
      { head: "DIFFERENCE", align: "right", dropOrder: 0, cell: (move) => differencePhrase(move, look) },
      { head: "END", align: "right", dropOrder: 1, cell: ({ end }) => formatCount(end) },
    ],
    moves,
    look,
  );
}

function differencePhrase({ now, next }: OffsetMove, { glyphs }: Look): string {
  return now === undefined ? glyphs.none : signed(next - now, glyphs);
}

function signed(offsets: bigint, { minus }: Look["glyphs"]): string {
  return offsets < 0n ? `${minus}${formatCount(-offsets)}` : `+${formatCount(offsets)}`;
}

function groupPhrase({ id, state, members }: GroupPosition): string {
  return `group ${id} ${state === undefined ? "unknown to the brokers" : `${state}, ${plural(members.length, "member")}`}`;
}

function targetPhrase(target: ResetTarget, { glyphs }: Look): string {
  switch (target.kind) {
    case "earliest":
      return "to the earliest offsets";
    case "latest":
      return "to the end";
    case "timestamp":
      return `to ${timeText(target.atMs)}`;
    case "offset":
      return `to offset ${formatCount(target.offset)}`;
    case "shift":
      return `by ${signed(target.by, glyphs)}`;
    case "skip":
      return `past ${target.records.map(skippedRecordText).join(", ")}`;
    case "saved":
      return "to the saved offsets";
  }
}

/** `2026-11-23 12:00:10 UTC` */
function timeText(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** How it ended, and how to take it back. */
export function renderResetDone(name: string, { mapping, moves, firstCommits }: ResetDone): string {
  const state = (mapping.State ?? "state unknown").toLowerCase();
  const watched = {
    seen: " and committing again",
    "nothing-to-read": "; nothing waits on them",
    "not-resumed": "",
  }[firstCommits];
  const set = moves.length === 0 ? "nothing had to be set" : `offsets of ${plural(moves.length, "partition")} set`;
  return safeText(`${name}: ${set}; ${state}${moves.length === 0 ? "" : watched}`);
}
