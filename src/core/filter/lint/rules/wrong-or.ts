import type { PatternError } from "../../pattern-error.ts";
import { errorsOf, refusedAt } from "../finding-at.ts";
import type { JsonPlace } from "../json-place.ts";
import type { PatternRule, RuleFinding } from "../lint-rule.ts";
import type { LintSubject } from "../lint-subject.ts";
import { expressionsOf } from "../operator-expressions.ts";
import { sameOperator } from "../operator-words.ts";
import { fixWith, quoted } from "../shown.ts";

/** MSK111: `$or` is a list of at least two objects, and stands where a field could stand. */
export const wrongOr: PatternRule = {
  id: "MSK111",
  scope: "pattern",
  severities: ["error"],
  title: "$or is not a list of two or more objects, stands among values, or has fields with reserved names",
  example: { filters: ['{"value":{"$or":[{"status":["PAID"]}]}}'], says: "$or has one branch." },
  *check(subject) {
    const kinds = ["or-not-a-list", "or-branches", "or-branch-not-an-object", "or-reserved-name", "unknown-operator"] as const;
    for (const { error, place } of errorsOf(subject, ...kinds)) {
      const finding = orFinding(subject, error, place);
      if (finding !== undefined) yield finding;
    }
  },
};

function orFinding({ text }: LintSubject, error: PatternError, place: JsonPlace): RuleFinding | undefined {
  const { node, entry } = place;
  switch (error.kind) {
    case "or-not-a-list":
      return refusedAt(error, place, "$or is not a list. AWS refuses it: it takes a list of two or more objects.", {
        ...(node?.kind === "object" && node.members.length > 1 ? fixWith(`"$or":${branchesOf(text, node)}`) : {}),
      });
    case "or-branches": {
      const only = node?.kind === "array" ? node.items[0] : undefined;
      if (only === undefined) return refusedAt(error, place, "$or has no branches. AWS refuses it: it takes two or more objects.");
      const inner = only.kind === "object" ? text.slice(only.start + 1, only.end - 1).trim() : undefined;
      return refusedAt(
        error,
        place,
        "$or has one branch. AWS refuses it; with nothing to choose from, its fields can stand outside.",
        fixWith(inner),
      );
    }
    case "or-branch-not-an-object":
      return refusedAt(error, place, "A branch of $or is not an object. AWS refuses it: each branch is an object with fields.");
    case "or-reserved-name":
      return reservedName(text, error, place);
    default:
      if (error.name !== "$or" || entry === undefined) return undefined;
      return refusedAt(
        error,
        place,
        '$or stands among the values of a field. AWS refuses it: the values of one list are joined by "or" anyway.',
        {},
      );
  }
}

function branchesOf(text: string, node: JsonPlace["node"] & { readonly kind: "object" }): string {
  return `[${node.members.map((member) => `{${text.slice(member.nameStart, member.value.end)}}`).join(",")}]`;
}

/** Without the name check AWS's older compiler would take `$or` as a field, and the filter would never match. */
function reservedName(text: string, error: PatternError, place: JsonPlace): RuleFinding {
  const { name = "" } = error;
  const isOperator = sameOperator(name) !== undefined && place.field !== undefined;
  const hint = isOperator ? " An operator stands inside a list." : "";
  const message = `Below $or no field can be called ${quoted(name)}. AWS reserves the name and refuses the pattern.${hint}`;
  return refusedAt(error, place, message, fixWith(isOperator ? `[${expressionsOf(text, place.field).join(",")}]` : undefined));
}
