import { type EventValues, eventValues } from "../event-values.ts";
import { filterVerdict, isDataPath, kafkaFilter, mappingVerdict, type RecordVerdict } from "../kafka-filter.ts";
import { matches, matchesRule } from "../match.ts";
import { type DecodeUtf8, readRecordValue } from "../record-value.ts";
import { containersAt } from "./containers.ts";
import type { EventExplanation, RecordExplanation } from "./explanation.ts";
import { recordHints, verdictReason } from "./hints.ts";
import { judge } from "./judge.ts";
import type { JudgedRule, Outcome } from "./judged.ts";
import type { ReadPattern } from "./read-pattern.ts";
import { type Surroundings, show } from "./show.ts";

/**
 * Why a record's value, bytes as they are on the topic or the JSON that a schema made of them, does or does not get through
 * a filter. The tree says the same as the verdict, and that is the engine's (`filterVerdict`).
 */
export function explainRecord(read: ReadPattern, bytes: Uint8Array | string | null, decodeUtf8: DecodeUtf8): RecordExplanation {
  const value = readRecordValue(bytes, read.compiled.steps, decodeUtf8);
  const filter = kafkaFilter(read.compiled);
  const verdicts = filter.rules.map((each) => filterVerdict({ ...filter, rules: [each] }, value));
  const rules = filter.rules.map((each, index): JudgedRule => {
    const outcome = outcomes[verdicts[index] ?? "filteredOut"];
    return {
      rule: each.rule,
      skipped: each.wants !== value.kind,
      outcome: outcome === "skipped" && each.wants === "anything" ? "idle" : outcome,
    };
  });
  const { values, text } = "values" in value ? value : { values: noValues, text: undefined };
  const tree = judge({ root: read.pattern.root, rules, values, isData: isDataPath });
  const json = value.kind === "json" ? text : undefined;
  // One rule is enough, as one filter is.
  const verdict = mappingVerdict(verdicts);
  const reason = verdictReason(filter, value.kind, verdict);
  return {
    verdict,
    ...(reason === undefined ? {} : { reason }),
    hints: recordHints(read.pattern.root, filter, value.kind, verdict, text),
    tree: show(tree, surroundings(read, json, values, "value")),
  };
}

const noValues: EventValues = new Map();

const outcomes: Readonly<Record<RecordVerdict, Outcome>> = { kept: "holds", bypassed: "skipped", filteredOut: "fails" };

/** Whether a whole event, not the value of a Kafka record, matches, and why. Throws `JsonSyntaxError`. */
export function explainEvent(read: ReadPattern, text: string): EventExplanation {
  const { values } = eventValues(text, read.compiled.steps);
  const rules = read.compiled.rules.map(
    (rule): JudgedRule => ({ rule, skipped: false, outcome: matchesRule(rule, values) ? "holds" : "fails" }),
  );
  const tree = judge({ root: read.pattern.root, rules, values, isData: () => true });
  return { matches: matches(read.compiled, values), tree: show(tree, surroundings(read, text, values)) };
}

function surroundings({ compiled }: ReadPattern, json: string | undefined, values: Surroundings["values"], base?: string): Surroundings {
  const paths = () => new Set(compiled.rules.flatMap(({ conditions }) => conditions.map(({ path }) => path)));
  return {
    values,
    lists: once(() => (json === undefined ? [] : eventValues(json, compiled.steps, base).lists)),
    containers: once(() => (json === undefined ? new Map() : containersAt(json, paths(), base))),
  };
}

function once<Value>(work: () => Value): () => Value {
  let known: { readonly value: Value } | undefined;
  return () => {
    known ??= { value: work() };
    return known.value;
  };
}
