import { formatCount, plural } from "../../../core/figures.ts";
import { formatDollars } from "../../../core/money.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import { joinCommand } from "../../../core/tuning/next-command.ts";
import { type FleetGroups, type ProposedGroup, savingOf } from "../../../core/tuning/packing/fleet-groups.ts";
import type { Look } from "../palette.ts";
import { labelled } from "./labelled.ts";

/** Which mappings are to share event poller units, what that saves, and what to type for each; nothing where nobody could. */
export function groupLines({ groups, apart, assumptions }: FleetGroups, look: Look, here: (command: string) => string): string[] {
  if (groups.length === 0 && apart.length === 0) return [];
  return [
    "",
    ...groups.flatMap((group) => labelled("group", groupPieces(group, look), look)),
    ...(groups.length === 0 ? [] : labelled("fate", [sharedFate], look)),
    ...apart.flatMap((each) => labelled("apart", [apartPhrase(each)], look)),
    ...labelled("assumed", assumptions, look),
    // Never broken, so that they can be pasted.
    ...joinCommands(groups).map((command) => look.palette.accent(safeText(here(command)))),
  ];
}

const sharedFate = "the members of a group share it: one that is busy or has trouble slows down all";

function apartPhrase({ member, reason }: FleetGroups["apart"][number]): string {
  return `${member.name}: ${reason}`;
}

/** The same as sentences, for pages. */
export function groupSentences({ groups, apart, assumptions }: FleetGroups, look: Look): readonly string[] {
  return [
    ...groups.map((group) => groupPieces(group, look).join(` ${look.glyphs.separator} `)),
    ...(groups.length === 0 ? [] : [sharedFate]),
    ...apart.map(apartPhrase),
    ...assumptions,
  ];
}

/** What to type for each that joins. */
export function joinCommands(groups: FleetGroups["groups"]): readonly string[] {
  return groups.flatMap(({ name, joining }) => joining.map((member) => joinCommand(member, name)));
}

function groupPieces(group: ProposedGroup, { glyphs }: Look): string[] {
  const { name, isNew, joining, staying, alone, together, isWorthwhile } = group;
  return [
    isNew ? `${name} (new)` : `${name} (${plural(staying.length, "mapping")} now)`,
    `${plural(joining.length, "mapping")} ${joining.length === 1 ? "joins" : "join"}`,
    `${formatCount(alone.units)} ${glyphs.to} ${plural(together.units, "EPU")}`,
    `${formatDollars(alone.costMonth)} ${glyphs.to} ${formatDollars(together.costMonth)} a month`,
    `saves ${formatDollars(savingOf(group))}`,
    ...(isWorthwhile ? [] : ["little of what they cost"]),
  ];
}
