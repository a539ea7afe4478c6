import { exampleRecords } from "../core/filter/example-records.ts";
import { explainRecord } from "../core/filter/explain/explain.ts";
import { malformedFilter } from "../core/filter/explain/malformed-filter.ts";
import { readPattern } from "../core/filter/explain/read-pattern.ts";
import { mappingVerdict } from "../core/filter/kafka-filter.ts";
import { patternWords } from "../core/filter/pattern-words.ts";
import type { DecodeUtf8 } from "../core/filter/record-value.ts";
import type { RecordArgument } from "./record-argument.ts";
import type { ExplainedFilter, RecordDocument } from "./render/explanation-document.ts";

// What `explain` works with. It is loaded when the verb runs: the others would pay for it at every start.
export { patternTexts } from "../core/filter/explain/pattern-texts.ts";
export { chosenDecoder } from "./lint-samples.ts";
export { recordArgument, recordOfSamples, textArgument } from "./record-argument.ts";
export { renderExplainedFilters } from "./render/explained-filters.ts";
export { filterDocument } from "./render/explanation-document.ts";

export function explained(text: string, source: string, record: RecordArgument | undefined, decodeUtf8: DecodeUtf8): ExplainedFilter {
  const read = readPattern(text);
  if ("errors" in read) return { kind: "malformed", text, linted: malformedFilter(text, source) };
  const words = patternWords(read);
  if (record === undefined) return { kind: "meaning", text, words, examples: exampleRecords(read) };
  const { value, undecodable } = record.sample;
  if (undecodable !== undefined) return { kind: "undecodable", text, words };
  return { kind: "record", text, words, explanation: explainRecord(read, value, decodeUtf8) };
}

export function recordDocument({ source, line, sample }: RecordArgument, filters: readonly ExplainedFilter[]): RecordDocument {
  const verdicts = filters.flatMap((filter) => (filter.kind === "record" ? [filter.explanation.verdict] : []));
  return {
    source,
    ...(line === undefined ? {} : { line }),
    ...(verdicts.length === filters.length ? { verdict: mappingVerdict(verdicts) } : {}),
    ...(sample.undecodable === undefined ? {} : { undecodable: sample.undecodable }),
  };
}
