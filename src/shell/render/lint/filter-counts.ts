import { formatCount } from "../../../core/figures.ts";
import type { FilterCounts, Rejection, SamplePlace } from "../../../core/filter/lint-report.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import type { Look } from "../palette.ts";
import { shorten, textWidth } from "../text-width.ts";
import { wrapPieces } from "../wrapped.ts";
import { samplePhrase, sampleSource, sharePhrase } from "./lint-phrases.ts";

/** The conditions that reject most; the JSON document has all of them. */
const mostRejections = 5;

/** `by value.amount 8,102 (92.1 %)`, most frequent first: shares of what the filter filtered out. */
export function rejectionPieces({ rejectedBy, filteredOut }: FilterCounts): string[] {
  const byName = [...Map.groupBy(rejectedBy, nameOf)].map(([name, all]) => ({ name, count: sumOf(all) }));
  const ordered = byName.toSorted((a, b) => b.count - a.count);
  const rest = sumOf(ordered.slice(mostRejections));
  return [
    ...ordered.slice(0, mostRejections).map(({ name, count }) => `by ${name} ${formatCount(count)} (${sharePhrase(count, filteredOut)})`),
    ...(rest === 0 ? [] : [`by others ${formatCount(rest)}`]),
  ];
}

/** Why the conditions reject, most frequent first: `8,102  numeric: value.amount is text in 100 % · first samples.ndjson:7`. */
export function rejectionLines({ rejectedBy }: FilterCounts, look: Look): string[] {
  const ordered = rejectedBy.toSorted((a, b) => b.count - a.count).slice(0, mostRejections);
  const width = ordered.reduce((widest, { count }) => Math.max(widest, formatCount(count).length), 0);
  const more = rejectedBy.length - ordered.length;
  return [
    ...ordered.flatMap((rejection) => reasonLines(rejection, width, look)),
    ...(more > 0 ? [`    and ${formatCount(more)} more reasons`] : []),
  ];
}

function reasonLines(rejection: Rejection, width: number, look: Look): string[] {
  const { operator, count, reason, first } = rejection;
  const name = nameOf(rejection);
  // Most reasons are sentences about the field.
  const parts = [operator, ...(name === operator || reason.startsWith(name) ? [] : [name]), reason].filter((part) => part !== "");
  const start = `    ${formatCount(count).padStart(width)}  `;
  const pieces = [parts.join(": "), ...(first === undefined ? [] : [`first ${samplePhrase(first)}`])];
  const lines = wrapPieces(
    pieces.map((piece) => safeText(piece)),
    ` ${look.glyphs.separator} `,
    look.columns - start.length,
  );
  return lines.map((line, index) => (index === 0 ? start : " ".repeat(start.length)) + line);
}

/** The first records that were kept and that were filtered out, by file and line; their values only where they were asked for. */
export function exampleLines({ firstKept, firstFilteredOut }: FilterCounts, look: Look): string[] {
  return [...examples("first kept", firstKept, look), ...examples("first filtered out", firstFilteredOut, look)];
}

function examples(label: string, places: readonly SamplePlace[], look: Look): string[] {
  if (places.length === 0) return [];
  const withPayload = places.filter(({ payload }) => payload !== undefined);
  const lines = wrapPieces(
    [`${label}:`, ...placesPieces(places)].map((piece) => safeText(piece)),
    " ",
    look.columns - 6,
  );
  return [
    ...lines.map((line, index) => (index === 0 ? "    " : "      ") + look.palette.dim(line)),
    ...withPayload.map((place) => payloadLine(place, look)),
  ];
}

/** `samples.ndjson:7, 12, 19`: a file is named once. */
function placesPieces(places: readonly SamplePlace[]): string[] {
  return [...Map.groupBy(places, sampleSource)].flatMap(([source, all]) =>
    all.map(({ line, record }, index) => `${index === 0 ? `${source}:` : ""}${record?.offset ?? line}${index < all.length - 1 ? "," : ""}`),
  );
}

function payloadLine({ line, record, payload = "" }: SamplePlace, look: Look): string {
  const start = `      ${record === undefined ? line : `${record.partition}:${record.offset}`} ${look.glyphs.bar} `;
  // Cut before it is escaped: values may be large.
  return (
    start +
    shorten(safeText(payload.slice(0, look.columns), { maxWidth: look.columns }), look.columns - textWidth(start), look.glyphs.ellipsis)
  );
}

/** The field, or what rejects without being about one. */
function nameOf({ path, operator }: Rejection): string {
  return path || operator;
}

function sumOf(all: readonly { readonly count: number }[]): number {
  return all.reduce((sum, { count }) => sum + count, 0);
}
