import { nearest } from "../../../nearest.ts";
import type { Rule } from "../../compiled-pattern.ts";
import type { JsonMember } from "../../json-tree.ts";
import { isDataPath } from "../../kafka-filter.ts";
import { findingAt } from "../finding-at.ts";
import type { PatternRule, RuleFinding } from "../lint-rule.ts";
import type { LintSubject } from "../lint-subject.ts";
import { fixWith, quoted } from "../shown.ts";
import { fieldsOutsideValue, hasValueField, type TopField } from "../top-fields.ts";

/** MSK113: fields of the record's content that do not stand below `value`. */
export const outsideValue: PatternRule = {
  id: "MSK113",
  scope: "pattern",
  severities: ["error", "warning"],
  title: "a field stands outside of value, or below the wrapper of another event source; warning where it asks for absence only",
  example: {
    filters: ['{"status":["PAID"]}'],
    says: '"status" does not stand below value, the only part of a Kafka record that can be filtered.',
  },
  *check(subject) {
    const fields = fieldsOutsideValue(subject.tree).filter(({ member }) => !isKafkaMetadata(member.name));
    const [first] = fields;
    if (first === undefined) return;
    // Without any value all of them miss the same wrapper: said once.
    if (hasValueField(subject.tree)) for (const field of fields) yield outside(subject, field, undefined);
    else yield outside(subject, first, wrappedPattern(subject, fields));
  },
};

/** MSK114: what else a Kafka record has cannot be filtered by (Developer Guide, kafka-filtering: "only … the value key"). */
export const kafkaMetadata: PatternRule = {
  id: "MSK114",
  scope: "pattern",
  severities: ["error", "warning"],
  title: "a condition on a record's key, headers, topic, partition, offset or timestamp; warning where it asks for absence only",
  example: {
    filters: ['{"key":[{"prefix":"eu-"}],"value":{"status":["PAID"]}}'],
    says: 'Kafka records cannot be filtered by "key", only by value.',
  },
  *check(subject) {
    for (const field of fieldsOutsideValue(subject.tree)) {
      const { member } = field;
      if (!isKafkaMetadata(member.name)) continue;
      const message =
        `Kafka records cannot be filtered by ${quoted(member.name)}, only by value. ${consequence(subject, field)} ` +
        `If the value has a field of that name, it stands below value.`;
      yield at(field, message, fixWith(`"value":{${subject.text.slice(member.nameStart, member.value.end)}}`));
    }
  },
};

/** What Lambda's event has for a Kafka record, and around the records (Developer Guide, Kafka event examples). */
const metadata = new Set(
  "key headers topic partition offset timestamp timestampType keySchemaMetadata valueSchemaMetadata eventSource eventSourceArn bootstrapServers records".split(
    " ",
  ),
);

function isKafkaMetadata(name: string): boolean {
  return metadata.has(name.split(".", 1)[0] ?? "");
}

/** What the data is called with other event sources. */
const otherWrappers: ReadonlyMap<string, string> = new Map([
  ["body", "SQS and MQ"],
  ["data", "Kinesis and MQ"],
  ["dynamodb", "DynamoDB streams"],
  ["detail", "EventBridge"],
]);

function outside(subject: LintSubject, field: TopField, wrapped: string | undefined): RuleFinding {
  const { text, tree } = subject;
  const { member } = field;
  const others = tree?.kind === "object" ? tree.members.length - 1 : 0;
  const source = otherWrappers.get(member.name);
  const meant = nearest(member.name, ["value"]);
  if (source === undefined && meant === undefined) {
    const message = `${quoted(member.name)} does not stand below value, the only part of a Kafka record that can be filtered. ${consequence(subject, field)}`;
    return at(field, message, fixWith(wrapped));
  }
  const renamed = others === 0 && !field.insideOr ? `{"value":${text.slice(member.value.start, member.value.end)}}` : undefined;
  const message =
    source === undefined
      ? `There is no ${quoted(member.name)} in a Kafka record; probably meant: "value". ${consequence(subject, field)}`
      : `${quoted(member.name)} holds the data with ${source}; with Kafka it is called value. ${consequence(subject, field)}`;
  return at(field, message, fixWith(renamed));
}

function consequence({ filter }: LintSubject, { asksForPresence }: TopField): string {
  if (!asksForPresence) return "It is always absent, which is all that is asked for here.";
  return filter?.compiled.rules.every(asksForMetadata) ? "The filter lets no record through." : "A condition on it never holds.";
}

function asksForMetadata({ conditions }: Rule): boolean {
  return conditions.some(({ path, mayBeAbsent }) => !isDataPath(path) && !mayBeAbsent);
}

function at({ member, asksForPresence }: TopField, message: string, fix: Pick<RuleFinding, "fix">): RuleFinding {
  const span = { start: member.nameStart, end: member.nameEnd };
  return findingAt(span, asksForPresence ? "error" : "warning", message, { path: member.name, ...fix });
}

/** All of it below `value`, when nothing of it is Kafka's own. */
function wrappedPattern({ text, tree }: LintSubject, fields: readonly TopField[]): string | undefined {
  if (tree === undefined || fieldsOutsideValue(tree).length !== fields.length || fields.some(({ member }) => isWrapper(member)))
    return undefined;
  return `{"value":${text.slice(tree.start, tree.end)}}`;
}

function isWrapper({ name }: JsonMember): boolean {
  return otherWrappers.has(name) || nearest(name, ["value"]) !== undefined;
}
