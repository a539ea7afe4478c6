import { comparableNumber } from "../../comparable-number.ts";
import type { JsonNode } from "../../json-tree.ts";
import type { Matcher, NumericComparison } from "../../pattern.ts";
import type { PatternError } from "../../pattern-error.ts";
import { errorsOf, findingAt, refusedAt } from "../finding-at.ts";
import { type JsonPlace, pathOfPlace, placeOf } from "../json-place.ts";
import type { PatternRule, RuleFinding } from "../lint-rule.ts";
import type { LintSubject } from "../lint-subject.ts";
import { setOfMatcher } from "../sets/set-of-matcher.ts";
import { isNothing } from "../sets/value-set.ts";
import { fixWith, pathOrPattern } from "../shown.ts";

/** MSK104: no number lies in the range. */
export const emptyRange: PatternRule = {
  id: "MSK104",
  scope: "pattern",
  severities: ["error"],
  title: "numeric range is empty",
  example: { filters: ['{"value":{"amount":[{"numeric":[">",10,"<",5]}]}}'], says: "numeric range is empty: > 10 and < 5." },
  *check(subject) {
    for (const { error, place } of errorsOf(subject, "empty-range", "numeric-order")) {
      const range = rangeIn(place.node);
      if (range !== undefined && isEmpty(range)) yield emptyFinding(error, place, range);
    }
    for (const { path, condition } of subject.leaves)
      for (const { matcher } of condition.tests)
        if (matcher.kind === "numeric" && isNothing(setOfMatcher(matcher, true))) yield neverFinding(subject, path, matcher);
  },
};

/** MSK107: the two bounds stand in the wrong order. */
export const upperBoundFirst: PatternRule = {
  id: "MSK107",
  scope: "pattern",
  severities: ["error"],
  title: "the upper bound of a numeric range stands first",
  example: { filters: ['{"value":{"amount":[{"numeric":["<",10,">",5]}]}}'], says: "The range of value.amount has its upper bound first." },
  *check(subject) {
    for (const { error, place } of errorsOf(subject, "numeric-order")) {
      const range = rangeIn(place.node);
      if (range !== undefined && isEmpty(range)) continue;
      const list = range && listOf(range.lower, range.upper);
      const message = `The range of ${pathOrPattern(pathOfPlace(place))} has its upper bound first. AWS refuses it: > or >= has to stand before < or <=.`;
      const edit = list === undefined ? {} : { edit: { start: error.start, end: error.end, text: list } };
      yield refusedAt(error, place, message, { ...fixWith(list && `{"numeric":${list}}`), ...edit });
    }
  },
};

type Bound = Pick<NumericComparison, "operator" | "text" | "value">;

interface WrittenRange {
  readonly lower: Bound;
  readonly upper: Bound;
  /** As its author wrote it. */
  readonly bounds: readonly Bound[];
}

/** `[">", 5, "<", 10]` in either order; undefined when it is anything else. */
function rangeIn(node: JsonNode | undefined): WrittenRange | undefined {
  if (node?.kind !== "array" || node.items.length !== 4) return undefined;
  const [first, second] = [boundOf(node.items[0], node.items[1]), boundOf(node.items[2], node.items[3])];
  if (first === undefined || second === undefined || isLower(first) === isLower(second)) return undefined;
  return isLower(first)
    ? { lower: first, upper: second, bounds: [first, second] }
    : { lower: second, upper: first, bounds: [first, second] };
}

function boundOf(operator: JsonNode | undefined, operand: JsonNode | undefined): Bound | undefined {
  if (operator?.kind !== "string" || operand?.kind !== "number") return undefined;
  const value = comparableNumber(operand.text);
  if (value === undefined) return undefined;
  switch (operator.text) {
    case "<":
    case "<=":
    case ">":
    case ">=":
      return { operator: operator.text, text: operand.text, value };
    default:
      return undefined;
  }
}

function isLower({ operator }: Bound): boolean {
  return operator === ">" || operator === ">=";
}

function isEmpty({ lower, upper }: WrittenRange): boolean {
  return lower.value >= upper.value;
}

function emptyFinding(error: PatternError, place: JsonPlace, { lower, upper, bounds }: WrittenRange): RuleFinding {
  const hint = error.kind === "numeric-order" ? "; below or above are two expressions in one list" : "";
  const message = `numeric range is empty: ${phrase(bounds)}. AWS refuses it${hint}.`;
  const finding = refusedAt(error, place, message, { fix: fixFor(error, lower, upper), evidence: { aws: error.message } });
  return { ...finding, start: operatorStart(place) ?? error.start };
}

/** No double lies in it; AWS takes it. */
function neverFinding({ tree }: LintSubject, path: string, matcher: Matcher & { readonly kind: "numeric" }): RuleFinding {
  const { node } = placeOf(tree, matcher);
  const member = node?.kind === "object" ? node.members[0] : undefined;
  const span = member === undefined ? matcher : { start: member.nameStart, end: member.value.end };
  const message = `numeric range is empty: ${phrase(matcher.comparisons)}. No number lies in it, so that it never matches.`;
  return findingAt(span, "error", message, { path });
}

function operatorStart({ entry }: JsonPlace): number | undefined {
  return entry?.kind === "object" ? entry.members[0]?.nameStart : undefined;
}

function fixFor({ kind }: PatternError, lower: Bound, upper: Bound): string {
  if (lower.value === upper.value) return `{"numeric":["=",${lower.text}]}`;
  if (kind === "numeric-order") return `{"numeric":["${upper.operator}",${upper.text}]},{"numeric":["${lower.operator}",${lower.text}]}`;
  // The numbers change places, the operators stay.
  return `{"numeric":["${lower.operator}",${upper.text},"${upper.operator}",${lower.text}]}`;
}

function listOf(lower: Bound, upper: Bound): string {
  return `["${lower.operator}",${lower.text},"${upper.operator}",${upper.text}]`;
}

function phrase(bounds: readonly Pick<NumericComparison, "operator" | "text">[]): string {
  return bounds.map(({ operator, text }) => `${operator} ${text}`).join(" and ");
}
