import { pathOf } from "../compiled-pattern.ts";
import type { FieldMember, Pattern, PatternMember, PatternObject, ValueList } from "../pattern.ts";

type Leaf = FieldMember & { readonly node: ValueList };

/** A condition that a later one on the same path takes the place of. */
export interface Override {
  readonly path: string;
  readonly earlier: FieldMember;
  readonly later: FieldMember;
  /** No way through the `$or`s leaves the earlier one in force. */
  readonly always: boolean;
}

/** Conditions in force so far, by path; a branch sees those before it and adds its own. */
class InForce {
  readonly #before: InForce | undefined;
  readonly #own = new Map<string, ReadonlySet<Leaf>>();

  constructor(before?: InForce) {
    this.#before = before;
  }

  at(path: string): ReadonlySet<Leaf> {
    return this.#own.get(path) ?? this.#before?.at(path) ?? none;
  }

  put(path: string, leaves: ReadonlySet<Leaf>): void {
    this.#own.set(path, leaves);
  }

  get own(): ReadonlyMap<string, ReadonlySet<Leaf>> {
    return this.#own;
  }

  all(): ReadonlySet<Leaf> {
    return new Set([...this.#own.values()].flatMap((leaves) => [...leaves]));
  }
}

const none: ReadonlySet<Leaf> = new Set();

/** All overrides of a pattern, in the order of the text (compiled-pattern.ts does the same to each rule). */
export function overriddenLeaves({ root }: Pattern): Override[] {
  const overrides: Omit<Override, "always">[] = [];
  const end = new InForce();
  walk(root, [], end);
  const alive = end.all();
  return overrides.map((override) => ({ ...override, always: !alive.has(override.earlier as Leaf) }));

  function walk(object: PatternObject, steps: readonly string[], inForce: InForce): void {
    for (const member of object.members) {
      if (member.kind === "or") walkBranches(member, steps, inForce);
      else if (isLeaf(member)) {
        const path = pathOf(steps, member.name);
        for (const earlier of inForce.at(path)) overrides.push({ path, earlier, later: member });
        inForce.put(path, new Set([member]));
      } else if (member.node.kind === "object") walk(member.node, [...steps, member.name], inForce);
    }
  }

  function walkBranches({ branches }: PatternMember & { readonly kind: "or" }, steps: readonly string[], inForce: InForce): void {
    const ends = branches.map((branch) => {
      const inside = new InForce(inForce);
      walk(branch, steps, inside);
      return inside;
    });
    for (const [path, leaves] of merged(ends, inForce)) inForce.put(path, leaves);
  }
}

/** What may be in force behind the branches: where one says nothing of a path, what was in force before. */
function merged(ends: readonly InForce[], before: InForce): Map<string, ReadonlySet<Leaf>> {
  const saying = new Map<string, ReadonlySet<Leaf>[]>();
  for (const [path, leaves] of ends.flatMap(({ own }) => [...own])) {
    const others = saying.get(path);
    if (others === undefined) saying.set(path, [leaves]);
    else others.push(leaves);
  }
  return new Map(
    [...saying].map(([path, sets]) => {
      const all = sets.length < ends.length ? [...sets, before.at(path)] : sets;
      return [path, new Set(all.flatMap((each) => [...each]))];
    }),
  );
}

function isLeaf(member: FieldMember): member is Leaf {
  return member.node.kind === "values";
}
