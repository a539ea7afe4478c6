import type { SourceEdit } from "../pattern-site.ts";
import type { CompactJson, JsonSpan } from "./compact-json.ts";
import type { PatternDocument, ScalarNode } from "./document-node.ts";
import type { PatternReading } from "./pattern-reading.ts";

export interface WantedEdit {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/**
 * How the source has to change for `[start, end)` of the pattern to read `replacement`; undefined where that cannot be done
 * safely. What is proposed is tried: the changed source is read again, and has to give exactly the pattern that is wanted.
 * `patternIn` gives the text of the same pattern in a changed document.
 */
export function editOf(
  reading: PatternReading,
  wanted: WantedEdit,
  document: PatternDocument,
  patternIn: (changed: PatternDocument) => string | undefined,
): SourceEdit | undefined {
  if (reading.kind === "unknown" || reading.kind === "missing") return undefined;
  if (reading.kind === "slice") {
    const { start } = reading.node;
    return { start: start + wanted.start, end: start + wanted.end, text: wanted.replacement };
  }
  const text = reading.kind === "text" ? reading.scalar.text : reading.traced.text;
  const expected = text.slice(0, wanted.start) + wanted.replacement + text.slice(wanted.end);
  const gives = (edit: SourceEdit) => {
    const changed = document.reread(document.text.slice(0, edit.start) + edit.text + document.text.slice(edit.end));
    const found = changed === undefined ? undefined : patternIn(changed);
    return found !== undefined && (reading.kind === "text" ? found === expected : isSameJson(found, expected));
  };
  return (reading.kind === "text" ? textEdits(reading.scalar, wanted, expected) : jsonEdits(reading, wanted)).find(gives);
}

/** In the scalar; else, for one without quotes, all of it in quotes. */
function textEdits(scalar: ScalarNode, wanted: WantedEdit, whole: string): SourceEdit[] {
  if (scalar.shared) return [];
  const inside = editInScalar(scalar, wanted);
  const quoted = scalar.plain ? [{ start: scalar.start, end: scalar.end, text: JSON.stringify(whole) }] : [];
  return [...(inside === undefined ? [] : [inside]), ...quoted];
}

function editInScalar(scalar: ScalarNode, { start, end, replacement }: WantedEdit): SourceEdit | undefined {
  const text = scalar.spelled(replacement);
  return text === undefined ? undefined : { ...placeOf(scalar.traced(), start, end), text };
}

/** From what is written for the first character to what is written for the last one. */
function placeOf(traced: ReturnType<ScalarNode["traced"]>, start: number, end: number): { readonly start: number; readonly end: number } {
  const { start: from } = traced.rangeOf(start);
  return { start: from, end: end > start ? traced.rangeOf(end - 1).end : from };
}

/** The smallest change first: inside one text, then the place itself, then the values around it written anew. */
function jsonEdits({ traced, spans }: CompactJson, wanted: WantedEdit): SourceEdit[] {
  const { start, end, replacement } = wanted;
  const touched = spans.filter((span) => span.start < Math.max(end, start + 1) && span.end > start);
  const around = touched.filter((span) => span.start <= start && span.end >= end);
  // Reading again would not notice that another pattern, which shares the place, changes as well.
  if (touched.some(({ node }) => node.shared)) return [];
  const inside = around.flatMap((span) => editInText(traced.text, span, wanted));
  const place = placeOf(traced, start, end);
  const direct = place.start <= place.end ? [{ ...place, text: replacement }] : [];
  const anew = around.slice(0, mostAround).map((span) => ({
    start: span.node.start,
    end: span.node.end,
    text: traced.text.slice(span.start, start) + replacement + traced.text.slice(end, span.end),
  }));
  return [...inside, ...direct, ...anew];
}

const mostAround = 2;

function editInText(json: string, span: JsonSpan, { start, end, replacement }: WantedEdit): SourceEdit[] {
  const { node } = span;
  if (node.kind !== "scalar" || json.charAt(span.start) !== '"' || start <= span.start || end >= span.end) return [];
  const before = textOfJson(json.slice(span.start + 1, start));
  const replaced = textOfJson(json.slice(start, end));
  const by = textOfJson(replacement);
  if (before === undefined || replaced === undefined || by === undefined) return [];
  const edit = editInScalar(node, { start: before.length, end: before.length + replaced.length, replacement: by });
  return edit === undefined ? [] : [edit];
}

function textOfJson(inQuotes: string): string | undefined {
  try {
    const text: unknown = JSON.parse(`"${inQuotes}"`);
    return typeof text === "string" ? text : undefined;
  } catch {
    return undefined;
  }
}

function isSameJson(one: string, other: string): boolean {
  try {
    return JSON.stringify(JSON.parse(one)) === JSON.stringify(JSON.parse(other));
  } catch {
    return false;
  }
}
