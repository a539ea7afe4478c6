/** Where something stands in a file; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A filter pattern where its author wrote it. */
export interface PatternSite {
  /** As AWS gets it; absent where it cannot be known, and then `unknown` says why. */
  readonly text: string | undefined;
  readonly unknown?: string;
  /** The file as it was named, `-` for standard input, `--pattern`, or the mapping. */
  readonly source: string;
  /** The way to it inside the source, e.g. `Resources.Orders.Properties.FilterCriteria.Filters[0].Pattern`. */
  readonly path: string;
  /** Filters with the same group are those of one mapping: a record that passes one of them is delivered. Unique within a source. */
  readonly group: string;
  /** Where the character at `offset` of `text` (UTF-16 code units) stands in the source. */
  positionOf(offset: number): Position;
  /** The same source with `text[start, end)` replaced, spelled as the place asks for (quotes, escapes); undefined where that cannot be done safely. */
  edit(start: number, end: number, replacement: string): SourceEdit | undefined;
  /** Findings that the author wants not to hear of here: ids, or `all`. */
  readonly ignored: readonly string[];
}

/** Replaces `[start, end)` of a source's text, in UTF-16 code units. */
export interface SourceEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
