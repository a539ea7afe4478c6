import type { PatternSite } from "../pattern-site.ts";
import type { DocumentNode, PatternDocument, SourceRange } from "./document-node.ts";
import type { WrittenFilter } from "./filter-group.ts";
import { ignoredByComments } from "./ignored-findings.ts";
import { type PatternReading, readPattern } from "./pattern-reading.ts";
import { editOf } from "./site-edit.ts";
import type { SourceFormat } from "./source-format.ts";
import type { TracedText } from "./traced-text.ts";

/** A document in which patterns are looked for. */
export interface SearchedDocument {
  readonly document: PatternDocument;
  readonly format: SourceFormat;
  /** The pattern that is called the same in a changed document. */
  again(changed: PatternDocument, name: Pick<PatternSite, "group" | "path">): PatternSite | undefined;
}

/** Where a pattern stands in a document, before it is read. */
export interface PatternPlace {
  readonly group: string;
  readonly path: string;
  readonly node: DocumentNode;
  /** What comes before it in its entry, e.g. its name: comments there are about it. */
  readonly entry: SourceRange;
  readonly ignored: readonly string[];
}

type KnownReading = Exclude<PatternReading, { kind: "missing" }>;

/** The filter that is written at `place`; undefined when there is no pattern, only null. */
export function filterAt(searched: SearchedDocument, place: PatternPlace): WrittenFilter | undefined {
  const reading = readPattern(place.node, searched.format);
  if (reading.kind === "missing") return undefined;
  const { takesObjects, resolve } = searched.format;
  const objectForText = reading.kind === "json" && !takesObjects && resolve(place.node).kind === "value";
  return { kind: "pattern", site: siteAt(searched, place, reading), objectForText };
}

/** A document of JSON that is nothing but a pattern: it is taken as it is written. */
export function wholeFilter(searched: SearchedDocument, place: PatternPlace): WrittenFilter {
  return { kind: "pattern", site: siteAt(searched, place, { kind: "slice", node: place.node }), objectForText: false };
}

/** A place that cannot be looked into, e.g. a list of filters that is put together only when a stack is deployed. */
export function unknownFilter(searched: SearchedDocument, place: PatternPlace, reason: string): WrittenFilter {
  return { kind: "pattern", site: siteAt(searched, place, { kind: "unknown", reason, node: place.node }), objectForText: false };
}

function siteAt({ document, again }: SearchedDocument, place: PatternPlace, reading: KnownReading): PatternSite {
  const { group, path } = place;
  const offsetIn = sourceOffsets(reading);
  return {
    text: patternText(reading, document),
    ...(reading.kind === "unknown" ? { unknown: reading.reason } : {}),
    source: document.source,
    path,
    group,
    positionOf: (offset) => document.positionAt(offsetIn(offset)),
    edit: (start, end, replacement) =>
      editOf(reading, { start, end, replacement }, document, (changed) => again(changed, { group, path })?.text),
    ignored: [...new Set([...place.ignored, ...ignoredByComments(document, linesOf(place))])],
  };
}

/** From the entry to the end of the pattern; an alias of YAML names a pattern that is written elsewhere. */
function linesOf({ entry, node }: PatternPlace): SourceRange {
  return node.start >= entry.start ? { start: entry.start, end: Math.max(entry.end, node.end) } : entry;
}

function patternText(reading: KnownReading, document: PatternDocument): string | undefined {
  switch (reading.kind) {
    case "text":
      return reading.scalar.text;
    case "json":
      return reading.traced.text;
    case "slice":
      return document.text.slice(reading.node.start, reading.node.end);
    case "unknown":
      return undefined;
  }
}

function sourceOffsets(reading: KnownReading): (offset: number) => number {
  switch (reading.kind) {
    case "text": {
      let traced: TracedText | undefined;
      return (offset) => {
        traced ??= reading.scalar.traced();
        return traced.rangeOf(offset).start;
      };
    }
    case "json":
      return (offset) => reading.traced.rangeOf(offset).start;
    case "slice": {
      const { start, end } = reading.node;
      return (offset) => Math.min(start + Math.max(0, offset), end);
    }
    case "unknown":
      return () => reading.node.start;
  }
}
