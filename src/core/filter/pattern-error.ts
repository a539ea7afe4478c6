import type { Span } from "./pattern.ts";

/** Why AWS refuses a pattern. It answers "Invalid filter pattern definition." and no more. */
export interface PatternError extends Span {
  readonly kind: PatternErrorKind;
  /** In the words of AWS's own library (event-ruler, JsonRuleCompiler), as far as it is the one that refuses. */
  readonly message: string;
  /** The name that is wrong, or that the wrong thing belongs to. */
  readonly name?: string;
}

export type PatternErrorKind =
  | "not-json"
  | "not-an-object"
  | "empty-object"
  | "empty-list"
  /** `"status": "ok"`: the value of a field has to be a list or an object. */
  | "scalar-leaf"
  | "nested-list"
  | "unknown-operator"
  | "empty-expression"
  /** Two keys in one match expression. */
  | "two-operators"
  | "operand"
  | "numeric-operator"
  | "numeric-order"
  | "empty-range"
  | "too-many-terms"
  | "number-precision"
  | "wildcard"
  | "cidr"
  | "or-not-a-list"
  | "or-branches"
  | "or-branch-not-an-object"
  | "or-reserved-name"
  | "too-large";

/** Takes down what is wrong and lets the parser go on with the next thing. */
export type Refuse = (kind: PatternErrorKind, span: Span, message: string, name?: string) => undefined;
