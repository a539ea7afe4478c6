import { combinationsOf, compilePattern } from "../compiled-pattern.ts";
import { JsonSyntaxError } from "../json-tokens.ts";
import { type JsonNode, readJson } from "../json-tree.ts";
import { type KafkaFilter, kafkaFilter } from "../kafka-filter.ts";
import { parsePattern } from "../parse-pattern.ts";
import type { Pattern } from "../pattern.ts";
import type { PatternError } from "../pattern-error.ts";
import { type PatternLeaf, patternLeaves } from "./pattern-leaves.ts";
import { ConditionSets } from "./rule-cover.ts";
import { stepsForRule, WorkBudget } from "./work-budget.ts";

/** `lambda` warns of what only EventBridge's documentation has. */
export type FilterDialect = "lambda" | "eventbridge";

export interface LintOptions {
  readonly dialect: FilterDialect;
}

/** A pattern with all that rules want to know of it, worked out once. */
export interface LintSubject extends LintOptions {
  /** Which filter of its mapping it is, counted from 1. */
  readonly number: number;
  readonly text: string;
  /** Absent when the text is no JSON. */
  readonly tree: JsonNode | undefined;
  /** False when something follows the pattern. */
  readonly restIsBlank: boolean;
  readonly errors: readonly PatternError[];
  /** Absent when there are errors. */
  readonly pattern: Pattern | undefined;
  /** The fields that have conditions; none when there are errors. */
  readonly leaves: readonly PatternLeaf[];
  /** How many rules its `$or`s come to. */
  readonly combinations: number;
  /** Absent when there are errors, or when the rules are too many to be worked out here. */
  readonly filter: KafkaFilter | undefined;
  readonly sets: ConditionSets;
  readonly budget: WorkBudget;
}

/** Rules times fields that are worked out: each rule costs its fields. */
const mostCells = 40_000;

/** Reads a pattern for the rules. Never throws. */
export function lintSubject(text: string, { dialect }: LintOptions, number = 1): LintSubject {
  const { pattern, errors: parseErrors } = parsePattern(text);
  const leaves = pattern === undefined ? [] : patternLeaves(pattern);
  const combinations = pattern === undefined ? 0 : combinationsOf(pattern);
  const { compiled, error } = pattern !== undefined && combinations * leaves.length <= mostCells ? compilePattern(pattern) : {};
  return {
    number,
    text,
    dialect,
    ...jsonOf(text),
    errors: error === undefined ? parseErrors : [error],
    pattern: error === undefined ? pattern : undefined,
    leaves,
    combinations,
    filter: compiled && kafkaFilter(compiled),
    sets: new ConditionSets(),
    budget: new WorkBudget(stepsForRule),
  };
}

function jsonOf(text: string): Pick<LintSubject, "tree" | "restIsBlank"> {
  try {
    const { node, restIsBlank } = readJson(text);
    return { tree: node, restIsBlank };
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return { tree: undefined, restIsBlank: true };
  }
}
