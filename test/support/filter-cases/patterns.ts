import type { Dice } from "./dice.ts";
import type { Leaf } from "./events.ts";
import { space, stringText } from "./json-text.ts";
import { condition } from "./operators.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** A pattern as a tree: members in text order, `$or` among them. */
interface Node {
  readonly members: Member[];
}

type Member =
  | { readonly kind: "object"; readonly key: string; readonly node: Node }
  | { readonly kind: "values"; readonly key: string; readonly values: readonly string[] }
  | { readonly kind: "or"; readonly branches: readonly Node[] };

/** A pattern that asks for places of the event more often than not; nearly always one that compiles. */
export function randomPattern(roll: Dice, words: Vocabulary, leaves: readonly Leaf[], orChance: number): string {
  const node = randomNode(roll, words, leaves, orChance, 1 + roll.below(3));
  return space(roll) + print(roll, words, node) + space(roll);
}

function randomNode(roll: Dice, words: Vocabulary, leaves: readonly Leaf[], orChance: number, fields: number): Node {
  const node: Node = { members: [] };
  for (let index = 0; index < fields; index++) {
    if (roll.chance(orChance)) {
      const branches = Array.from({ length: 2 + roll.below(2) }, () => randomNode(roll, words, leaves, orChance * 0.4, 1 + roll.below(2)));
      addOr(roll, node, branches);
    } else {
      addField(roll, words, node, leaves);
    }
  }
  return node;
}

function addField(roll: Dice, words: Vocabulary, root: Node, leaves: readonly Leaf[]): void {
  const leaf = leaves.length > 0 && roll.chance(0.85) ? roll.pick(leaves) : undefined;
  const path = leaf === undefined || leaf.path.length === 0 ? randomPath(roll, words) : respelled(roll, leaf.path);
  const values = Array.from({ length: roll.weighted({ 1: 6, 2: 3, 3: 1 }) === "1" ? 1 : 2 + roll.below(2) }, () =>
    condition(roll, words, leaf),
  );
  let node = root;
  for (const key of path.slice(0, -1)) node = childOf(roll, node, key);
  node.members.push({ kind: "values", key: path.at(-1) ?? "a", values });
}

/** `{"a":{"b":…}}` and `{"a.b":…}` ask for the same place. */
function respelled(roll: Dice, path: readonly string[]): readonly string[] {
  return path.length > 1 && roll.chance(0.12) ? [path.slice(0, 2).join("."), ...path.slice(2)] : path;
}

function randomPath(roll: Dice, words: Vocabulary): readonly string[] {
  return Array.from({ length: 1 + roll.below(3) }, () => roll.pick(words.keys));
}

function childOf(roll: Dice, node: Node, key: string): Node {
  const existing = node.members.find((member) => member.kind === "object" && member.key === key);
  if (existing?.kind === "object" && roll.chance(0.95)) return existing.node;
  const child: Node = { members: [] };
  node.members.push({ kind: "object", key, node: child });
  return child;
}

/** At the top, or below a field that the pattern already has: `$or` may stand on any level. */
function addOr(roll: Dice, root: Node, branches: readonly Node[]): void {
  const below = root.members.find((member) => member.kind === "object");
  const target = below?.kind === "object" && roll.chance(0.4) ? below.node : root;
  target.members.push({ kind: "or", branches });
}

function print(roll: Dice, words: Vocabulary, node: Node): string {
  const members = node.members.map((member) => {
    const value =
      member.kind === "object"
        ? print(roll, words, member.node)
        : member.kind === "values"
          ? list(roll, member.values)
          : list(
              roll,
              member.branches.map((branch) => print(roll, words, branch)),
            );
    const key = stringText(roll, member.kind === "or" ? "$or" : member.key, words.escapes / 4);
    return `${space(roll)}${key}${space(roll)}:${space(roll)}${value}`;
  });
  return `{${members.join(`${space(roll)},`)}${space(roll)}}`;
}

function list(roll: Dice, elements: readonly string[]): string {
  return `[${space(roll)}${elements.join(`${space(roll)},${space(roll)}`)}${space(roll)}]`;
}
