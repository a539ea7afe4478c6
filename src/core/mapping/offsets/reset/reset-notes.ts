import { plural, someOf } from "../../../figures.ts";
import { shellWord } from "../../setting-arguments.ts";
import type { OffsetMove } from "./moves.ts";
import type { ResetPlan } from "./reset-plan.ts";

/** What a person should know before saying yes; what cannot be taken back comes first. */
export function resetNotes(plan: ResetPlan): string[] {
  if (plan.moves.length === 0) return leftOut(plan);
  return [...effects(plan), ...places(plan), ...leftOut(plan), ...around(plan)];
}

function effects({ effect: { skippedRecords, repeatedRecords, unseenRecords }, name }: ResetPlan): string[] {
  const upTo = (records: number) => `Up to ${plural(records, "record is", "records are")}`;
  return [
    ...(skippedRecords === 0 ? [] : [`${upTo(skippedRecords)} skipped, and not processed by ${name} unless its offsets are set back.`]),
    ...(repeatedRecords === 0
      ? []
      : [`${upTo(repeatedRecords)} read again: what was processed is processed twice, which cannot be undone.`]),
    ...(unseenRecords === 0
      ? []
      : [`${upTo(unseenRecords)} read that would be passed over; whether they were processed before, no commit tells.`]),
  ];
}

/** Why an offset is not simply what was asked for. */
function places({ moves, target, pastTime, mapping }: ResetPlan): string[] {
  const clampedTo = (end: OffsetMove["clampedTo"]) => moves.filter((move) => move.clampedTo === end).map(({ partition }) => partition);
  const uncommitted = moves.filter(({ now }) => now === undefined).map(({ partition }) => partition);
  const beyond = moves.filter(({ now, wasRead }) => now !== undefined && !wasRead).map(({ partition }) => partition);
  const start = mapping.StartingPosition ?? "its starting position";
  return [
    ...said(clampedTo("earliest"), (where) => `The log of ${where} begins later than that: the earliest offset is taken.`),
    ...said(clampedTo("end"), (where) => `The log of ${where} ends before that: its end is taken.`),
    ...said(target.kind === "timestamp" ? pastTime : [], (where) => `No record of ${where} is as new as that: the end is taken.`),
    ...said(uncommitted, (where) => `Nothing is committed on ${where}: without this, reading begins at ${start}.`),
    ...said(beyond, (where) => `What is committed on ${where} lies beyond the end: the topic was made anew, or cut off.`),
  ];
}

function leftOut({ unshiftable }: Pick<ResetPlan, "unshiftable">): string[] {
  return said(unshiftable, (where) => `Nothing is committed on ${where}: there is nothing to shift from, and it stays so.`);
}

/** What happens to the mapping meanwhile. */
function around({ pauses, name, target, group }: ResetPlan): string[] {
  const word = shellWord(name);
  if (!pauses) {
    const members = group.members.map(({ clientId, memberId }) => clientId || memberId);
    const readers =
      members.length === 0
        ? []
        : [`The group has ${plural(members.length, "member")} (${someOf(members)}) all the same: offsets can be set once nobody is left.`];
    return [...readers, `${name} is disabled and stays so; mskctl resume ${word} lets it read from there.`];
  }
  const meanwhile =
    target.kind === "shift"
      ? "The shift counts from where the group stands then."
      : "Until then it reads on: more may be read again than is shown here, never more skipped.";
  return [`${name} is paused until its pollers have left the group, then resumed; records wait in the topic. ${meanwhile}`];
}

function said(partitions: readonly number[], sentence: (where: string) => string): string[] {
  if (partitions.length === 0) return [];
  return [sentence(`partition${partitions.length === 1 ? "" : "s"} ${someOf(partitions.map(String), 8)}`)];
}
