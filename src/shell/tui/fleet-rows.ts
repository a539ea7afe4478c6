import { type LagPicture, type LagReport, lagVerdicts } from "../../core/lag/report.ts";
import { functionNameOf, type MappingDocument, topicOf } from "../../core/mapping/model.ts";
import { clusterPhrase } from "../render/mapping-phrases.ts";

/** A mapping whose name is known before anything has been read of it. */
export interface KnownMapping {
  readonly mapping: MappingDocument;
  /** As it can be named in a command. */
  readonly name: string;
}

/** A mapping on the screen; without a report it is still being read. */
export interface FleetItem extends KnownMapping {
  readonly report: LagReport | undefined;
}

export type FleetRow =
  | { readonly kind: "mapping"; readonly item: FleetItem }
  | { readonly kind: "group"; readonly name: string; readonly count: number; readonly inTrouble: number };

export type SortKey = "trouble" | "name" | "lag" | "age" | "in" | "out" | "catch-up";

export const groupings = ["none", "cluster", "function"] as const;
type Grouping = (typeof groupings)[number];

/** Which mappings are shown, and in which order. */
export interface FleetChoice {
  readonly filter: string;
  readonly sort: SortKey;
  readonly reversed: boolean;
  readonly grouping: Grouping;
}

/** Before the first picture the names stand alone. */
export function itemsOf(known: readonly KnownMapping[], picture: LagPicture | undefined): readonly FleetItem[] {
  if (picture === undefined) return known.map((each) => ({ ...each, report: undefined }));
  return picture.reports.map((report) => ({ mapping: report.mapping, name: report.name, report }));
}

/** Filtered, sorted and grouped. */
export function fleetRows(items: readonly FleetItem[], choice: FleetChoice): readonly FleetRow[] {
  const shown = sorted(filtered(items, choice.filter), choice);
  if (choice.grouping === "none") return shown.map((item) => ({ kind: "mapping", item }));
  const groups = Map.groupBy(shown, (item) => groupOf(item, choice.grouping));
  // A group stands where its first mapping stands, so that what is in trouble stays on top.
  return [...groups].flatMap(([name, members]): FleetRow[] => [
    { kind: "group", name, count: members.length, inTrouble: members.filter(({ report }) => report && isTrouble(report)).length },
    ...members.map((item): FleetRow => ({ kind: "mapping", item })),
  ]);
}

/** A person should look. */
export function isTrouble({ verdict }: LagReport): boolean {
  return lagVerdicts.indexOf(verdict) <= lagVerdicts.indexOf("falling behind");
}

function groupOf({ mapping }: FleetItem, grouping: Grouping): string {
  const name = grouping === "cluster" ? clusterPhrase(mapping) : functionNameOf(mapping.FunctionArn ?? "");
  return name === undefined || name === "" ? "unknown" : name;
}

function filtered(items: readonly FleetItem[], filter: string): readonly FleetItem[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return items;
  return items.filter((item) => {
    const text = searched(item);
    return words.every((word) => text.includes(word));
  });
}

function searched({ name, mapping, report }: FleetItem): string {
  const facts = [
    name,
    topicOf(mapping),
    functionNameOf(mapping.FunctionArn ?? ""),
    clusterPhrase(mapping),
    report?.verdict,
    report?.cause?.message,
  ];
  return facts.join("\n").toLowerCase();
}

function sorted(items: readonly FleetItem[], { sort, reversed }: FleetChoice): readonly FleetItem[] {
  const direction = reversed ? -1 : 1;
  if (sort === "name") return items.toSorted((a, b) => direction * compareNames(a, b));
  return items.toSorted((a, b) => {
    const [first, second] = [weightOf(a, sort), weightOf(b, sort)];
    // What is not known is last either way.
    if (first === undefined || second === undefined)
      return Number(first === undefined) - Number(second === undefined) || compareNames(a, b);
    return direction * (compare(second, first) || compare(b.report?.lagRecords ?? 0, a.report?.lagRecords ?? 0)) || compareNames(a, b);
  });
}

/** Most first. */
function weightOf({ report }: FleetItem, sort: Exclude<SortKey, "name">): number | undefined {
  if (report === undefined) return undefined;
  switch (sort) {
    case "trouble":
      return -lagVerdicts.indexOf(report.verdict);
    case "lag":
      return report.lagRecords;
    case "age":
      return report.age.kind === "known" ? report.age.ms : undefined;
    case "in":
      return report.rates.inPerSecond;
    case "out":
      return report.rates.outPerSecond;
    case "catch-up":
      return catchUpWeight(report);
  }
}

function catchUpWeight({ catchUp }: LagReport): number | undefined {
  if (catchUp.kind === "catching-up") return catchUp.ms;
  if (catchUp.kind === "never") return Number.POSITIVE_INFINITY;
  return catchUp.kind === "caught-up" ? 0 : undefined;
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function compareNames(a: FleetItem, b: FleetItem): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.mapping.UUID < b.mapping.UUID ? -1 : 1;
}
