import type { CompiledPattern, Rule } from "./compiled-pattern.ts";
import type { EventValues } from "./event-values.ts";
import { matchesRule } from "./match.ts";
import type { RecordValue } from "./record-value.ts";

/** What becomes of a record. Kept and bypassed records are both delivered. */
export type RecordVerdict = "kept" | "filteredOut" | "bypassed";

/** One pattern of a mapping's FilterCriteria. */
export interface KafkaFilter {
  readonly compiled: CompiledPattern;
  readonly rules: readonly KafkaRule[];
}

interface KafkaRule {
  readonly rule: Rule;
  /** The format of values that its data condition is for: JSON below `value`, text for `value` itself. */
  readonly wants: "json" | "text" | "anything";
  /** What is left when the data condition is skipped. */
  readonly withoutData: Rule;
}

/** What is filterable of a Kafka record beside its value: nothing (Developer Guide, kafka-filtering). */
const noMetadata: EventValues = new Map();

/** Puts a pattern into the form that Kafka's filtering wants. */
export function kafkaFilter(compiled: CompiledPattern): KafkaFilter {
  return { compiled, rules: compiled.rules.map(kafkaRule) };
}

function kafkaRule(rule: Rule): KafkaRule {
  const paths = rule.conditions.map(({ path }) => path);
  const wants = paths.some((path) => path.startsWith("value.")) ? "json" : paths.includes("value") ? "text" : "anything";
  return { rule, wants, withoutData: { conditions: rule.conditions.filter(({ path }) => !isDataPath(path)) } };
}

export function isDataPath(path: string): boolean {
  return path === "value" || path.startsWith("value.");
}

/**
 * What a filter makes of a record. Where the value's format does not fit the pattern, the data condition is skipped, and
 * the record bypasses the filter unless the pattern asks for something that Kafka records have not (Developer Guide,
 * kafka-filtering: "only on the metadata"). Null values bypass, too: UNCONFIRMED.
 */
export function filterVerdict({ rules }: KafkaFilter, value: RecordValue): RecordVerdict {
  let bypassed = false;
  for (const { rule, wants, withoutData } of rules) {
    if (wants !== "anything" && value.kind === wants) {
      if (matchesRule(rule, value.values)) return "kept";
    } else bypassed ||= matchesRule(withoutData, noMetadata);
  }
  return bypassed ? "bypassed" : "filteredOut";
}

/** The verdict of a mapping from those of its filters, any of which lets a record through. Without filters all are kept. */
export function mappingVerdict(verdicts: readonly RecordVerdict[]): RecordVerdict {
  if (verdicts.length === 0 || verdicts.includes("kept")) return "kept";
  return verdicts.includes("bypassed") ? "bypassed" : "filteredOut";
}
