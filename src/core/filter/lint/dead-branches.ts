import { compilePattern } from "../compiled-pattern.ts";
import type { OrMember, Pattern, PatternMember, PatternObject } from "../pattern.ts";
import type { PatternLeaf } from "./pattern-leaves.ts";
import { ConditionSets, conditionsCover, hasEmptyStep, JoinedConditions } from "./rule-cover.ts";
import type { WorkBudget } from "./work-budget.ts";

/** A branch of a `$or` that lets nothing through that the others do not. */
export interface DeadBranch {
  readonly branch: PatternObject;
  /** The branch that does; absent where it takes several. */
  readonly by: PatternObject | undefined;
}

/** More ways through one branch are not looked at. */
const mostRules = 64;

/** Branches that could be left out, of equal ones the later. What cannot be told is not said. */
export function deadBranches(pattern: Pattern, leaves: readonly PatternLeaf[], budget: WorkBudget): DeadBranch[] {
  // Whether a record is looked at below an empty name depends on what else the pattern names.
  if (leaves.some(({ path }) => hasEmptyStep(path))) return [];
  const sets = new ConditionSets();
  return orsOf(pattern.root, "").flatMap(deadIn);

  function deadIn({ or, prefix }: PlacedOr): DeadBranch[] {
    const outside = leaves.filter(({ branches }) => !branches.some((place) => place.or === or));
    const surroundings: Surroundings = {
      paths: new Set(outside.map(({ path }) => path)),
      asksForAbsence: outside.some(({ condition }) => condition.mayBeAbsent),
      prefix,
    };
    let left = or.branches.map((branch) => ({ branch, rules: rulesOf(pattern, branch, budget) }));
    const dead: DeadBranch[] = [];
    for (const candidate of left.toReversed()) {
      if (candidate.rules === undefined || budget.isSpent) continue;
      const others = left.filter((other) => other !== candidate && other.rules !== undefined);
      const isCovered = (by: readonly JoinedConditions[]) =>
        candidate.rules?.every((rule) => by.some((other) => branchRuleCovers(other, rule, surroundings, sets, budget))) ?? false;
      const by = others.find(({ rules }) => isCovered(rules ?? []));
      if (by === undefined && !isCovered(others.flatMap(({ rules }) => rules ?? []))) continue;
      dead.unshift({ branch: candidate.branch, by: by?.branch });
      left = left.filter((other) => other !== candidate);
    }
    return dead;
  }
}

/** The conditions outside of a `$or`, which hold for all of its branches unless these replace them. */
interface Surroundings {
  readonly paths: ReadonlySet<string>;
  readonly asksForAbsence: boolean;
  /** The path of the object that the `$or` stands in, with a dot behind it. */
  readonly prefix: string;
}

/**
 * Whether a way through one branch accepts all that one through another accepts, whatever stands outside. What only the other
 * has must replace nothing outside, and nothing outside may ask for absence: see conditionsCover.
 */
function branchRuleCovers(
  ours: JoinedConditions,
  theirs: JoinedConditions,
  outside: Surroundings,
  sets: ConditionSets,
  budget: WorkBudget,
): boolean {
  if (conditionsCover(ours, theirs, sets, budget) !== "yes") return false;
  const onlyTheirs = theirs.conditions.filter(({ path }) => !ours.byPath.has(path));
  if (onlyTheirs.length > 0 && outside.asksForAbsence) return false;
  return !onlyTheirs.some(({ path }) => outside.paths.has(outside.prefix + path));
}

function rulesOf({ text }: Pattern, branch: PatternObject, budget: WorkBudget): readonly JoinedConditions[] | undefined {
  if (!budget.spend(branch.end - branch.start) || waysThrough(branch) > mostRules) return undefined;
  return compilePattern({ text, root: branch }).compiled?.rules.map(({ conditions }) => new JoinedConditions(conditions));
}

function waysThrough(object: PatternObject): number {
  return object.members.reduce((ways, member) => ways * waysThroughMember(member), 1);
}

function waysThroughMember(member: PatternMember): number {
  if (member.kind === "or") return member.branches.reduce((sum, branch) => sum + waysThrough(branch), 0);
  return member.node.kind === "object" ? waysThrough(member.node) : 1;
}

interface PlacedOr {
  readonly or: OrMember;
  /** The path of the object that it stands in, with a dot behind it. */
  readonly prefix: string;
}

function orsOf(object: PatternObject, prefix: string): PlacedOr[] {
  return object.members.flatMap((member) => {
    if (member.kind === "or") return [{ or: member, prefix }, ...member.branches.flatMap((branch) => orsOf(branch, prefix))];
    return member.node.kind === "object" ? orsOf(member.node, `${prefix}${member.name}.`) : [];
  });
}
