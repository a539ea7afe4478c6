import type { UnknownValue } from "./compact-json.ts";
import type { DocumentNode, SourceRange } from "./document-node.ts";
import type { FilterGroup, WrittenFilter } from "./filter-group.ts";
import { ignoredByComments } from "./ignored-findings.ts";
import { itemsOf, joined, memberOf, membersOf } from "./node-access.ts";
import { filterAt, type PatternPlace, type SearchedDocument, unknownFilter } from "./pattern-place.ts";
import { isNull } from "./scalar-meaning.ts";
import type { SourceFormat } from "./source-format.ts";

/** A list of filters in a document. */
export interface FilterList {
  readonly group: string;
  readonly path: string;
  /** Undefined where it is left out: nothing is filtered then. */
  readonly list: DocumentNode | undefined;
  /** What says that here is a list, e.g. its name. */
  readonly at: SourceRange;
  /** What an item is: a pattern itself, or an object with a member of that name. */
  readonly items: "patterns" | { readonly patternIn: "Pattern" | "pattern"; readonly absent?: string };
  /** Why the list cannot be looked into, when its caller knows that. */
  readonly unknown?: string;
  readonly ignored: readonly string[];
}

/** Reads a list of filters; anything of it that only a deployment knows becomes a site without text. */
export function readFilterList(searched: SearchedDocument, list: FilterList): FilterGroup {
  const { document, format } = searched;
  const { group, path, at } = list;
  const ignored = [...list.ignored, ...ignoredByComments(document, at)];
  const read = itemsIn(list, format);
  const filters =
    read.kind === "unknown"
      ? [unknownFilter(searched, { group, path, node: read.node, entry: at, ignored: list.ignored }, read.reason)]
      : read.items.map((item, index) => filterOf(searched, list, item, joined(path, index)));
  const isWhole = read.kind === "items" && read.items.every((item) => format.resolve(item).kind !== "unknown");
  return { source: document.source, group, path, position: document.positionAt(at.start), filters, isWhole, ignored };
}

type ListReading = { readonly kind: "items"; readonly items: readonly DocumentNode[] } | UnknownValue;

/** A single block may stand for a list of one. */
function itemsIn({ list: node, unknown }: FilterList, format: SourceFormat): ListReading {
  if (node === undefined) return { kind: "items", items: [] };
  if (unknown !== undefined) return { kind: "unknown", reason: unknown, node };
  const resolved = format.resolve(node);
  if (resolved.kind === "unknown") return { ...resolved, node };
  if (resolved.kind === "json-of") return { kind: "unknown", reason: "a text where a list of filters belongs", node };
  const { node: value } = resolved;
  if (value.kind === "scalar" && isNull(value)) return { kind: "items", items: [] };
  return { kind: "items", items: value.kind === "list" ? itemsOf(value) : [value] };
}

function filterOf(searched: SearchedDocument, list: FilterList, item: DocumentNode, path: string): WrittenFilter {
  const { group, ignored, items } = list;
  const whole: PatternPlace = { group, path, node: item, entry: item, ignored };
  if (items === "patterns") return filterAt(searched, whole) ?? withoutPattern(searched, item, path);
  const resolved = searched.format.resolve(item);
  if (resolved.kind === "unknown") return unknownFilter(searched, whole, resolved.reason);
  const pattern = memberOf(item, items.patternIn);
  if (pattern === undefined && items.absent !== undefined) return unknownFilter(searched, whole, items.absent);
  if (pattern === undefined) return withoutPattern(searched, item, path);
  const entry = { start: Math.min(item.start, pattern.nameNode.start), end: pattern.nameNode.end };
  const place: PatternPlace = { group, path: joined(path, items.patternIn), node: pattern.value, entry, ignored };
  return filterAt(searched, place) ?? withoutPattern(searched, item, path);
}

function withoutPattern({ document }: SearchedDocument, item: DocumentNode, path: string): WrittenFilter {
  return { kind: "no-pattern", path, position: document.positionAt(item.start), names: membersOf(item).map(({ name }) => name) };
}
