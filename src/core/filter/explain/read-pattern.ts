import { type CompiledPattern, compilePattern } from "../compiled-pattern.ts";
import { parsePattern } from "../parse-pattern.ts";
import type { Pattern } from "../pattern.ts";
import type { PatternError } from "../pattern-error.ts";

/** A pattern both as it is written and as it is matched. */
export interface ReadPattern {
  readonly pattern: Pattern;
  readonly compiled: CompiledPattern;
}

/** Reads a pattern's text to the end; or all that is wrong with it. Never throws. */
export function readPattern(text: string): ReadPattern | { readonly errors: readonly PatternError[] } {
  const { pattern, errors } = parsePattern(text);
  if (pattern === undefined) return { errors };
  const { compiled, error } = compilePattern(pattern);
  return compiled === undefined ? { errors: [error] } : { pattern, compiled };
}
