import { clusterNameOf, type MappingDocument } from "../../mapping/model.ts";
import { sameVpcs, tuningSettings } from "../mapping-settings.ts";
import type { TuningSubject } from "../read-tuning.ts";
import type { TuneReport } from "../report.ts";
import { isWorthwhile } from "../worthwhile.ts";
import { fateAssumption, whyApart } from "./fate.ts";
import { groupsOf, type Item, itemOf, type Member, membersOf } from "./members.ts";
import { together, unitsOf } from "./packable.ts";
import { packed } from "./packing.ts";

/** Mappings that are to share event poller units. */
export interface ProposedGroup {
  readonly name: string;
  /** False: some mappings are in it today, and stay. */
  readonly isNew: boolean;
  /** Those who join, and those who are in it. */
  readonly joining: readonly Member[];
  readonly staying: readonly Member[];
  /** As the members are today, or are recommended to be, and as one group. */
  readonly alone: UnitCost;
  readonly together: UnitCost;
  /** Enough to act on (R14), of what the members cost today. */
  readonly isWorthwhile: boolean;
}

/** Event poller units, and US dollars a month for them. */
interface UnitCost {
  readonly units: number;
  readonly costMonth: number;
}

export interface FleetGroups {
  /** Those that save most first. */
  readonly groups: readonly ProposedGroup[];
  /** Mappings that could share units with others, and had better not. */
  readonly apart: readonly { readonly member: Member; readonly reason: string }[];
  readonly assumptions: readonly string[];
}

/** Of several mappings none joins a group by itself: each would take the others to stay where they are. It is priced as it is grouped today. */
export function withoutJoining<Subject extends Pick<TuningSubject, "mapping" | "groups">>(subject: Subject): Subject {
  const { pollerGroup } = tuningSettings(subject.mapping, 0);
  return { ...subject, groups: subject.groups.filter(({ name }) => name === pollerGroup) };
}

/**
 * Which of several mappings that tune was asked about are to share event poller units, with what is recommended for each. `siblings` are all Kafka
 * mappings of the Region, where they may be listed. Groups that are there stay, and may be joined.
 */
export function fleetGroups(reports: readonly TuneReport[], siblings: readonly MappingDocument[] | undefined): FleetGroups {
  // A run has the same prices for all.
  const [first] = reports;
  const unitMonth = first === undefined ? 0 : first.prices.perPollerUnitHour * first.hoursPerMonth;
  const members = membersOf(reports, siblings ?? reports.map(({ mapping }) => mapping));
  const names = new Set(members.flatMap(({ today, settings }) => [today.pollerGroup ?? [], settings.pollerGroup ?? []].flat()));
  const vpcs = sameVpcs(members).filter(({ length }) => length > 1);
  const apart = vpcs.flatMap((inVpc) => inVpc.filter(isAsked).flatMap((member) => apartness(member) ?? []));
  const isApart = new Set(apart.map(({ member }) => member));
  const groups = vpcs.flatMap((inVpc) => {
    const fitting = inVpc.filter((member) => isAsked(member) && !isApart.has(member));
    return packed([...groupsOf(inVpc, members), ...fitting.map(itemOf)])
      .filter(({ length }) => length > 1)
      .map((bin) => proposal(bin, unitMonth, names));
  });
  return {
    groups: groups.toSorted((a, b) => savingOf(b) - savingOf(a)),
    apart,
    assumptions: groups.length + apart.length === 0 ? [] : assumptions,
  };
}

/** US dollars a month. */
export function savingOf({ alone, together }: ProposedGroup): number {
  return alone.costMonth - together.costMonth;
}

const assumptions: readonly string[] = [
  "how Lambda packs pollers is not documented: units are the larger of pollers / 10 and bytes / 20 MB/s, which is the fewest that they can take",
  "all members fetch the most at the same time, and members that were not asked about fetch nothing",
  "mappings of one cluster, or with a subnet in common, are in one VPC; others may be",
  fateAssumption,
];

/** Tune was asked about it, it is in no group, and nobody said that this is to stay so. */
function isAsked({ settings, report }: Member): boolean {
  const isKept = report?.result?.goals.keep.has("ProvisionedPollerConfig.PollerGroupName") === true;
  return settings.pollerGroup === undefined && report !== undefined && !isKept;
}

function apartness(member: Member): FleetGroups["apart"][number] | undefined {
  const reason = member.report && whyApart(member.report);
  return reason === undefined ? undefined : { member, reason };
}

/** `unitMonth`: US dollars of an event poller unit. */
function proposal(bin: readonly Item[], unitMonth: number, names: Set<string>): ProposedGroup {
  const existing = bin.find(({ group }) => group !== undefined);
  const joining = bin.filter((item) => item !== existing).flatMap(({ members }) => members);
  const staying = existing?.members ?? [];
  const [alone, shared] = [bin.reduce((sum, item) => sum + unitsOf(item), 0), unitsOf(together(bin))];
  const bill = [...joining, ...staying].reduce((sum, { report }) => sum + (report?.result?.current.cost.total ?? 0), 0);
  return {
    name: existing?.group ?? newName(joining, names),
    isNew: existing === undefined,
    joining,
    staying,
    alone: { units: alone, costMonth: alone * unitMonth },
    together: { units: shared, costMonth: shared * unitMonth },
    isWorthwhile: isWorthwhile((alone - shared) * unitMonth, bill),
  };
}

/** After the cluster, in letters that AWS takes. */
function newName([first]: readonly Member[], names: Set<string>): string {
  const cluster = first && clusterNameOf(first.mapping);
  const base = (cluster ?? "kafka").replaceAll(/[^A-Za-z0-9_-]/g, "-").slice(0, 120);
  let name = base;
  for (let number = 2; names.has(name); number += 1) name = `${base}-${number}`;
  names.add(name);
  return name;
}
