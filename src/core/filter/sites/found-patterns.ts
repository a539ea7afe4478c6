import type { OtherSource } from "./event-source.ts";
import type { FilterGroup } from "./filter-group.ts";

/** What a document has in the way of filters. */
export interface FoundPatterns {
  readonly groups: readonly FilterGroup[];
  /** Patterns of mappings that do not read Kafka, by their source. */
  readonly leftOut: ReadonlyMap<OtherSource, number>;
}

export const nothingFound: FoundPatterns = { groups: [], leftOut: new Map() };

export function found(...groups: readonly FilterGroup[]): FoundPatterns {
  return { groups, leftOut: new Map() };
}

export function leftOut(source: OtherSource, patterns: number): FoundPatterns {
  return { groups: [], leftOut: new Map(patterns === 0 ? [] : [[source, patterns]]) };
}

export function allOf(parts: readonly FoundPatterns[]): FoundPatterns {
  return { groups: parts.flatMap(({ groups }) => groups), leftOut: sum(parts.map((part) => part.leftOut)) };
}

function sum(counts: readonly ReadonlyMap<OtherSource, number>[]): ReadonlyMap<OtherSource, number> {
  const total = new Map<OtherSource, number>();
  for (const [source, count] of counts.flatMap((each) => [...each])) total.set(source, (total.get(source) ?? 0) + count);
  return total;
}

/** `3 patterns of other event sources left out (SQS 2, Kinesis 1)`; undefined when there is nothing to say. */
export function leftOutPhrase(counts: ReadonlyMap<OtherSource, number>): string | undefined {
  const total = [...counts.values()].reduce((before, count) => before + count, 0);
  if (total === 0) return undefined;
  const sources = [...counts].map(([source, count]) => `${source} ${count}`).join(", ");
  return `${total} ${total === 1 ? "pattern" : "patterns"} of other event sources left out (${sources})`;
}
