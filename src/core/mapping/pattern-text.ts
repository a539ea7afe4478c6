import { isExactNumber, isJsonObject } from "../json-value.ts";

/**
 * A filter pattern's text as a JSON value; undefined when it is no JSON object, or when something in it would not survive
 * being read and written again: a number (AWS compares numbers beyond a double's precision by their text), or the place of
 * a field whose name is a whole number (JavaScript puts those first, and the later of two conditions on one path wins).
 */
export function patternObject(text: string): Readonly<Record<string, unknown>> | undefined {
  let survives = true;
  function look(this: unknown, key: string, value: unknown, context?: { readonly source?: string }): unknown {
    if (typeof value === "number" && !isExactNumber(context?.source ?? String(value))) survives = false;
    if (/^\d+$/.test(key) && !Array.isArray(this)) survives = false;
    return value;
  }
  try {
    const parsed: unknown = JSON.parse(text, look);
    return survives && isJsonObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** A pattern as the API takes it: text stays as it is, a JSON value is written on one line. */
export function patternText(pattern: unknown): string {
  return typeof pattern === "string" ? pattern : JSON.stringify(pattern);
}

/** The same text for two patterns that mean the same: spacing and the order of fields do not count. */
export function canonicalPattern(text: string): string {
  const parsed = patternObject(text);
  return parsed === undefined ? text : JSON.stringify(withSortedKeys(parsed));
}

function withSortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSortedKeys);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, withSortedKeys(inner)] as const);
  // Beside a $or, or a path written with a dot, two conditions may be on one path: the later wins, so the order counts.
  const ordered = entries.some(([key]) => key === "$or" || key.includes("."));
  return Object.fromEntries(ordered ? entries : entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
