import { cloudFormationFormat, intrinsicOf } from "./cloudformation-format.ts";
import type { DocumentNode, Member, ObjectNode } from "./document-node.ts";
import { type EventSource, eventSourceOf, type OtherSource } from "./event-source.ts";
import { readFilterList } from "./filter-list.ts";
import { allOf, type FoundPatterns, found, leftOut, nothingFound } from "./found-patterns.ts";
import { ignoredByMetadata } from "./ignored-findings.ts";
import { itemsOf, joined, memberOf, membersOf, textOf, valueAt } from "./node-access.ts";
import type { SearchedDocument } from "./pattern-place.ts";

type Search = Omit<SearchedDocument, "format">;

/** The filters of a CloudFormation or SAM template, also of one that CDK made; `path` leads to its `Resources`. */
export function patternsInResources(search: Search, resources: DocumentNode, path: string): FoundPatterns {
  const types = new Map(membersOf(resources).map(({ name, value }) => [name, textOf(valueAt(value, "Type"))]));
  const template: Template = { search, typeOf: (resource) => types.get(resource), inLoop: false };
  return allOf(membersOf(resources).map((resource) => patternsInResource(template, resource, joined(path, resource.name))));
}

interface Template {
  readonly search: Search;
  readonly typeOf: (resource: string) => string | undefined;
  /** Within a Fn::ForEach. */
  readonly inLoop: boolean;
}

function patternsInResource(template: Template, { name, value }: Member, path: string): FoundPatterns {
  // [name of the variable, its values, what is repeated] (language extensions transform).
  if (name.startsWith("Fn::ForEach::")) {
    const repeated = membersOf(itemsOf(value)[2]);
    return allOf(repeated.map((each) => patternsInResource({ ...template, inLoop: true }, each, joined(path, 2, each.name))));
  }
  const properties = valueAt(value, "Properties");
  if (properties?.kind !== "object") return nothingFound;
  const type = textOf(valueAt(value, "Type"));
  const ignored = ignoredByMetadata(valueAt(value, "Metadata", "mskctl", "ignore"));
  const inProperties = joined(path, "Properties");
  if (type === "AWS::Lambda::EventSourceMapping") {
    const source = eventSourceOf(properties, template.typeOf);
    return patternsOfMapping(template, { properties, source, ignored, group: path, path: inProperties });
  }
  if (type !== "AWS::Serverless::Function") return nothingFound;
  return allOf(
    membersOf(valueAt(properties, "Events")).map((event) =>
      patternsOfEvent(template, event, joined(inProperties, "Events", event.name), ignored),
    ),
  );
}

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html */
const samEvents = new Map<string, EventSource>([
  ["MSK", "Kafka"],
  ["SelfManagedKafka", "Kafka"],
  ["SQS", "SQS"],
  ["Kinesis", "Kinesis"],
  ["DynamoDB", "DynamoDB"],
  ["MQ", "MQ"],
  ["DocumentDB", "DocumentDB"],
]);

function patternsOfEvent(template: Template, event: Member, path: string, ignored: readonly string[]): FoundPatterns {
  const source = samEvents.get(textOf(valueAt(event.value, "Type")) ?? "");
  const properties = valueAt(event.value, "Properties");
  if (source === undefined || properties?.kind !== "object") return nothingFound;
  return patternsOfMapping(template, { properties, source, ignored, group: path, path: joined(path, "Properties") });
}

interface TemplateMapping {
  readonly properties: ObjectNode;
  readonly source: EventSource;
  readonly group: string;
  readonly path: string;
  readonly ignored: readonly string[];
}

function patternsOfMapping({ search, inLoop }: Template, { properties, source, group, path, ignored }: TemplateMapping): FoundPatterns {
  const criteria = memberOf(properties, "FilterCriteria");
  if (criteria === undefined) return nothingFound;
  if (source !== "Kafka") return otherPatterns(source, criteria.value);
  const searched = { ...search, format: cloudFormationFormat({ inLoop }) };
  const filters = memberOf(criteria.value, "Filters");
  const inCriteria = joined(path, "FilterCriteria");
  const items = { patternIn: "Pattern" } as const;
  if (intrinsicOf(criteria.value) !== undefined || filters === undefined) {
    const list = intrinsicOf(criteria.value) === undefined ? undefined : criteria.value;
    return found(readFilterList(searched, { group, path: inCriteria, list, at: criteria.nameNode, items, ignored }));
  }
  return found(
    readFilterList(searched, { group, path: joined(inCriteria, "Filters"), list: filters.value, at: filters.nameNode, items, ignored }),
  );
}

function otherPatterns(source: OtherSource, criteria: DocumentNode): FoundPatterns {
  return leftOut(source, itemsOf(valueAt(criteria, "Filters")).length);
}
