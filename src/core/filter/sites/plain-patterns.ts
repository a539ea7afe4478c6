import type { DocumentNode, ListNode, ObjectNode } from "./document-node.ts";
import { eventSourceOf } from "./event-source.ts";
import type { FilterGroup } from "./filter-group.ts";
import { type FilterList, readFilterList } from "./filter-list.ts";
import { allOf, type FoundPatterns, found, leftOut, nothingFound } from "./found-patterns.ts";
import { has, itemsOf, joined, memberOf, membersOf, textOf, valueAt } from "./node-access.ts";
import { filterAt, type SearchedDocument, wholeFilter } from "./pattern-place.ts";

/**
 * The filters of a mapping spec, of a FilterCriteria, of a list of filters or patterns, or the pattern that the whole
 * document is. `named`: the user pointed at it, so what could be a pattern is one; otherwise it has to look like one beyond
 * doubt. `path` leads to the document, and is empty when it is all of its file.
 */
export function plainPatterns(searched: SearchedDocument, root: DocumentNode, path: string, named: boolean): FoundPatterns {
  switch (root.kind) {
    case "object":
      return inObject(searched, root, path, named);
    case "list":
      return inList(searched, root, path, named);
    case "scalar":
      return named && isQuotedPattern(root) ? found(patternGroup(searched, root, path)) : nothingFound;
  }
}

function inObject(searched: SearchedDocument, root: ObjectNode, path: string, named: boolean): FoundPatterns {
  // What `export --json` prints, and `aws lambda list-event-source-mappings`.
  for (const name of ["specs", "EventSourceMappings"]) {
    const specs = valueAt(root, name);
    if (specs?.kind !== "list") continue;
    return allOf(specs.items().map((spec, index) => patternsOfSpec(searched, spec, joined(path, name, index))));
  }
  if (has(root, "FilterCriteria")) return patternsOfSpec(searched, root, path);
  const filters = memberOf(root, "Filters");
  if (filters !== undefined && (named || (isAlone(root) && itemsOf(filters.value).some(isFilter)))) {
    const place = { group: path || "filters", path: joined(path, "Filters"), list: filters.value, at: filters.nameNode };
    return found(readFilterList(searched, { ...place, items: inFilters, ignored: [] }));
  }
  const pattern = memberOf(root, "Pattern");
  if (pattern !== undefined && (named || (isAlone(root) && !isText(pattern.value)) || isQuotedPattern(pattern.value))) {
    const list = { group: path || "filters", path, list: root, at: { start: root.start, end: root.start } };
    return found(readFilterList(searched, { ...list, items: inFilters, ignored: [] }));
  }
  return (named ? isPerhapsPattern : isSurelyPattern)(root) ? found(patternGroup(searched, root, path)) : nothingFound;
}

const inFilters = { patternIn: "Pattern" } as const;

/** Specs are mappings of their own; filters and patterns are those of one mapping. */
function inList(searched: SearchedDocument, root: ListNode, path: string, named: boolean): FoundPatterns {
  const items = root.items();
  if (items.some((item) => item.kind === "object" && has(item, "FilterCriteria")))
    return allOf(items.map((item, index) => patternsOfSpec(searched, item, joined(path, index))));
  const isPattern = (item: DocumentNode) =>
    item.kind === "scalar" ? isQuotedPattern(item) : item.kind === "object" && (named ? isPerhapsPattern : isSurelyPattern)(item);
  const list = { group: path || "filters", path, list: root, at: { start: root.start, end: root.start }, ignored: [] };
  if (items.length > 0 && (named ? items.some(isFilter) : items.every(isFilter)))
    return found(readFilterList(searched, { ...list, items: inFilters }));
  return items.length > 0 && items.every(isPattern) ? found(readFilterList(searched, { ...list, items: "patterns" })) : nothingFound;
}

function patternsOfSpec(searched: SearchedDocument, spec: DocumentNode, path: string): FoundPatterns {
  const criteria = memberOf(spec, "FilterCriteria");
  if (spec.kind !== "object" || criteria === undefined) return nothingFound;
  const source = eventSourceOf(spec);
  const filters = memberOf(criteria.value, "Filters");
  if (source !== "Kafka" && source !== "unknown") return leftOut(source, itemsOf(filters?.value).length);
  const at = (filters ?? criteria).nameNode;
  const inCriteria = joined(path, "FilterCriteria");
  const list: Omit<FilterList, "path"> = { group: specGroup(spec, path), list: filters?.value, at, items: inFilters, ignored: [] };
  return found(readFilterList(searched, { ...list, path: filters === undefined ? inCriteria : joined(inCriteria, "Filters") }));
}

/** Its name, for people; the path makes it the only one. */
function specGroup(spec: ObjectNode, path: string): string {
  const name = textOf(valueAt(spec, "Name")) ?? textOf(valueAt(spec, "UUID"));
  if (path === "") return name ?? "mapping";
  return name === undefined ? path : `${path} (${name})`;
}

function patternGroup(searched: SearchedDocument, node: DocumentNode, path: string): FilterGroup {
  const { document } = searched;
  const name = path || "pattern";
  const place = { group: name, path: name, node, entry: { start: node.start, end: node.start }, ignored: [] };
  const isWritten = document.syntax === "json" && node.kind !== "scalar";
  const filter = isWritten ? wholeFilter(searched, place) : filterAt(searched, place);
  const position = document.positionAt(node.start);
  return {
    source: document.source,
    group: name,
    path: name,
    position,
    filters: filter === undefined ? [] : [filter],
    isWhole: true,
    ignored: [],
  };
}

/** Members of Lambda's events: only Kafka's and MQ's `value` and the like can be asked for, the rest are what people get wrong. */
const eventMembers = new Set(["value", "$or", "key", "headers", "topic", "partition", "offset", "timestamp", "body", "data", "dynamodb"]);

/** Beyond doubt: nothing but conditions on the value. */
function isSurelyPattern(node: ObjectNode): boolean {
  const members = membersOf(node);
  return members.length > 0 && members.every(({ name, value }) => (name === "value" || name === "$or") && value.kind !== "scalar");
}

/** As far as one can guess. Objects that mix text with objects are something else, e.g. a package.json. */
function isPerhapsPattern(node: ObjectNode): boolean {
  const members = membersOf(node);
  if (members.some(({ name }) => eventMembers.has(name))) return true;
  const scalars = members.filter(({ value }) => value.kind === "scalar").length;
  return scalars === 0 || scalars === members.length;
}

function isFilter(node: DocumentNode): boolean {
  return node.kind === "object" && has(node, "Pattern");
}

function isAlone(node: ObjectNode): boolean {
  return node.members().length === 1;
}

function isText(node: DocumentNode): boolean {
  return node.kind === "scalar";
}

/** Text that is meant to be JSON. */
function isQuotedPattern(node: DocumentNode): boolean {
  return node.kind === "scalar" && /^\s*[{["]/.test(node.text);
}
