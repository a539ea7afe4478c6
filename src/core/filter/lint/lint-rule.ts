import type { Severity } from "../../finding.ts";
import type { FilterFinding } from "../filter-finding.ts";
import type { LintSubject } from "./lint-subject.ts";

/** Something that can be wrong with filters. Reports of other tools (SARIF) show the same words. */
export interface LintRule {
  /** MSK100–129 patterns, MSK140–149 the list that they stand in. */
  readonly id: FilterRuleId;
  /** Of its findings; the most severe first. */
  readonly severities: readonly Severity[];
  /** What is the matter, in a few words. */
  readonly title: string;
  readonly example: RuleExample;
}

type FilterRuleId = `MSK1${string}`;

interface RuleExample {
  /** The filters of one mapping; `undefined` stands for a pattern that cannot be known. */
  readonly filters: readonly (string | undefined)[];
  /** How the message begins that the last of them gets. */
  readonly says: string;
  /** For documents, where they are too long to be read. */
  readonly described?: string;
}

/** Looks at one pattern. */
export interface PatternRule extends LintRule {
  readonly scope: "pattern";
  check(subject: LintSubject): Iterable<RuleFinding>;
}

/** Looks at the filters of one mapping together. */
export interface FiltersRule extends LintRule {
  readonly scope: "filters";
  check(filters: readonly LintSubject[]): Iterable<FiltersFinding>;
}

/** Is told by whoever reads the list that patterns stand in; see lint-container.ts. */
export interface ContainerRule extends LintRule {
  readonly scope: "container";
}

export type AnyRule = PatternRule | FiltersRule | ContainerRule;

/** A finding before it has its rule's id. */
export type RuleFinding = Omit<FilterFinding, "id">;

export interface FiltersFinding extends RuleFinding {
  /** Of which filter it is, counted from 0. */
  readonly filter: number;
}
