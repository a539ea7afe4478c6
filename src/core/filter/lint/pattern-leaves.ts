import { type Condition, compilePattern, pathOf } from "../compiled-pattern.ts";
import type { FieldMember, OrMember, Pattern, PatternObject, ValueList } from "../pattern.ts";

/** A field with a list of values, in the order of the text. */
export interface PatternLeaf {
  readonly path: string;
  readonly member: FieldMember & { readonly node: ValueList };
  /** As the engine sees the list. */
  readonly condition: Condition;
  /** The `$or`s around it, the outermost first. */
  readonly branches: readonly BranchPlace[];
}

interface BranchPlace {
  readonly or: OrMember;
  readonly branch: PatternObject;
}

export function patternLeaves(pattern: Pattern): PatternLeaf[] {
  const leaves: PatternLeaf[] = [];
  collect(pattern.root, [], []);
  return leaves;

  function collect(object: PatternObject, steps: readonly string[], branches: readonly BranchPlace[]): void {
    for (const member of object.members) {
      if (member.kind === "or") for (const branch of member.branches) collect(branch, steps, [...branches, { or: member, branch }]);
      else if (member.node.kind === "object") collect(member.node, [...steps, member.name], branches);
      else {
        const leaf = { ...member, node: member.node };
        const path = pathOf(steps, member.name);
        const condition = conditionOf(pattern, leaf, path);
        if (condition !== undefined) leaves.push({ path, member: leaf, condition, branches });
      }
    }
  }
}

/** The engine's own condition, of a pattern that has no other. */
function conditionOf({ text, root }: Pattern, member: FieldMember, path: string): Condition | undefined {
  const { compiled } = compilePattern({ text, root: { ...root, members: [member] } });
  const condition = compiled?.rules[0]?.conditions[0];
  return condition && { ...condition, path };
}
