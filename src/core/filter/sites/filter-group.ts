import type { PatternSite, Position } from "../pattern-site.ts";

/** The filters of one mapping, as its author wrote them. */
export interface FilterGroup {
  readonly source: string;
  /** Unique within the source. */
  readonly group: string;
  /** The way to the list of filters. */
  readonly path: string;
  readonly position: Position;
  readonly filters: readonly WrittenFilter[];
  /** False where the list itself, or a part of it, is put together only later: there may be more filters, or fewer. */
  readonly isWhole: boolean;
  /** Findings about the list that the author wants not to hear of: ids, or `all`. */
  readonly ignored: readonly string[];
}

export type WrittenFilter =
  | { readonly kind: "pattern"; readonly site: PatternSite; readonly objectForText: boolean }
  /** An entry without a pattern; `names` are the members that it has instead. */
  | { readonly kind: "no-pattern"; readonly path: string; readonly position: Position; readonly names: readonly string[] };

export function sitesOf(groups: readonly FilterGroup[]): PatternSite[] {
  return groups.flatMap(({ filters }) => filters.flatMap((filter) => (filter.kind === "pattern" ? [filter.site] : [])));
}
