import { pathOf } from "../compiled-pattern.ts";
import type { PatternObject, ValueList } from "../pattern.ts";

/** Whether a later condition on the same path takes a condition's place: on each way through the `$or`s, or on some of them. */
export type Overriding = "always" | "sometimes";

/** The conditions of a pattern whose place a later one takes, by their lists. */
export function overriddenLists(root: PatternObject): ReadonlyMap<ValueList, Overriding> {
  const found = new Map<ValueList, Overriding>();
  collect(root, [], () => undefined, found);
  return found;
}

type Coverage = Map<string, Overriding>;
type Later = (path: string) => Overriding | undefined;

/** Goes through an object from its end; gives the paths that it has conditions on. */
function collect(object: PatternObject, steps: readonly string[], later: Later, found: Map<ValueList, Overriding>): Coverage {
  const covered: Coverage = new Map();
  const behind: Later = (path) => {
    const here = covered.get(path);
    return here === "always" ? here : (later(path) ?? here);
  };
  for (const member of object.members.toReversed()) {
    if (member.kind === "or") {
      const branches = member.branches.map((branch) => collect(branch, steps, behind, found));
      for (const [path, coverage] of together(branches)) cover(covered, path, coverage);
    } else if (member.node.kind === "object") {
      for (const [path, coverage] of collect(member.node, [...steps, member.name], behind, found)) cover(covered, path, coverage);
    } else {
      const path = pathOf(steps, member.name);
      const overriding = behind(path);
      if (overriding !== undefined) found.set(member.node, overriding);
      covered.set(path, "always");
    }
  }
  return covered;
}

function cover(covered: Coverage, path: string, coverage: Overriding): void {
  if (covered.get(path) !== "always") covered.set(path, coverage);
}

/** Only one of the branches is taken: a path is surely covered when all of them cover it. */
function together(branches: readonly Coverage[]): Coverage {
  const counts = new Map<string, number>();
  for (const branch of branches)
    for (const [path, coverage] of branch) counts.set(path, (counts.get(path) ?? 0) + (coverage === "always" ? 1 : 0));
  return new Map([...counts].map(([path, count]) => [path, count === branches.length ? "always" : "sometimes"]));
}
