/**
 * A filter pattern's text as a JSON value; undefined when it is no JSON object, or when a number in it would not
 * survive being read and written again (AWS compares numbers beyond a double's precision by their text).
 */
export function patternObject(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!keepsNumbers(text)) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? (parsed as Record<string, unknown>) : undefined;
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
  if (parsed === undefined) return text;
  // A field that stands beside a $or and inside it: the later one wins, so their order says something.
  return JSON.stringify(text.includes('"$or"') ? parsed : withSortedKeys(parsed));
}

function withSortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSortedKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, withSortedKeys(inner)]));
}

/** Fifteen significant digits always survive a double. */
function keepsNumbers(text: string): boolean {
  const withoutStrings = text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
  return [...withoutStrings.matchAll(/\d[\d.]*(?:[eE][+-]?\d+)?/g)].every(([literal]) => {
    const [mantissa = ""] = literal.split(/[eE]/);
    return mantissa.replace(".", "").replace(/^0+/, "").length <= 15 && Number.isFinite(Number(literal));
  });
}
