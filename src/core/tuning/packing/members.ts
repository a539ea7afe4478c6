import { isDisabled, type MappingDocument } from "../../mapping/model.ts";
import { shortestName } from "../../mapping/selector.ts";
import { tuningSettings } from "../mapping-settings.ts";
import type { TuneReport } from "../report.ts";
import type { TuningSettings } from "../workload.ts";
import { peakBytes } from "./fate.ts";
import { type Packable, packable, together } from "./packable.ts";

/** A provisioned mapping of the Region. */
export interface Member {
  readonly mapping: MappingDocument;
  readonly name: string;
  readonly today: TuningSettings;
  /** As they are recommended to be; today's where nothing is. */
  readonly settings: TuningSettings;
  /** Undefined: it was not asked about. */
  readonly report: TuneReport | undefined;
}

/** A mapping, or a poller group with those of one VPC who are in it. */
export type Item = Packable & { readonly group: string | undefined; readonly members: readonly Member[] };

/** Those who have pollers, or are to have some: the ones that were asked about, then the others. */
export function membersOf(reports: readonly TuneReport[], all: readonly MappingDocument[]): readonly Member[] {
  const asked = new Set(reports.map(({ mapping }) => mapping.UUID));
  const others = all.filter(({ UUID }) => !asked.has(UUID));
  return [
    ...reports.map((report) => ({ report, mapping: report.mapping, name: report.name })),
    ...others.map((mapping) => ({ report: undefined, mapping, name: shortestName(mapping, all) })),
  ].flatMap(({ report, mapping, name }) => {
    const today = tuningSettings(mapping, report?.result?.current.settings.provisionedConcurrency ?? 0);
    const settings = report?.recommendation?.settings ?? today;
    return settings.pollers === undefined ? [] : [{ report, mapping, name, today, settings }];
  });
}

/** One that is disabled has no pollers, and may have all of them again. */
export function itemOf(member: Member): Item {
  const { mapping, settings, report } = member;
  const { minimum = 0, maximum = 0 } = settings.pollers ?? {};
  const workload = report?.estimate.workload;
  const isOff = isDisabled(mapping);
  const size = {
    pollers: isOff ? 0 : minimum,
    bytesPerSecond: isOff || workload === undefined ? 0 : peakBytes(workload),
    maximumPollers: maximum,
    mappings: 1,
    groups: 0,
  };
  return { ...packable(size), group: undefined, members: [member] };
}

/** The groups of a VPC in which somebody has pollers. Limits hold for all of a name: that its others are in another VPC is not certain. */
export function groupsOf(inVpc: readonly Member[], everywhere: readonly Member[]): readonly Item[] {
  const names = new Set(inVpc.flatMap(({ settings }) => settings.pollerGroup ?? []));
  return [...names].flatMap((group) => {
    const isIn = ({ settings }: Member) => settings.pollerGroup === group;
    const members = inVpc.filter(isIn);
    const { pollers, bytesPerSecond } = together(members.map(itemOf));
    const { mappings, maximumPollers } = together(everywhere.filter(isIn).map(itemOf));
    const size = packable({ pollers, bytesPerSecond, mappings, maximumPollers, groups: 1 });
    return pollers === 0 ? [] : [{ ...size, group, members }];
  });
}
