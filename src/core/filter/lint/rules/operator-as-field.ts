import type { JsonMember, JsonNode } from "../../json-tree.ts";
import { fieldObjects, type JsonObject } from "../field-objects.ts";
import { findingAt } from "../finding-at.ts";
import { pathOfPlace, placeOf } from "../json-place.ts";
import type { PatternRule, RuleFinding } from "../lint-rule.ts";
import type { LintSubject } from "../lint-subject.ts";
import { expressionsOf } from "../operator-expressions.ts";
import { sameOperator } from "../operator-words.ts";
import { fixWith } from "../shown.ts";

/** MSK115: `{"sku":{"prefix":"AB"}}`, where a match expression has no list around it and so is a field of that name. */
export const operatorAsField: PatternRule = {
  id: "MSK115",
  scope: "pattern",
  severities: ["error", "warning"],
  title: "an operator stands where a field's name is expected: without a list around it, it is the name of a field",
  example: {
    filters: ['{"value":{"amount":{"numeric":[">",5]}}}'],
    says: "numeric is the name of a field here, not an operator: value.amount.numeric.",
  },
  *check(subject) {
    const refusedNames = new Set(subject.errors.filter(({ kind }) => kind === "or-reserved-name").map(({ start }) => start));
    for (const found of operatorObjects(subject.tree))
      if (!found.object.members.some(({ nameStart }) => refusedNames.has(nameStart))) yield finding(subject, found);
  },
};

interface OperatorObject {
  /** The field that it stands in. */
  readonly field: JsonMember;
  readonly object: JsonObject;
}

/** Objects all of whose names are operators'; one that has other names besides has fields that are called so. */
function operatorObjects(tree: JsonNode | undefined): OperatorObject[] {
  return fieldObjects(tree).flatMap(({ members }) =>
    members.flatMap((field) => (field.value.kind === "object" && isOperators(field.value) ? [{ field, object: field.value }] : [])),
  );
}

function isOperators({ members }: JsonObject): boolean {
  return members.length > 0 && members.every(({ name, value }) => sameOperator(name) !== undefined && value.kind !== "object");
}

function finding({ tree, text }: LintSubject, { field, object }: OperatorObject): RuleFinding {
  const [first = field] = object.members;
  const span = { start: first.nameStart, end: first.nameEnd };
  const path = pathOfPlace(placeOf(tree, span)) ?? first.name;
  const isRefused = object.members.some(({ value }) => value.kind !== "array");
  const consequence = isRefused ? "AWS refuses the pattern" : "A record that has no such field does not match";
  const message = `${first.name} is the name of a field here, not an operator: ${path}. ${consequence}; an operator stands inside a list.`;
  const expressions = object.members.flatMap((member) => expressionsOf(text, member));
  return findingAt(span, isRefused ? "error" : "warning", message, {
    path,
    ...(isRefused ? { evidence: { aws: `"${first.name}" must be an object or an array` } } : {}),
    ...fixWith(`${text.slice(field.nameStart, field.nameEnd)}:[${expressions.join(",")}]`),
  });
}
