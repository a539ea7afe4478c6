import type { DocumentNode, Member } from "./document-node.ts";
import type { OtherSource } from "./event-source.ts";
import { readFilterList } from "./filter-list.ts";
import { allOf, type FoundPatterns, found, leftOut, nothingFound } from "./found-patterns.ts";
import { itemsOf, joined, memberOf, membersOf, textOf, valueAt } from "./node-access.ts";
import type { SearchedDocument } from "./pattern-place.ts";
import { serverlessFormat } from "./source-format.ts";

type Search = Omit<SearchedDocument, "format">;

/** The filters of a Serverless Framework service: `functions` is an object, or a list of objects. */
export function patternsInFunctions(search: Search, functions: DocumentNode, path: string): FoundPatterns {
  const searched = { ...search, format: serverlessFormat };
  if (functions.kind === "list")
    return allOf(functions.items().map((part, index) => patternsInFunctions(search, part, joined(path, index))));
  return allOf(
    membersOf(functions).flatMap(({ name, value }) =>
      itemsOf(valueAt(value, "events")).flatMap((event, index) =>
        membersOf(event).map((member) => patternsOfEvent(searched, member, joined(path, name, "events", index, member.name))),
      ),
    ),
  );
}

/** A file of functions by themselves, which a service takes in by `${file(…)}`. */
export function areFunctions(node: DocumentNode): boolean {
  return membersOf(node).some(({ value }) => valueAt(value, "events")?.kind === "list");
}

const otherEvents = new Map<string, OtherSource>([
  ["sqs", "SQS"],
  ["activemq", "MQ"],
  ["rabbitmq", "MQ"],
  ["documentDb", "DocumentDB"],
]);

function patternsOfEvent(searched: SearchedDocument, { name, value }: Member, path: string): FoundPatterns {
  const patterns = memberOf(value, "filterPatterns");
  if (patterns === undefined) return nothingFound;
  if (name === "msk" || name === "kafka") {
    const list = { list: patterns.value, at: patterns.nameNode, items: "patterns" as const, ignored: [] };
    return found(readFilterList(searched, { ...list, group: path, path: joined(path, "filterPatterns") }));
  }
  const source = otherEvents.get(name) ?? (name === "stream" ? streamSource(value) : undefined);
  return source === undefined ? nothingFound : leftOut(source, itemsOf(patterns.value).length);
}

function streamSource(stream: DocumentNode): OtherSource {
  return textOf(valueAt(stream, "type")) === "dynamodb" || /:dynamodb:/.test(textOf(valueAt(stream, "arn")) ?? "") ? "DynamoDB" : "Kinesis";
}
