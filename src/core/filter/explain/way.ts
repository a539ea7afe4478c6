import { pathOf } from "../compiled-pattern.ts";
import type { PatternObject, ValueList } from "../pattern.ts";

/** A condition as the pattern has it, whether or not it counts. */
export interface WrittenCondition {
  readonly path: string;
  readonly list: ValueList;
}

/** All conditions on one way through the `$or`s of a pattern, in the order of the text; ways are numbered as `compilePattern` numbers its rules. */
export function conditionsOnWay(root: PatternObject, way: number): readonly WrittenCondition[] {
  const found: WrittenCondition[] = [];
  walkBack(root, [], { way, ways: waysThrough(root, 1) }, found);
  return found.toReversed();
}

/** The way among all that there are from the start up to a place. */
interface Choice {
  readonly way: number;
  readonly ways: number;
}

/** From the end of an object, since ways that part later lie further apart: gives what remains to be chosen before it. */
function walkBack(object: PatternObject, steps: readonly string[], choice: Choice, found: WrittenCondition[]): Choice {
  let at = choice;
  for (const member of object.members.toReversed()) {
    if (member.kind === "or") at = takeBranch(member.branches, steps, at, found);
    else if (member.node.kind === "object") at = walkBack(member.node, [...steps, member.name], at, found);
    else found.push({ path: pathOf(steps, member.name), list: member.node });
  }
  return at;
}

function takeBranch(
  branches: readonly PatternObject[],
  steps: readonly string[],
  { way, ways }: Choice,
  found: WrittenCondition[],
): Choice {
  const entering = ways / branches.reduce((sum, branch) => sum + waysThrough(branch, 1), 0);
  let before = 0;
  for (const branch of branches) {
    const inBranch = waysThrough(branch, entering);
    if (way < before + inBranch) return walkBack(branch, steps, { way: way - before, ways: inBranch }, found);
    before += inBranch;
  }
  return { way: 0, ways: entering };
}

function waysThrough(object: PatternObject, entering: number): number {
  let ways = entering;
  for (const member of object.members) {
    if (member.kind === "or") {
      const before = ways;
      ways = member.branches.reduce((sum, branch) => sum + waysThrough(branch, before), 0);
    } else if (member.node.kind === "object") ways = waysThrough(member.node, ways);
  }
  return ways;
}
