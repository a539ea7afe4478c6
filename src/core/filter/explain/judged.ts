import type { Condition, Rule } from "../compiled-pattern.ts";
import type { EventValue, EventValues } from "../event-values.ts";
import { satisfyingValues } from "../match.ts";
import type { PatternObject, ValueList } from "../pattern.ts";

/**
 * What a part of a pattern comes to. idle: it holds, but says nothing of the record's value. The order is that of what is
 * best to have: one branch of a `$or` is enough.
 */
const outcomes = ["holds", "idle", "skipped", "fails"] as const;
export type Outcome = (typeof outcomes)[number];

/** A pattern's tree with the outcome of each part, before it is decided how much of it is shown. */
export type Judged = JudgedGroup | JudgedCondition | JudgedTogether;

export interface JudgedGroup {
  readonly kind: "all-of" | "any-of";
  readonly outcome: Outcome;
  /** Worked out when asked for: of thousands of groups few are looked into. */
  members(): readonly Judged[];
}

export interface JudgedCondition {
  readonly kind: "condition";
  readonly outcome: Outcome | "overridden";
  readonly path: string;
  readonly list: ValueList;
  /** Absent when it does not count. */
  readonly condition?: Condition;
  /** Of the rule that holds and that it is part of. */
  readonly witness?: Witness;
}

/** The values that satisfy a rule's conditions together; undefined where it is that there is none. */
export type Witness = ReadonlyMap<Condition, EventValue | undefined>;

/** Conditions that hold one by one, but not together. */
interface JudgedTogether {
  readonly kind: "separate-elements";
  readonly outcome: "fails";
  readonly conditions: readonly Condition[];
}

/** What is judged: the values of an event, and what the engine makes of each rule. */
export interface Case {
  readonly root: PatternObject;
  /** One for each way through the pattern's `$or`s. */
  readonly rules: readonly JudgedRule[];
  readonly values: EventValues;
  /** Whether a path belongs to what the event says; on other paths there is never a value. */
  isData(path: string): boolean;
}

export interface JudgedRule {
  readonly rule: Rule;
  /** Its conditions on data are not looked at. */
  readonly skipped: boolean;
  readonly outcome: Outcome;
}

/** What the conditions of a rule are satisfied by, when it holds. */
export function witnessOf({ rule, outcome }: JudgedRule, values: EventValues): Witness | undefined {
  if (outcome !== "holds") return undefined;
  const chosen = satisfyingValues(rule, values);
  return new Map(rule.conditions.map((condition, index) => [condition, chosen[index]]));
}

export function allOf(members: readonly Judged[]): JudgedGroup {
  return { kind: "all-of", outcome: worst(members), members: () => members };
}

export function anyOf(members: readonly Judged[]): JudgedGroup {
  return { kind: "any-of", outcome: best(members), members: () => members };
}

/** What does not count cannot fail. */
function worst(members: readonly Judged[]): Outcome {
  const found = new Set(members.map(({ outcome }) => outcome));
  if (found.has("fails")) return "fails";
  if (found.has("skipped")) return "skipped";
  return found.has("holds") ? "holds" : "idle";
}

function best(members: readonly Judged[]): Outcome {
  const found = new Set(members.map(outcomeOf));
  return outcomes.find((outcome) => found.has(outcome)) ?? "fails";
}

/** A branch with nothing that counts lets everything through. */
export function outcomeOf({ outcome }: Judged): Outcome {
  return outcome === "overridden" ? "idle" : outcome;
}
