import type { MappingDocument, MappingSettings } from "./model.ts";
import type { FieldRule } from "./rules/field-rule.ts";
import { fieldRules } from "./rules/field-rules.ts";
import { normalSetting } from "./settings-normalisation.ts";

/** One field that a write changes, for people and for the JSON plan. */
export interface Change {
  /** AWS's spelling; a member of the consumer blocks as `AmazonManagedKafkaEventSourceConfig.SchemaRegistryConfig`. */
  readonly field: string;
  /** In the API's form, with defaults filled in; null where nothing is set. */
  readonly before: unknown;
  readonly after: unknown;
  /** False when no later update brings `before` back. */
  readonly reversible: boolean;
  /** What else a person should know of this change, beginning in lower case. */
  readonly note?: string;
}

/**
 * What is set otherwise in `after` than in `before`, compared as AWS would: sets without order, patterns as JSON,
 * an absent value as its default. In the order of the table of fields, fields unknown to it last.
 */
export function difference(before: MappingSettings | MappingDocument, after: MappingSettings | MappingDocument): Change[] {
  const known = fieldRules.flatMap((rule) => {
    const [from, to] = [normalSetting(rule, before), normalSetting(rule, after)];
    return sameJson(from, to) ? [] : [changeOf(rule, from, to)];
  });
  const unknown = unknownFields(before, after)
    .filter((field) => !sameJson(before[field], after[field]))
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null, reversible: before[field] !== undefined }));
  return [...known, ...unknown];
}

/** A change of a known field, with what cannot be taken back. */
export function changeOf(rule: FieldRule, before: unknown, after: unknown): Change {
  const note = before === null ? oneWay.get(rule.name) : undefined;
  return { field: rule.name, before, after, reversible: note === undefined, ...(note === undefined ? {} : { note }) };
}

/** Fields that cannot go back to "nothing set". Lambda Developer Guide, Kafka batching; service model. */
const oneWay = new Map([
  ["MaximumBatchingWindowInSeconds", "cannot be undone: the 500 ms default is gone for good"],
  ["LoggingConfig", "cannot be undone: AWS has no value that turns the logs off again"],
]);

/** What Lambda answers and no request sets. */
export const readOnlyFields = [
  "UUID",
  "EventSourceMappingArn",
  "FunctionArn",
  "LastModified",
  "LastProcessingResult",
  "State",
  "StateTransitionReason",
  "FilterCriteriaError",
] as const;

const knownFields = new Set<string>([...fieldRules.map((rule) => rule.path[0]), ...readOnlyFields]);

/** Settings that are younger than the table of fields. */
export function unknownFields(...all: readonly (MappingSettings | MappingDocument)[]): string[] {
  return [...new Set(all.flatMap((settings) => Object.keys(settings)))].filter((field) => !knownFields.has(field)).toSorted();
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
