import { findingAt } from "../finding-at.ts";
import type { FiltersRule, RuleFinding } from "../lint-rule.ts";
import type { PatternLeaf } from "../pattern-leaves.ts";

/** MSK128: conditions on a field that elsewhere has fields of its own: exists and values see no objects. */
export const valueAndObject: FiltersRule = {
  id: "MSK128",
  scope: "filters",
  severities: ["warning", "info"],
  title: "a field is asked for a value, and has fields of its own in the same filter (warning) or, with exists, in another place (info)",
  example: {
    filters: ['{"value":{"order":[{"exists":true}],"order":{"id":[7]}}}'],
    says: "value.order is asked for a value, and has fields of its own here.",
  },
  *check(filters) {
    const objects = new Map<string, { readonly filter: number; readonly leaf: PatternLeaf }[]>();
    for (const [filter, { leaves }] of filters.entries()) {
      for (const leaf of leaves) {
        for (const path of pathsAbove(leaf.path)) {
          const inside = objects.get(path);
          if (inside === undefined) objects.set(path, [{ filter, leaf }]);
          else if (inside.length < mostInside) inside.push({ filter, leaf });
        }
      }
    }
    for (const [filter, { leaves }] of filters.entries()) {
      for (const leaf of leaves) {
        const inside = objects.get(leaf.path) ?? [];
        const joined = inside.find((other) => other.filter === filter && areJoined(leaf, other.leaf));
        const elsewhere = inside.find((other) => other !== joined);
        const finding =
          joined === undefined
            ? elsewhere && existsFinding(leaf, elsewhere.filter === filter ? undefined : filters[elsewhere.filter]?.number)
            : joinedFinding(leaf);
        if (finding !== undefined) yield { filter, ...finding };
      }
    }
  },
};

/** Deeper fields are not looked at, nor more of them below one path. */
const deepest = 32;
const mostInside = 100;

function pathsAbove(path: string): string[] {
  const paths: string[] = [];
  for (let dot = path.indexOf("."); dot >= 0 && paths.length < deepest; dot = path.indexOf(".", dot + 1)) paths.push(path.slice(0, dot));
  return paths;
}

/** False when they stand in different branches of one `$or`. */
function areJoined(leaf: PatternLeaf, other: PatternLeaf): boolean {
  return leaf.branches.every(({ or, branch }) => other.branches.every((place) => place.or !== or || place.branch === branch));
}

function joinedFinding({ path, member, condition }: PatternLeaf) {
  const onlyAbsence = condition.tests.every(({ matcher }) => matcher.kind === "exists" && !matcher.present);
  const message = onlyAbsence
    ? `exists looks at values, and ${path} has fields of its own here. An object counts as absent, so that the condition holds always.`
    : `${path} is asked for a value, and has fields of its own here. An object is no value: both hold only for a list that has objects and values.`;
  return findingAt(member.nameSpan, "warning", message, { path });
}

function existsFinding({ path, condition }: PatternLeaf, otherFilter: number | undefined): RuleFinding | undefined {
  const exists = condition.tests.find(({ matcher }) => matcher.kind === "exists")?.matcher;
  if (exists?.kind !== "exists") return undefined;
  const place = otherFilter === undefined ? "in another branch" : `in filter ${otherFilter}`;
  const message = `exists looks at values, and ${path} has fields of its own ${place}. An object counts as absent: {"exists":true} never matches it, {"exists":false} always does.`;
  return findingAt(exists, "info", message, { path });
}
