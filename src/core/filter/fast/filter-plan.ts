import type { Condition } from "../compiled-pattern.ts";
import { isDataPath, type KafkaFilter } from "../kafka-filter.ts";
import { noBranch, notInOneElement, type RejectionIndex, tryingOrder } from "../rejection.ts";
import { utf8 } from "./bytes.ts";

/** A filter as it is matched against objects: its conditions once each, and the way to them. */
export interface FilterPlan {
  readonly conditions: readonly Condition[];
  /** For each rule that is about objects the indexes of its conditions, in the order of their paths. */
  readonly rules: readonly (readonly number[])[];
  /** The conditions of `tryingOrder`. */
  readonly tried: readonly number[];
  /** What an object that satisfies no rule is put down to when none of `tried` is guilty. */
  readonly otherwise: RejectionIndex;
  readonly root: PathNode;
  /** By condition: the last name on the way to its values; undefined where no field of an object can be. */
  readonly lastNames: readonly (string | undefined)[];
}

/** A place in an object that conditions are about, or that is on the way to one. */
export interface PathNode {
  readonly children: PathStep[];
  /** 1 for each byte that the name of a child begins with. */
  readonly firstBytes: Uint8Array;
  readonly conditions: number[];
}

export interface PathStep {
  /** As in the object when nothing in it is escaped. */
  readonly name: Uint8Array;
  readonly node: PathNode;
}

/** More make the bookkeeping cost more than parsing does. */
const mostRules = 64;
const mostConditions = 128;
const mostNames = 32;

/** Undefined when the filter is better left to the plain engine: too many rules, or strange names. */
export function planFilter(filter: KafkaFilter): FilterPlan | undefined {
  const rules = filter.rules.flatMap(({ rule, wants }) => (wants === "json" ? [rule] : []));
  if (rules.length > mostRules) return undefined;
  const order = tryingOrder(filter);
  const conditions = [...new Set([...order, ...rules.flatMap((rule) => rule.conditions)])];
  if (conditions.length > mostConditions) return undefined;
  const root = emptyNode();
  const ways = conditions.map(({ path }) => (isDataPath(path) && path !== "value" ? path.split(".").slice(1) : undefined));
  for (const [index, names] of ways.entries()) if (names !== undefined && !addWay(root, names, index)) return undefined;
  const indexes = (some: readonly Condition[]) => some.map((condition) => conditions.indexOf(condition));
  return {
    conditions,
    rules: rules.map((rule) => indexes(rule.conditions)),
    tried: indexes(order),
    otherwise: filter.rules.length > 1 ? noBranch : notInOneElement,
    root,
    lastNames: ways.map((names) => names?.at(-1)),
  };
}

function addWay(root: PathNode, names: readonly string[], condition: number): boolean {
  if (names.length > mostNames) return false;
  let node = root;
  for (const text of names) {
    const name = isPlainName(text) ? utf8(text) : undefined;
    if (name === undefined) return false;
    let next = node.children.find((child) => isSame(child.name, name));
    if (next === undefined) {
      next = { name, node: emptyNode() };
      node.children.push(next);
      node.firstBytes[name[0] ?? 0] = 1;
    }
    node = next.node;
  }
  node.conditions.push(condition);
  return true;
}

function emptyNode(): PathNode {
  return { children: [], firstBytes: new Uint8Array(256), conditions: [] };
}

/** A name that can stand in JSON as it is; an empty one is joined to others in ways of its own. */
function isPlainName(name: string): boolean {
  return name !== "" && !/["\\\p{Cc}]/u.test(name);
}

function isSame(name: Uint8Array, other: Uint8Array): boolean {
  return name.length === other.length && name.every((byte, index) => byte === other[index]);
}
