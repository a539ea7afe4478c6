import type { PatternError } from "../../pattern-error.ts";
import { errorsOf, refusedAt } from "../finding-at.ts";
import { type JsonPlace, pathOfPlace } from "../json-place.ts";
import type { PatternRule, RuleFinding } from "../lint-rule.ts";
import type { LintSubject } from "../lint-subject.ts";
import { fixWith, pathOrPattern } from "../shown.ts";

/** MSK102: a list or an object that nothing is in. */
export const emptyContainer: PatternRule = {
  id: "MSK102",
  scope: "pattern",
  severities: ["error"],
  title: "a list or an object is empty",
  example: { filters: ['{"value":{"status":[]}}'], says: "The list of value.status is empty." },
  *check(subject) {
    for (const { error, place } of errorsOf(subject, "empty-list", "empty-object")) yield emptyFinding(subject, error, place);
    for (const { error, place } of errorsOf(subject, "operand")) if (isEmptyList(place)) yield nothingExcluded(error, place);
  },
};

/** `{"anything-but":[]}`, which the library says something odd of. */
export function isEmptyList({ node, operators }: JsonPlace): boolean {
  return operators.at(-1) === "anything-but" && node?.kind === "array" && node.items.length === 0;
}

function emptyFinding({ text }: LintSubject, error: PatternError, place: JsonPlace): RuleFinding {
  const path = pathOfPlace(place);
  if (place.operators.length > 0) return nothingExcluded(error, place);
  if (path === undefined) {
    const message = "The pattern is an empty object. AWS refuses it; a mapping that is not to filter has no filters at all.";
    return refusedAt(error, place, message);
  }
  const { field } = place;
  const name = field === undefined ? "" : `${text.slice(field.nameStart, field.nameEnd)}:`;
  if (error.kind === "empty-object") {
    const message = `The object of ${path} is empty. AWS refuses the pattern; a field that is not to be filtered by is left out.`;
    return refusedAt(error, place, message);
  }
  const message = `The list of ${path} is empty. AWS refuses the pattern; what asks for the field whatever its value is {"exists":true}.`;
  return refusedAt(error, place, message, fixWith(`${name}[{"exists":true}]`));
}

function nothingExcluded(error: PatternError, place: JsonPlace): RuleFinding {
  const message = `${pathOrPattern(pathOfPlace(place))} excludes nothing: the list of anything-but is empty. AWS refuses it.`;
  return refusedAt(error, place, message, { fix: '{"exists":true}' });
}
