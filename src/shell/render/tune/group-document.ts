import { joinCommand } from "../../../core/tuning/next-command.ts";
import { type FleetGroups, type ProposedGroup, savingOf } from "../../../core/tuning/packing/fleet-groups.ts";
import type { Member } from "../../../core/tuning/packing/members.ts";

/** Of several mappings: which are to share event poller units, and which are not. */
export interface GroupsDocument {
  readonly groups: readonly GroupDocument[];
  readonly ungrouped: readonly { readonly uuid: string; readonly name: string; readonly reason: string }[];
  readonly groupAssumptions: readonly string[];
}

interface GroupDocument {
  readonly name: string;
  readonly isNew: boolean;
  readonly members: readonly { readonly uuid: string; readonly name: string; readonly joins: boolean; readonly command: string | null }[];
  readonly pollerUnits: BeforeAndAfter;
  readonly costMonth: BeforeAndAfter;
  readonly savesMonth: number;
  readonly worthwhile: boolean;
}

interface BeforeAndAfter {
  readonly alone: number;
  readonly together: number;
}

export function groupsDocument({ groups, apart, assumptions }: FleetGroups): GroupsDocument {
  return {
    groups: groups.map(groupDocument),
    ungrouped: apart.map(({ member: { mapping, name }, reason }) => ({ uuid: mapping.UUID, name, reason })),
    groupAssumptions: assumptions,
  };
}

function groupDocument(group: ProposedGroup): GroupDocument {
  const { name, isNew, joining, staying, alone, together, isWorthwhile } = group;
  const member = (each: Member, command: string | null) => ({ uuid: each.mapping.UUID, name: each.name, joins: command !== null, command });
  return {
    name,
    isNew,
    members: [...joining.map((each) => member(each, joinCommand(each, name))), ...staying.map((each) => member(each, null))],
    pollerUnits: { alone: alone.units, together: together.units },
    costMonth: { alone: alone.costMonth, together: together.costMonth },
    savesMonth: savingOf(group),
    worthwhile: isWorthwhile,
  };
}
