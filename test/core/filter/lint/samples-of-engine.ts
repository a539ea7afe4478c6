import { type CompiledPattern, compilePattern } from "../../../../src/core/filter/compiled-pattern.ts";
import { filterVerdict, kafkaFilter, mappingVerdict } from "../../../../src/core/filter/kafka-filter.ts";
import { parsePattern } from "../../../../src/core/filter/parse-pattern.ts";
import type { Pattern } from "../../../../src/core/filter/pattern.ts";
import { readRecordValue } from "../../../../src/core/filter/record-value.ts";

export function patternOf(text: string): Pattern {
  const { pattern, errors } = parsePattern(text);
  if (pattern === undefined) throw new Error(`${text}: ${errors[0]?.message}`);
  return pattern;
}

export function compiledOf(text: string): CompiledPattern {
  const { compiled, error } = compilePattern(patternOf(text));
  if (compiled === undefined) throw new Error(`${text}: ${error.message}`);
  return compiled;
}

/** Whether filters together deliver a record with this value; null for a tombstone. */
export function isDelivered(filters: readonly CompiledPattern[], value: string | null): boolean {
  const bytes = value === null ? null : new TextEncoder().encode(value);
  const verdicts = filters.map((compiled) => {
    const read = readRecordValue(bytes, compiled.steps, (each) => new TextDecoder().decode(each));
    return filterVerdict(kafkaFilter(compiled), read);
  });
  return filters.length > 0 && mappingVerdict(verdicts) !== "filteredOut";
}
