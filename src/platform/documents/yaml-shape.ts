import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair } from "yaml";
import type { BrokenBound } from "./bounds.ts";

/** What the aliases of a document mean. */
export interface YamlShape {
  readonly kind: "shape";
  /** What an alias stands for. */
  readonly target: ReadonlyMap<Alias, Node>;
  /** What some alias stands for. */
  readonly shared: ReadonlySet<Node>;
}

export interface ShapeBounds {
  /** Characters, if each alias were written out. */
  readonly characters: number;
  /** Collections in one another, if each alias were written out. */
  readonly levels: number;
}

/**
 * Finds out what aliases stand for, and refuses what YAML does not allow (one name twice) and what nobody could write out
 * (aliases of aliases). Takes time and stack by what is written, not by what it stands for.
 */
export function yamlShape(document: Document.Parsed, bounds: ShapeBounds): YamlShape | (BrokenBound & { readonly kind: "broken" }) {
  const survey: Survey = { target: new Map(), shared: new Set(), anchors: new Map(), sizes: new Map(), bounds };
  try {
    measure(document.contents, survey);
    return { kind: "shape", target: survey.target, shared: survey.shared };
  } catch (error) {
    if (error instanceof Fault) return { kind: "broken", offset: error.offset, reason: error.message };
    throw error;
  }
}

class Fault extends Error {
  readonly offset: number;

  constructor(node: Node, reason: string) {
    super(reason);
    this.offset = node.range?.[0] ?? 0;
  }
}

interface Size {
  readonly characters: number;
  readonly levels: number;
}

interface Survey {
  readonly target: Map<Alias, Node>;
  readonly shared: Set<Node>;
  /** By name; the last one so far. */
  readonly anchors: Map<string, Node>;
  /** Of anchored nodes that are read to their end. */
  readonly sizes: Map<Node, Size>;
  readonly bounds: ShapeBounds;
}

const nothing: Size = { characters: 0, levels: 0 };

function measure(node: Node | null, survey: Survey): Size {
  if (node === null) return nothing;
  if (isAlias(node)) return measureAlias(node, survey);
  const anchor = (node as { readonly anchor?: string }).anchor;
  if (anchor !== undefined) survey.anchors.set(anchor, node);
  const size = isScalar(node) ? { characters: 1 + String(node.source ?? "").length, levels: 0 } : measureCollection(node, survey);
  if (size.characters > survey.bounds.characters || size.levels > survey.bounds.levels)
    throw new Fault(node, "its aliases stand for more than anybody could write out");
  if (anchor !== undefined) survey.sizes.set(node, size);
  return size;
}

function measureAlias(alias: Alias, survey: Survey): Size {
  const target = survey.anchors.get(alias.source);
  if (target === undefined) throw new Fault(alias, `no anchor before this alias has the name ${alias.source}`);
  const size = survey.sizes.get(target);
  if (size === undefined) throw new Fault(alias, "an alias inside what it stands for");
  survey.target.set(alias, target);
  survey.shared.add(target);
  return size;
}

function measureCollection(node: Node, survey: Survey): Size {
  if (isMap(node)) refuseDoubledNames(node.items as readonly Pair[]);
  const children = isMap(node) ? node.items.flatMap(({ key, value }) => [key, value]) : isSeq(node) ? node.items : [];
  let [characters, levels] = [1, 0];
  for (const child of children) {
    const size = measure(child as Node | null, survey);
    characters += size.characters;
    levels = Math.max(levels, size.levels);
  }
  return { characters, levels: levels + 1 };
}

function refuseDoubledNames(pairs: readonly Pair[]): void {
  const names = new Set<string>();
  for (const { key } of pairs) {
    if (!isScalar(key)) continue;
    const name = String(key.source ?? "");
    if (names.has(name)) throw new Fault(key, "names in one object must be unique, and this one is there already");
    names.add(name);
  }
}
