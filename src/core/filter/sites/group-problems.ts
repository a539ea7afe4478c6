import { formatCount } from "../../figures.ts";
import { nearest } from "../../nearest.ts";
import type { Position } from "../pattern-site.ts";
import type { FilterGroup } from "./filter-group.ts";
import { shown } from "./source-format.ts";

/** Lambda quotas: filters of one event source mapping, by default and with a raised quota (Lambda Developer Guide, event filtering). */
export const filterLimits = { byDefault: 5, byQuota: 10 } as const;

/** Something that is wrong with a list of filters rather than with a pattern. */
export interface GroupProblem {
  readonly kind: GroupProblemKind;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly path: string;
  readonly position: Position;
  readonly evidence?: Readonly<Record<string, unknown>>;
}

export type GroupProblemKind =
  /** More than AWS can be asked to allow. */
  | "too-many-filters"
  /** More than AWS allows unless it was asked for more. */
  | "filters-beyond-default"
  /** An empty list: every record is delivered. */
  | "no-filters"
  | "pattern-missing"
  /** An object where the format takes text only. */
  | "object-for-text";

export function groupProblems(group: FilterGroup): GroupProblem[] {
  return [...countProblems(group), ...group.filters.flatMap((_, index) => filterProblems(group, index))];
}

function countProblems({ filters, isWhole, path, position }: FilterGroup): GroupProblem[] {
  if (!isWhole) return [];
  const count = filters.length;
  const { byDefault, byQuota } = filterLimits;
  const evidence = { count, limit: count > byQuota ? byQuota : byDefault };
  if (count === 0)
    return [
      {
        kind: "no-filters",
        severity: "warning",
        path,
        position,
        message: "An empty list of filters is no filter: every record is delivered.",
      },
    ];
  if (count > byQuota) {
    const message = `${formatCount(count)} filters; a mapping takes ${byDefault}, or ${byQuota} with a raised quota.`;
    return [{ kind: "too-many-filters", severity: "error", path, position, evidence, message }];
  }
  if (count <= byDefault) return [];
  const message = `${formatCount(count)} filters; a mapping takes ${byDefault} unless the account's quota was raised (to ${byQuota} at most).`;
  return [{ kind: "filters-beyond-default", severity: "warning", path, position, evidence, message }];
}

function filterProblems({ filters }: FilterGroup, index: number): GroupProblem[] {
  const filter = filters[index];
  if (filter === undefined) return [];
  if (filter.kind === "no-pattern") {
    const { path, position, names } = filter;
    const meant = names.find((name) => nearest(name, ["Pattern"]) !== undefined);
    const hint = meant === undefined ? "" : ` \`${shown(meant)}\` was probably meant to be Pattern.`;
    return [{ kind: "pattern-missing", severity: "error", path, position, message: `This filter has no pattern.${hint}` }];
  }
  if (!filter.objectForText) return [];
  const { path } = filter.site;
  const message = "The pattern is an object, and this format takes text: write it as a string of JSON.";
  return [{ kind: "object-for-text", severity: "error", path, position: filter.site.positionOf(0), message }];
}
