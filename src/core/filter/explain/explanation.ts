import type { RecordVerdict } from "../kafka-filter.ts";

/** Why a record does or does not get through a filter. */
export interface RecordExplanation {
  readonly verdict: RecordVerdict;
  /** Why the filter was bypassed, or why the pattern can keep no record at all. */
  readonly reason?: string;
  /** What may be meant instead, in sentences. */
  readonly hints: readonly string[];
  readonly tree: ExplainedNode;
}

/** Whether an event matches a pattern, and why. */
export interface EventExplanation {
  readonly matches: boolean;
  readonly tree: ExplainedNode;
}

/** skipped: not looked at, since the record's format does not fit. overridden: a later condition on the path counts instead. */
export type NodeVerdict = "holds" | "fails" | "skipped" | "overridden";

/**
 * One step of the answer. `all-of` fails when one of its members fails, overridden ones left out; `any-of` holds when one
 * of them holds.
 */
export type ExplainedNode = ExplainedGroup | ExplainedCondition | SeparateElements;

export interface ExplainedGroup {
  readonly kind: "all-of" | "any-of";
  readonly verdict: NodeVerdict;
  readonly members: readonly ExplainedNode[];
  /** Members that are not shown; those that decide are shown first. */
  readonly more: number;
}

export interface ExplainedCondition {
  readonly kind: "condition";
  readonly verdict: NodeVerdict;
  readonly path: string;
  /** `prefix`, `numeric`, …; `equals` for plain values, `any of` for several kinds. */
  readonly operator: string;
  /** In words, to be read behind the path. */
  readonly expected: string;
  /** Absent where nobody looked. */
  readonly found?: Found;
}

/** Conditions that hold one by one, but not within one element of a list: `exists` aside, all of them have to. */
export interface SeparateElements {
  readonly kind: "separate-elements";
  readonly verdict: "fails";
  /** The list's path. */
  readonly list: string;
  readonly places: readonly ConditionPlaces[];
  /** Conditions that are not shown. */
  readonly more: number;
}

export interface ConditionPlaces {
  readonly path: string;
  readonly expected: string;
  /** Elements that satisfy the condition: `value.items[0]`. */
  readonly elements: readonly string[];
  /** Elements that are not shown. */
  readonly more: number;
}

/** What stands at a path: values, or what is there instead of one. */
export interface Found {
  /** The one that satisfies the condition first. */
  readonly values: readonly FoundValue[];
  /** Values that are not shown. */
  readonly more: number;
  /** Where there is no value, or the one element of lists that counts has none: what there is. */
  readonly absent?: string;
}

export interface FoundValue {
  readonly type: "string" | "number" | "boolean" | "null";
  /** As JSON writes it, escaped and shortened. */
  readonly text: string;
  /** Why it is no match although it looks like one: `text, not a number`. */
  readonly note?: string;
}
