import { jsonPattern } from "./json-pattern.ts";
import { invalidPattern } from "./pattern-error.ts";
import { termPattern } from "./term-pattern.ts";

export type MessageFilter = (message: string) => boolean;

/** The service model's bound. */
const longestPattern = 1_024;

/**
 * CloudWatch Logs' filter patterns (CloudWatch Logs User Guide, filter pattern syntax) without regular expressions and
 * space-delimited patterns. Throws InvalidParameterException that says what is supported.
 */
export function filterPattern(text: string): MessageFilter {
  if (text.length > longestPattern) throw invalidPattern(`it is longer than ${longestPattern} characters`);
  const trimmed = text.trim();
  if (trimmed === "") return () => true;
  if (trimmed.startsWith("{")) return jsonPattern(trimmed);
  if (trimmed.startsWith("[")) throw invalidPattern("it is space-delimited");
  return termPattern(trimmed);
}
