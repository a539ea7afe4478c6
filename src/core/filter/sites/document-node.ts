import type { Position } from "../pattern-site.ts";
import type { TracedText } from "./traced-text.ts";

/** A part of a source's text, in UTF-16 code units. */
export interface SourceRange {
  readonly start: number;
  readonly end: number;
}

/** One document of a file that may carry patterns: a tree whose parts know where they are written. */
export interface PatternDocument {
  /** The file as it was named, or `-`. */
  readonly source: string;
  /** The whole source. */
  readonly text: string;
  readonly syntax: "json" | "yaml";
  readonly root: DocumentNode;
  /** Which document of the source it is, from 0, and of how many. */
  readonly index: number;
  readonly count: number;
  /** Those of YAML, when any of them speaks to mskctl. */
  readonly comments: readonly Comment[];
  positionAt(offset: number): Position;
  /** The same document when the source reads `text`; undefined when that is no document any more. */
  reread(text: string): PatternDocument | undefined;
}

export interface Comment {
  readonly line: number;
  /** Nothing else stands on its line. */
  readonly alone: boolean;
  /** After the `#`. */
  readonly text: string;
}

/** A value in a document. Its parts are made when they are asked for: most of a plan of Terraform is never looked at. */
export type DocumentNode = ObjectNode | ListNode | ScalarNode;

export interface ObjectNode extends Placed {
  readonly kind: "object";
  /** In the order of the source; JSON may have one name twice. */
  members(): readonly Member[];
  /** The member of that name; the last one where JSON has several, as every reader takes it. */
  member(name: string): Member | undefined;
}

export interface Member {
  readonly name: string;
  readonly nameNode: ScalarNode;
  readonly value: DocumentNode;
}

export interface ListNode extends Placed {
  readonly kind: "list";
  items(): readonly DocumentNode[];
}

export interface ScalarNode extends Placed {
  readonly kind: "scalar";
  /** Without quotes and escapes. */
  readonly text: string;
  /** Written without quotes, so it may be a number, a boolean or null. */
  readonly plain: boolean;
  /** Where each character of `text` is written. */
  traced(): TracedText;
  /** `text` as a part of this scalar, in its quotes and escapes; undefined where the style has no way to write it. */
  spelled(text: string): string | undefined;
}

interface Placed extends SourceRange {
  /** A tag that YAML itself does not know, e.g. `!Sub`. */
  readonly tag: string | undefined;
  /** Written once and meant in several places (a YAML anchor that an alias names): who edits one edits all. */
  readonly shared: boolean;
}
