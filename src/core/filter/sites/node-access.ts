import type { DocumentNode, Member, ObjectNode } from "./document-node.ts";

/** From the root of a document: names of members, and indices of items. */
export type NodePath = readonly (string | number)[];

/** The members of an object; none of anything else. */
export function membersOf(node: DocumentNode | undefined): readonly Member[] {
  return node?.kind === "object" ? node.members() : [];
}

export function memberOf(node: DocumentNode | undefined, name: string): Member | undefined {
  return node?.kind === "object" ? node.member(name) : undefined;
}

export function valueAt(node: DocumentNode | undefined, ...names: readonly string[]): DocumentNode | undefined {
  return names.reduce((outer, name) => memberOf(outer, name)?.value, node);
}

/** The items of a list; none of anything else. */
export function itemsOf(node: DocumentNode | undefined): readonly DocumentNode[] {
  return node?.kind === "list" ? node.items() : [];
}

/** The text of a scalar, also of one that looks like a number. */
export function textOf(node: DocumentNode | undefined): string | undefined {
  return node?.kind === "scalar" ? node.text : undefined;
}

export function has(node: ObjectNode, name: string): boolean {
  return memberOf(node, name) !== undefined;
}

/** `path` and the steps below it: `Resources.Orders.Properties.FilterCriteria.Filters[0].Pattern`; names that are no words are quoted: `Resources["a.b"]`. */
export function joined(path: string, ...steps: NodePath): string {
  return steps.reduce<string>((before, step) => before + written(step, before === ""), path);
}

function written(step: string | number, isFirst: boolean): string {
  if (typeof step === "number") return `[${step}]`;
  if (!/^[\p{L}\p{N}_:$-]+$/u.test(step)) return `[${JSON.stringify(step)}]`;
  return isFirst ? step : `.${step}`;
}
