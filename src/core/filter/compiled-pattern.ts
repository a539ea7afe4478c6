import { type CaseVariants, caseVariants } from "./ignoring-case.ts";
import type { FieldMember, Matcher, Pattern, PatternObject, ValueList } from "./pattern.ts";
import type { PatternError } from "./pattern-error.ts";
import { parseWildcard, type WildcardParts } from "./wildcard.ts";

/** A pattern as it is matched: one rule for each way through its `$or`s. A record has to satisfy one rule whole. */
export interface CompiledPattern {
  readonly rules: readonly Rule[];
  /** Steps of paths that any rule names; fields of a record with other names need not be looked at. */
  readonly steps: ReadonlySet<string>;
}

/** Conditions that are joined by "and", in the order of their paths (UTF-16), as AWS's library goes through them. */
export interface Rule {
  readonly conditions: readonly Condition[];
}

/** One of the tests has to hold for one of the values at the path. */
export interface Condition {
  /** Field names joined by dots: `a.b` is the same path as `b` inside `a`. */
  readonly path: string;
  readonly member: FieldMember;
  readonly list: ValueList;
  readonly tests: readonly ValueTest[];
  /** `exists: false` is among the tests: no value at the path is fine, too. */
  readonly mayBeAbsent: boolean;
  /** With a numeric test in the list, numbers that can be compared are compared as numbers only. */
  readonly comparesNumbers: boolean;
}

/** A matcher with what its tests need worked out once. */
export interface ValueTest {
  readonly matcher: Matcher;
  /** For `equals-ignore-case`, alone or inside `prefix` and `suffix`: of the text. For `anything-but`: of each text. */
  readonly variants?: readonly CaseVariants[];
  /** For anything-but wildcard. */
  readonly wildcards?: readonly WildcardParts[];
}

export type Compilation =
  | { readonly compiled: CompiledPattern; readonly error?: never }
  | { readonly compiled?: never; readonly error: PatternError };

/** More fields in one rule are refused by AWS's library (event-ruler, GenericMachine). */
const mostFields = 256;

/** Ours: 16 times what EventBridge is said to allow (1,000), and bearable to work through. */
export const mostRules = 16_384;

/** Ours, too: rules times fields; what is behind takes seconds and the memory of a small machine. */
const mostConditions = 2_000_000;

/**
 * Works out the rules of a pattern. `$or`s multiply; where a later condition is on the path of an earlier one it takes its
 * place, in the order of the text, also across `$or` (event-ruler, JsonRuleCompiler). The error says what is too large.
 */
export function compilePattern(pattern: Pattern): Compilation {
  const { root } = pattern;
  const combinations = countRules(root, 1);
  if (combinations > mostRules) return { error: tooLarge(root, `$or combinations are more than ${mostRules}`) };
  if (combinations * countLeaves(root) > mostConditions)
    return { error: tooLarge(root, `conditions of all $or combinations are more than ${mostConditions}`) };
  const rules = expand(root, [], [undefined]).map(effective);
  if (rules.some((rule) => rule.size > mostFields)) return { error: tooLarge(root, `Size of rule exceeds max value of ${mostFields}`) };
  const paths = [...new Set(rules.flatMap((rule) => [...rule.keys()]))].sort((a, b) => (a < b ? -1 : 1));
  const places = new Map(paths.map((path, place) => [path, place]));
  const conditions = new Map<FieldMember, Condition>();
  const once = ({ path, member }: Leaf): Condition => {
    const condition = conditions.get(member) ?? conditionOf(path, member, member.node);
    conditions.set(member, condition);
    return condition;
  };
  const inOrder = rules.map((rule) => ({
    conditions: [...rule.values()].sort((a, b) => (places.get(a.path) ?? 0) - (places.get(b.path) ?? 0)).map(once),
  }));
  return { compiled: { rules: inOrder, steps: new Set(paths.flatMap(stepsOf)) } };
}

function tooLarge({ start, end }: PatternObject, message: string): PatternError {
  return { kind: "too-large", start, end, message };
}

/** How many rules the pattern comes to: `$or`s beside each other multiply, branches add up. Infinity when beyond counting. */
export function combinationsOf(pattern: Pattern): number {
  return countRules(pattern.root, 1);
}

function countRules(object: PatternObject, before: number): number {
  let count = before;
  for (const member of object.members) {
    if (member.kind === "or") {
      const entering = count;
      count = member.branches.reduce((sum, branch) => sum + countRules(branch, entering), 0);
    } else if (member.node.kind === "object") count = countRules(member.node, count);
  }
  return count;
}

function countLeaves(object: PatternObject): number {
  let count = 0;
  for (const member of object.members) {
    if (member.kind === "or") for (const branch of member.branches) count += countLeaves(branch);
    else count += member.node.kind === "object" ? countLeaves(member.node) : 1;
  }
  return count;
}

/** A condition of a rule, and the one that came before it: rules share their beginnings. */
interface Leaf {
  readonly path: string;
  readonly member: FieldMember & { readonly node: ValueList };
  readonly before: Leaf | undefined;
}

function expand(object: PatternObject, steps: readonly string[], begun: readonly (Leaf | undefined)[]): readonly (Leaf | undefined)[] {
  let rules = begun;
  for (const member of object.members) {
    if (member.kind === "or") {
      const entering = rules;
      rules = member.branches.flatMap((branch) => expand(branch, steps, entering));
    } else if (member.node.kind === "object") rules = expand(member.node, [...steps, member.name], rules);
    else {
      const path = pathOf(steps, member.name);
      const leaf = { ...member, node: member.node };
      rules = rules.map((before) => ({ path, member: leaf, before }));
    }
  }
  return rules;
}

/** The last condition on each path. */
function effective(last: Leaf | undefined): ReadonlyMap<string, Leaf> {
  const byPath = new Map<string, Leaf>();
  for (let leaf = last; leaf !== undefined; leaf = leaf.before) if (!byPath.has(leaf.path)) byPath.set(leaf.path, leaf);
  return byPath;
}

/** As the library joins them: a single empty name at the top disappears. */
export function pathOf(steps: readonly string[], name: string): string {
  const base = steps.join(".");
  return base === "" ? name : `${base}.${name}`;
}

/** As Java splits: no empty steps at the end, so that nothing is left of dots alone. */
function stepsOf(path: string): string[] {
  const steps = path.replace(/\.+$/, "");
  return steps === "" && path !== "" ? [] : steps.split(".");
}

function conditionOf(path: string, member: FieldMember, list: ValueList): Condition {
  const tests = list.matchers.map(testOf);
  return {
    path,
    member,
    list,
    tests,
    mayBeAbsent: list.matchers.some((matcher) => matcher.kind === "exists" && !matcher.present),
    comparesNumbers: list.matchers.some(isNumeric),
  };
}

function isNumeric(matcher: Matcher): boolean {
  switch (matcher.kind) {
    case "number":
      return matcher.value !== undefined;
    case "numeric":
      return true;
    case "anything-but":
      return matcher.operand.kind === "numbers";
    default:
      return false;
  }
}

function testOf(matcher: Matcher): ValueTest {
  switch (matcher.kind) {
    case "equals-ignore-case":
      return { matcher, variants: [caseVariants(matcher.text)] };
    case "prefix":
    case "suffix":
      return matcher.ignoreCase ? { matcher, variants: [caseVariants(matcher.text)] } : { matcher };
    case "anything-but": {
      const { operand } = matcher;
      if (operand.kind === "equals-ignore-case") return { matcher, variants: operand.texts.map(caseVariants) };
      if (operand.kind === "wildcard") return { matcher, wildcards: operand.texts.map(wildcardPartsOf) };
      return { matcher };
    }
    default:
      return { matcher };
  }
}

function wildcardPartsOf(text: string): WildcardParts {
  const parts = parseWildcard(text);
  // Refused when the pattern was parsed.
  return "error" in parts ? [text] : parts;
}
