import { formatCount, plural } from "../../core/figures.ts";
import type { Inspection } from "../../core/mapping/inspection.ts";
import {
  type GroupPosition,
  type GroupReader,
  type MappingOffsets,
  offsetTotals,
  type PartitionPosition,
} from "../../core/mapping/offsets/mapping-offsets.ts";
import { safeText } from "../../core/record/safe-text.ts";
import { formatDuration } from "../../core/time.ts";
import type { Group } from "./inspection-groups.ts";
import type { Look } from "./palette.ts";
import { type Column, renderTable } from "./table.ts";
import { wrapText } from "./wrapped.ts";

/** What the brokers say in one line, or why they were not read. Nothing where they were not asked. */
export function offsetsGroups({ offsets }: Pick<Inspection, "offsets">): Group[] {
  if (offsets === undefined) return [];
  if (offsets.kind === "unavailable") {
    const next = offsets.next === undefined ? [] : [offsets.next];
    return [{ label: "Offsets", facts: [], below: [`not read: ${offsets.message}`, ...next] }];
  }
  const { group } = offsets.value;
  const why = group.unavailable;
  return [
    {
      label: "Offsets",
      facts: [...(why === undefined ? groupFacts(offsets.value) : [`group ${group.id}`]), `as of ${timeOfDay(offsets.value.asOfMs)} UTC`],
      below: why === undefined ? [] : [`not read: ${why.message}`, ...(why.next === undefined ? [] : [why.next])],
    },
  ];
}

function groupFacts(offsets: MappingOffsets): string[] {
  const { group, asOfMs } = offsets;
  const { lagRecords, uncommitted, oldestUnreadAtMs } = offsetTotals(offsets);
  return [
    `group ${group.id} ${group.state ?? "unknown to the brokers"}`,
    plural(group.members.length, "member"),
    lagRecords === undefined ? "no data on lag" : `lag ${plural(lagRecords, "record")}`,
    ...(uncommitted === 0 ? [] : [`no commit on ${plural(uncommitted, "partition")}`]),
    ...(oldestUnreadAtMs === undefined ? [] : [`oldest unread ${ageOf(oldestUnreadAtMs, asOfMs)}`]),
  ];
}

/** So many rows can be read; the JSON document has all of them. */
const mostRows = 40;

/** The partitions with their offsets, then the group's members. */
export function offsetsLines({ offsets }: Pick<Inspection, "offsets">, look: Look): string[] {
  if (offsets?.kind !== "known") return [];
  const { partitions, group, asOfMs } = offsets.value;
  if (partitions.length === 0) return [];
  const shown = partitions.length <= mostRows ? partitions : mostBehind(partitions);
  const left = partitions.length - shown.length;
  return [
    "",
    ...renderTable(partitionColumns(group, asOfMs, look), shown, look),
    ...(left === 0 ? [] : [look.palette.dim(`and ${plural(left, "partition")} with less lag; --json has all`)]),
    ...reasonLines(shown, look),
    ...(group.members.length === 0 ? [] : ["", ...renderTable(memberColumns(look), group.members, look)]),
  ];
}

function mostBehind(partitions: readonly PartitionPosition[]): readonly PartitionPosition[] {
  const byLag = partitions.toSorted((a, b) => (b.lagRecords ?? 0) - (a.lagRecords ?? 0));
  return byLag.slice(0, mostRows).toSorted((a, b) => a.partition - b.partition);
}

function partitionColumns(group: GroupPosition, asOfMs: number, { glyphs }: Look): Column<PartitionPosition>[] {
  const { none } = glyphs;
  const offset = (value: bigint | undefined) => (value === undefined ? none : formatCount(value));
  const readers = new Map(group.members.flatMap((member) => member.partitions.map((partition) => [partition, member.clientId])));
  return [
    { head: "PARTITION", align: "right", dropOrder: 0, cell: ({ partition }) => String(partition) },
    { head: "EARLIEST", align: "right", dropOrder: 3, cell: ({ earliest }) => offset(earliest) },
    { head: "COMMITTED", align: "right", dropOrder: 0, cell: ({ committed }) => offset(committed) },
    { head: "END", align: "right", dropOrder: 1, cell: ({ end }) => offset(end) },
    { head: "LAG", align: "right", dropOrder: 0, cell: ({ lagRecords }) => (lagRecords === undefined ? none : formatCount(lagRecords)) },
    { head: "OLDEST UNREAD", align: "right", dropOrder: 2, cell: ({ oldestUnread }) => oldestPhrase(oldestUnread, asOfMs, none) },
    ...(readers.size === 0
      ? []
      : [{ head: "READ BY", dropOrder: 4, shortWidth: 12, cell: ({ partition }: PartitionPosition) => readers.get(partition) ?? none }]),
  ];
}

function oldestPhrase(oldest: PartitionPosition["oldestUnread"], asOfMs: number, none: string): string {
  if (oldest.kind === "known") return ageOf(oldest.atMs, asOfMs);
  return oldest.kind === "none" ? none : "no data";
}

/** Why there is no data, each reason once. Without a commit the table says it by itself. */
function reasonLines(partitions: readonly PartitionPosition[], look: Look): string[] {
  const reasons = partitions.flatMap(({ oldestUnread, committed, lagRecords }) =>
    oldestUnread.kind === "no-data" && committed !== undefined && lagRecords !== undefined ? [oldestUnread.reason] : [],
  );
  return [...new Set(reasons)].flatMap((reason) =>
    wrapText(`no data on the oldest unread: ${safeText(reason)}`, look.columns).map((line) => look.palette.dim(line)),
  );
}

function memberColumns({ glyphs }: Look): Column<GroupReader>[] {
  return [
    { head: "MEMBER", dropOrder: 0, shortWidth: 12, cell: ({ clientId }) => clientId },
    { head: "HOST", dropOrder: 1, cell: ({ host }) => host.replace(/^\//, "") },
    {
      head: "PARTITIONS",
      dropOrder: 2,
      cell: ({ partitions }) => (partitions.length === 0 ? glyphs.none : rangesOf(partitions, glyphs.range)),
    },
  ];
}

/** `0–2, 5`: runs of numbers that ascend. */
function rangesOf(numbers: readonly number[], to: string): string {
  const runs: { readonly first: number; readonly last: number }[] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && number === run.last + 1) runs[runs.length - 1] = { ...run, last: number };
    else runs.push({ first: number, last: number });
  }
  return runs.map(({ first, last }) => (first === last ? String(first) : `${first}${to}${last}`)).join(", ");
}

function ageOf(atMs: number, asOfMs: number): string {
  return formatDuration(Math.max(0, asOfMs - atMs));
}

function timeOfDay(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 19);
}
