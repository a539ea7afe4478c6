import type { AddressRange } from "./ip-address.ts";
import type { WildcardParts } from "./wildcard.ts";

/** Where something stands in a pattern's text, in UTF-16 code units: `text.slice(start, end)`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A filter pattern as its author wrote it: fields are joined by "and", the values of one field by "or". */
export interface Pattern {
  readonly text: string;
  readonly root: PatternObject;
}

export interface PatternObject extends Span {
  readonly kind: "object";
  /** At least one; in the order of the text, and a name may come twice: the later condition on a path wins. */
  readonly members: readonly PatternMember[];
}

export type PatternMember = FieldMember | OrMember;

export interface FieldMember {
  readonly kind: "field";
  readonly name: string;
  readonly nameSpan: Span;
  readonly node: PatternObject | ValueList;
}

/** `$or`: at least two branches. */
export interface OrMember extends Span {
  readonly kind: "or";
  readonly nameSpan: Span;
  readonly branches: readonly PatternObject[];
}

/** What a field may be: one of these, at least one. */
export interface ValueList extends Span {
  readonly kind: "values";
  readonly matchers: readonly Matcher[];
}

export type Matcher = Span & MatcherShape;

export type MatcherShape =
  /** A string. When it is an IP literal, `address` stands for all spellings of it. */
  | { readonly kind: "string"; readonly text: string; readonly address?: AddressRange }
  /** `text` as written; `value` when the number can be compared (see comparable-number.ts). */
  | { readonly kind: "number"; readonly text: string; readonly value: number | undefined }
  | { readonly kind: "literal"; readonly text: "true" | "false" | "null" }
  /** Undocumented by AWS: a string, never an address. */
  | { readonly kind: "exactly"; readonly text: string }
  | { readonly kind: "prefix" | "suffix"; readonly text: string; readonly ignoreCase: boolean }
  | { readonly kind: "equals-ignore-case"; readonly text: string }
  | { readonly kind: "wildcard"; readonly text: string; readonly parts: WildcardParts }
  /** One comparison, or a lower and then an upper bound. */
  | { readonly kind: "numeric"; readonly comparisons: readonly NumericComparison[] }
  | { readonly kind: "anything-but"; readonly operand: AnythingButOperand }
  | { readonly kind: "exists"; readonly present: boolean }
  | { readonly kind: "cidr"; readonly text: string; readonly range: AddressRange };

export interface NumericComparison {
  readonly operator: NumericOperator;
  /** As written. */
  readonly text: string;
  readonly value: number;
}

export const numericOperators = ["=", "<", "<=", ">", ">="] as const;
export type NumericOperator = (typeof numericOperators)[number];

/** `listed` tells whether the operand was written as a list; it means the same. */
export type AnythingButOperand = { readonly listed: boolean } & (
  | { readonly kind: "strings"; readonly texts: readonly string[] }
  | { readonly kind: "numbers"; readonly numbers: readonly { readonly text: string; readonly value: number }[] }
  | { readonly kind: "prefix" | "suffix" | "equals-ignore-case" | "wildcard"; readonly texts: readonly string[] }
);

/** All that may stand as the key of a match expression. */
export const operatorNames = [
  "exactly",
  "prefix",
  "suffix",
  "equals-ignore-case",
  "wildcard",
  "numeric",
  "anything-but",
  "exists",
  "cidr",
] as const;

/** The operators that Lambda's documentation lists (Developer Guide, event filtering); the others are EventBridge's. */
export function isLambdaMatcher(matcher: MatcherShape): boolean {
  switch (matcher.kind) {
    case "string":
    case "number":
    case "literal":
    case "equals-ignore-case":
    case "numeric":
    case "exists":
      return true;
    case "prefix":
    case "suffix":
      return !matcher.ignoreCase;
    case "anything-but":
      return matcher.operand.kind === "strings" || matcher.operand.kind === "numbers";
    case "exactly":
    case "wildcard":
    case "cidr":
      return false;
  }
}
