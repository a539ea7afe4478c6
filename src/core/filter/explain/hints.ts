import { JsonSyntaxError, JsonTokens } from "../json-tokens.ts";
import type { KafkaFilter, RecordVerdict } from "../kafka-filter.ts";
import { isDataPath } from "../kafka-filter.ts";
import { matchesRule } from "../match.ts";
import type { PatternObject } from "../pattern.ts";
import { printPattern } from "../print-pattern.ts";
import { shownPath } from "../quoted-text.ts";
import type { RecordValue } from "../record-value.ts";
import { containersAt } from "./containers.ts";

/** Why a filter was bypassed, or why it can keep nothing. */
export function verdictReason(filter: KafkaFilter, kind: RecordValue["kind"], verdict: RecordVerdict): string | undefined {
  if (verdict === "kept") return undefined;
  const asksOfValue = filter.rules.some(({ wants }) => wants !== "anything");
  if (verdict === "filteredOut") return asksOfValue ? undefined : "the pattern asks for what a Kafka record does not have";
  return asksOfValue ? bypassReasons[kind] : "the pattern asks nothing of the record's value";
}

const bypassReasons: Readonly<Record<RecordValue["kind"], string>> = {
  json: "JSON, the pattern wants text",
  text: "text, the pattern wants JSON",
  "not-utf8": "not UTF-8",
  null: "no value",
};

/** What may be meant instead, in sentences. `text` is the record's value. */
export function recordHints(
  root: PatternObject,
  filter: KafkaFilter,
  kind: RecordValue["kind"],
  verdict: RecordVerdict,
  text: string | undefined,
): readonly string[] {
  const hints: string[] = [];
  if (verdict === "filteredOut") hints.push(...wrapperHints(root, filter));
  if (text === undefined) return hints;
  if (kind === "text" && filter.rules.some(({ wants }) => wants === "json")) hints.push(...brokenJsonHint(text));
  if (kind === "json" && verdict === "filteredOut" && containersAt(text, new Set(["value"])).get("value") === "object")
    hints.push('this record has a field "value" of its own: a record is only what follows "value":, without {"value": …} around it');
  return hints;
}

/** Of patterns that ask for what no Kafka record has. */
function wrapperHints(root: PatternObject, { rules }: KafkaFilter): readonly string[] {
  const missing = new Set<string>();
  for (const { withoutData } of rules) {
    const path = withoutData.conditions.find(({ mayBeAbsent }) => !mayBeAbsent)?.path;
    if (path === undefined) return [];
    missing.add(path);
  }
  const [name = ""] = missing;
  const only = `${shownPath(name)} cannot be filtered on: of a Kafka record only its value can, below "value"`;
  const fix = rules.every(({ rule }) => rule.conditions.every(({ path }) => !isDataPath(path))) ? wrapped(root) : undefined;
  return [only, ...(fix === undefined ? [] : [`did you mean ${fix}`])];
}

/** The same pattern below `value`; other sources have other names for it. */
function wrapped(root: PatternObject): string | undefined {
  const [member, second] = root.members;
  const isOther = second === undefined && member?.kind === "field" && member.node.kind === "object" && otherWrappers.has(member.name);
  const isMetadata = root.members.some((each) => each.kind === "field" && metadata.has(each.name));
  const inner = isOther && member.node.kind === "object" ? member.node : root;
  const text = `{"value":${printPattern({ text: "", root: inner })}}`;
  return isMetadata || text.length > longestFix ? undefined : text;
}

/** Of SQS and Amazon MQ, Kinesis, and DynamoDB (Developer Guide, event filtering). */
const otherWrappers = new Set(["body", "data", "dynamodb"]);
const metadata = new Set(["key", "headers", "topic", "partition", "offset", "timestamp", "timestampType"]);
const longestFix = 400;

function brokenJsonHint(text: string): readonly string[] {
  if (!/^[ \t\r\n]*[[{]/.test(text)) return [];
  const tokens = new JsonTokens(text);
  try {
    while (tokens.next() !== "end");
    return [`the value starts like JSON, but something follows it at character ${tokens.end + 1}`];
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return [`the value starts like JSON, but is none: at character ${error.offset + 1}, ${error.message}`];
  }
}

/** What is delivered without a look at its value, in words. */
export function bypassingFormats({ rules }: KafkaFilter): readonly string[] {
  const bypassing = rules.filter(({ withoutData }) => matchesRule(withoutData, new Map()));
  return formats.filter(({ kind }) => bypassing.some(({ wants }) => wants !== kind)).map(({ words }) => words);
}

const formats: readonly { readonly kind: RecordValue["kind"]; readonly words: string }[] = [
  { kind: "json", words: "JSON" },
  { kind: "text", words: "text" },
  { kind: "not-utf8", words: "what is not UTF-8" },
  { kind: "null", words: "records without a value" },
];
