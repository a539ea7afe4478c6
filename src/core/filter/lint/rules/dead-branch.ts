import { deadBranches } from "../dead-branches.ts";
import { findingAt } from "../finding-at.ts";
import type { PatternRule } from "../lint-rule.ts";
import { written } from "../shown.ts";

/** MSK121: a branch of a `$or` that the others make superfluous. */
export const deadBranch: PatternRule = {
  id: "MSK121",
  scope: "pattern",
  severities: ["warning"],
  title: "a branch of $or stands twice, or others let through all that it lets through",
  example: {
    filters: ['{"value":{"$or":[{"kind":["A"]},{"kind":["A"],"size":["L"]}]}}'],
    says: 'This branch changes nothing: {"kind":["A"]} lets through all of it.',
  },
  *check({ text, pattern, leaves, budget }) {
    if (pattern === undefined) return;
    for (const { branch, by } of deadBranches(pattern, leaves, budget)) {
      const other = by && written(text, by, 50);
      const message =
        other === written(text, branch, 50)
          ? "This branch stands twice. Once is enough."
          : `This branch changes nothing: ${other === undefined ? "the other branches let" : `${other} lets`} through all of it.`;
      yield findingAt(branch, "warning", message);
    }
  },
};
