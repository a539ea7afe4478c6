import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import type { DocumentNode, Member, ScalarNode } from "../../core/filter/sites/document-node.ts";
import { textTrace } from "../../core/filter/sites/traced-text.ts";
import { type ScalarStyle, spelledIn, tracedScalar, type WrittenScalar } from "./scalar-offsets.ts";
import type { YamlShape } from "./yaml-shape.ts";

/** Where nodes are from. */
export interface YamlSource {
  readonly text: string;
  readonly shape: YamlShape;
  /** What aliases led to: made once, or merges of merges would be made time and again. */
  readonly aliased: Map<Node, DocumentNode>;
}

/** A node of YAML in our words. `shared` when an alias led here. */
export function nodeOf(yaml: YamlSource, node: Node, shared = false): DocumentNode {
  const target = isAlias(node) ? yaml.shape.target.get(node) : undefined;
  if (target !== undefined) {
    const known = yaml.aliased.get(target) ?? nodeOf(yaml, target, true);
    yaml.aliased.set(target, known);
    return known;
  }
  const isShared = shared || yaml.shape.shared.has(node);
  if (isMap(node)) return objectOf(yaml, node, isShared);
  if (isSeq(node)) return listOf(yaml, node, isShared);
  return scalarOf(yaml, node as Scalar, isShared);
}

function objectOf(yaml: YamlSource, map: YAMLMap, shared: boolean): DocumentNode {
  let members: readonly Member[] | undefined;
  const place = { start: map.range?.[0] ?? 0, end: endOf(yaml, map), tag: tagOf(map), shared };
  const all = () => (members ??= membersOf(yaml, map, shared));
  return { ...place, kind: "object", members: all, member: (name) => all().find((member) => member.name === name) };
}

function listOf(yaml: YamlSource, list: YAMLSeq, shared: boolean): DocumentNode {
  let items: readonly DocumentNode[] | undefined;
  const place = { start: list.range?.[0] ?? 0, end: endOf(yaml, list), tag: tagOf(list), shared };
  return { ...place, kind: "list", items: () => (items ??= list.items.map((item) => nodeOf(yaml, item as Node, shared))) };
}

/** `<<: *defaults` brings in what is not there by itself (https://yaml.org/type/merge.html); YAML 1.2 has left it out, readers have not. */
function membersOf(yaml: YamlSource, map: YAMLMap, shared: boolean): Member[] {
  const own = new Set(map.items.map(({ key }) => nameIn(key)));
  return map.items.flatMap((pair) => {
    if (!isMergeKey(pair)) return [memberOf(yaml, pair, shared)];
    const merged = nodeOf(yaml, pair.value as Node, shared);
    const objects = merged.kind === "list" ? merged.items() : [merged];
    return objects
      .flatMap((object) => (object.kind === "object" ? object.members() : []))
      .filter(({ name }) => !own.has(name) && own.add(name));
  });
}

function isMergeKey({ key, value }: Pair): boolean {
  return isScalar(key) && key.type === Scalar.PLAIN && key.source === "<<" && value !== null;
}

function memberOf(yaml: YamlSource, { key, value }: Pair, shared: boolean): Member {
  const nameNode = scalarOf(yaml, key as Scalar, shared);
  return { name: nameNode.text, nameNode, value: value === null ? emptyAt(nameNode.end, shared) : nodeOf(yaml, value as Node, shared) };
}

function nameIn(key: unknown): string {
  return isScalar(key) ? String(key.source ?? "") : "";
}

const styles = new Map<string | undefined, ScalarStyle>([
  [Scalar.PLAIN, "plain"],
  [Scalar.QUOTE_SINGLE, "single-quoted"],
  [Scalar.QUOTE_DOUBLE, "double-quoted"],
  [Scalar.BLOCK_LITERAL, "literal"],
  [Scalar.BLOCK_FOLDED, "folded"],
]);

function scalarOf(yaml: YamlSource, scalar: Scalar, shared: boolean): ScalarNode {
  const written = writtenScalar(yaml, scalar);
  const { start, end } = { start: scalar.range?.[0] ?? 0, end: endOf(yaml, scalar) };
  // Without a type of its own, what YAML reads is the text: the document is read with the schema of text.
  const text = String(scalar.source ?? "");
  const traced = () => {
    const trace = tracedScalar(written);
    return trace.text === text ? trace : tracedAsWhole(text, start, end);
  };
  const indent = written.style === "literal" ? (/^ */.exec(written.source)?.[0] ?? "") : "";
  return {
    kind: "scalar",
    start,
    end,
    tag: tagOf(scalar),
    shared,
    text,
    plain: written.style === "plain",
    traced,
    spelled: (part) => (tracedScalar(written).text === text ? spelledIn(written.style, part, indent) : undefined),
  };
}

function writtenScalar({ text }: YamlSource, scalar: Scalar): WrittenScalar {
  const [start, end] = scalar.range ?? [0, 0];
  const style = styles.get(scalar.type ?? undefined) ?? "plain";
  const token = scalar.srcToken;
  if (token?.type !== "block-scalar") return { style, source: text.slice(start, end), offset: start };
  const [header] = token.props;
  const headerSource = header !== undefined && "source" in header ? header.source : "|";
  return { style, source: token.source, offset: end - token.source.length, block: { header: headerSource, outerIndent: token.indent } };
}

/** A text that nobody can say more about than where it is as a whole. */
function tracedAsWhole(text: string, start: number, end: number) {
  const trace = textTrace();
  trace.from(text, start, end);
  return trace.finish(start);
}

function emptyAt(offset: number, shared: boolean): ScalarNode {
  const traced = textTrace().finish(offset);
  return {
    kind: "scalar",
    start: offset,
    end: offset,
    tag: undefined,
    shared,
    text: "",
    plain: true,
    traced: () => traced,
    spelled: (part) => part,
  };
}

/** YAML's own types keep their long names; `!` says that it is text, or nothing. */
function tagOf(node: Node & { readonly tag?: string }): string | undefined {
  if (node.tag !== "!") return node.tag;
  return isScalar(node) ? "tag:yaml.org,2002:str" : undefined;
}

/** Behind the last character that belongs to a node: blocks would take the comments and empty lines behind them along. */
function endOf(yaml: YamlSource, node: Node): number {
  const [start, end] = node.range ?? [0, 0];
  if (isScalar(node)) return isBlock(node) ? trimmedEnd(yaml.text, start, end) : end;
  if (isAlias(node) || (node as { readonly flow?: boolean }).flow === true) return end;
  const last = isMap(node) ? lastPart(node.items.at(-1)) : isSeq(node) ? (node.items.at(-1) as Node | null | undefined) : undefined;
  return last === undefined || last === null ? trimmedEnd(yaml.text, start, end) : endOf(yaml, last);
}

function lastPart(pair: Pair | undefined): Node | null {
  return (pair?.value ?? pair?.key ?? null) as Node | null;
}

function isBlock({ type }: Scalar): boolean {
  return type === Scalar.BLOCK_LITERAL || type === Scalar.BLOCK_FOLDED;
}

function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start + 1 && /\s/.test(text.charAt(at - 1))) at--;
  return at;
}
