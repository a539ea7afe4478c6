import type { Condition } from "./compiled-pattern.ts";
import type { KafkaFilter } from "./kafka-filter.ts";
import type { FilterLineCounts, LineCounts } from "./line-counts.ts";
import { mostExamples } from "./line-counts.ts";
import type { CountedReason, FilterCounts, Rejection, SampleCounts } from "./lint-report.ts";
import type { Observation } from "./observation.ts";
import { noBranch, notInOneElement, type RejectionIndex, tryingOrder } from "./rejection.ts";
import { rejectionReason } from "./rejection-reason.ts";
import type { SampleRunResult } from "./sample-run.ts";

/** The counts of a run as they are reported: summed up, causes named. `assumed`: see `SampleCounts`. */
export function sampleCounts(filters: readonly KafkaFilter[], run: SampleRunResult, assumed: boolean): SampleCounts {
  const [closely, inBulk] = run.counts;
  const undecodable = [...run.undecodable.values()].reduce((sum, count) => sum + count, 0);
  return {
    total: closely.total + inBulk.total + undecodable,
    kept: closely.kept + inBulk.kept,
    filteredOut: closely.filteredOut + inBulk.filteredOut,
    bypassed: closely.bypassed + inBulk.bypassed,
    undecodable,
    filters: filters.map((filter, index) => filterCounts(filter, index, run)),
    bypassReasons: bypassReasons(run.counts),
    undecodableReasons: byCount(run.undecodable),
    assumed: assumed && inBulk.total > 0,
    expectations: run.expectations,
  };
}

function filterCounts(filter: KafkaFilter, index: number, { counts, observations }: SampleRunResult): FilterCounts {
  const parts = counts.flatMap(({ filters }) => filters[index] ?? []);
  const sum = (of: (part: FilterLineCounts) => number) => parts.reduce((total, part) => total + of(part), 0);
  return {
    kept: sum(({ kept }) => kept),
    filteredOut: sum(({ filteredOut }) => filteredOut),
    bypassed: sum(({ bypassed }) => bypassed),
    rejectedBy: rejections(filter, parts, observations[index] ?? []),
    firstKept: parts.flatMap(({ firstKept }) => firstKept).slice(0, mostExamples),
    firstFilteredOut: parts.flatMap(({ firstFilteredOut }) => firstFilteredOut).slice(0, mostExamples),
  };
}

/** Most frequent first. */
function rejections(filter: KafkaFilter, parts: readonly FilterLineCounts[], observations: readonly Observation[]): Rejection[] {
  const order = tryingOrder(filter);
  const indexes = new Set(parts.flatMap((part) => [...part.rejections.keys()]));
  return [...indexes]
    .map((index) => {
      const count = parts.reduce((total, part) => total + (part.rejections.get(index) ?? 0), 0);
      return { ...causeOf(index, count, order, observations), count };
    })
    .sort((a, b) => b.count - a.count);
}

function causeOf(
  index: RejectionIndex,
  count: number,
  order: readonly Condition[],
  observations: readonly Observation[],
): Omit<Rejection, "count"> {
  const condition = order[index];
  if (condition !== undefined) {
    const rejected = observations.find((each) => each.condition === condition)?.rejected;
    const reason = rejected === undefined ? notOfKafka : rejectionReason(condition, rejected, count);
    return { path: condition.path, operator: operatorOf(condition), reason };
  }
  if (index === notInOneElement)
    return { path: "", operator: "same element", reason: "each condition holds, but not in one element of a list" };
  return { path: "$or", operator: index === noBranch ? "$or" : "", reason: "no branch of $or holds" };
}

const notOfKafka = "Kafka records have nothing there: only value can be filtered on";

/** The operator of a condition in AWS's words; `equals` for plain values, `any of` for a list of several kinds. */
export function operatorOf({ list }: Pick<Condition, "list">): string {
  const names = new Set(list.matchers.map(({ kind }) => (plain.has(kind) ? "equals" : kind)));
  const [only = "any of"] = names;
  return names.size === 1 ? only : "any of";
}

const plain: ReadonlySet<string> = new Set(["string", "number", "literal", "exactly"]);

function bypassReasons(counts: readonly LineCounts[]): CountedReason[] {
  const reasons = new Map<string, number>();
  for (const { bypassedBy } of counts)
    for (const [format, reason] of bypassing) {
      const count = bypassedBy[format];
      if (count > 0) reasons.set(reason, (reasons.get(reason) ?? 0) + count);
    }
  return byCount(reasons);
}

const bypassing = [
  ["json", "JSON, the pattern wants text"],
  ["text", "text, the pattern wants JSON"],
  ["not-utf8", "not UTF-8"],
  ["null", "no value"],
] as const;

function byCount(reasons: ReadonlyMap<string, number>): CountedReason[] {
  return [...reasons].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
}
