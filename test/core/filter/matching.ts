import { type CompiledPattern, compilePattern } from "../../../src/core/filter/compiled-pattern.ts";
import { eventValues } from "../../../src/core/filter/event-values.ts";
import { type KafkaFilter, kafkaFilter } from "../../../src/core/filter/kafka-filter.ts";
import { matches } from "../../../src/core/filter/match.ts";
import { parsePattern } from "../../../src/core/filter/parse-pattern.ts";
import type { PatternError } from "../../../src/core/filter/pattern-error.ts";

/** A JSON value, or JSON text where it matters how it is written. */
export type JsonOrText = unknown;

export function textOf(json: JsonOrText): string {
  return typeof json === "string" ? json : JSON.stringify(json);
}

export function compiledOf(pattern: JsonOrText): CompiledPattern {
  const { pattern: parsed, errors } = parsePattern(textOf(pattern));
  if (parsed === undefined) throw new Error(errors.map(({ message }) => message).join("; "));
  const { compiled, error } = compilePattern(parsed);
  if (compiled === undefined) throw new Error(error.message);
  return compiled;
}

export function isMatch(pattern: JsonOrText, event: JsonOrText): boolean {
  const compiled = compiledOf(pattern);
  return matches(compiled, eventValues(textOf(event), compiled.steps).values);
}

export function errorsOf(pattern: JsonOrText): readonly PatternError[] {
  return parsePattern(textOf(pattern)).errors;
}

export function kafkaFilterOf(pattern: JsonOrText): KafkaFilter {
  return kafkaFilter(compiledOf(pattern));
}

export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
