import { type TextTrace, type TracedText, textTrace } from "../../core/filter/sites/traced-text.ts";
import { traceBlock } from "./block-scalar-offsets.ts";

/** How a text can be written: in JSON, and in five ways in YAML. */
export type ScalarStyle = "json" | "plain" | "single-quoted" | "double-quoted" | "literal" | "folded";

/** A scalar as it stands in a file. */
export interface WrittenScalar {
  readonly style: ScalarStyle;
  /** With its quotes; of a block, the lines below its header. */
  readonly source: string;
  /** Of `source` in the file, in UTF-16 code units. */
  readonly offset: number;
  /** Of a block: its header (`|`, `>-`, `|2+`), and the indentation that the lines have to exceed. */
  readonly block?: { readonly header: string; readonly outerIndent: number };
}

/**
 * The text of a scalar, and where in the file each of its characters is written: an escape as a whole, a folded line break
 * with the spaces around it. For scalars that parsed; of anything else, something is given.
 */
export function tracedScalar(scalar: WrittenScalar): TracedText {
  const { style, source, offset } = scalar;
  const trace = textTrace();
  switch (style) {
    case "json":
      traceEscapes(trace, source, offset, jsonEscape);
      return trace.finish(offset + 1);
    case "double-quoted":
      traceDoubleQuoted(trace, source, offset);
      return trace.finish(offset + 1);
    case "single-quoted":
      traceFolded(source.slice(1, -1), offset + 1, trace, /''/g);
      return trace.finish(offset + 1);
    case "plain":
      traceFolded(source, offset, trace);
      return trace.finish(offset);
    case "literal":
    case "folded":
      traceBlock(trace, { source, offset, folds: style === "folded", ...(scalar.block ?? { header: "|", outerIndent: 0 }) });
      return trace.finish(offset);
  }
}

/** `text` as a part of a scalar of that style; undefined where the style has no way to write it, or nobody could say where. */
export function spelledIn(style: ScalarStyle, text: string, indent = ""): string | undefined {
  switch (style) {
    case "json":
      return JSON.stringify(text).slice(1, -1);
    case "double-quoted":
      // YAML wants these escaped, JSON does not.
      return JSON.stringify(text)
        .slice(1, -1)
        .replace(/[\x7f-\x9f\u2028\u2029\ufeff]/g, codeEscape);
    case "single-quoted":
      return hasControls(text) ? undefined : text.replaceAll("'", "''");
    case "plain":
      return hasControls(text) ? undefined : text;
    case "literal":
      return hasControls(text.replaceAll("\n", "")) ? undefined : text.replaceAll("\n", `\n${indent}`);
    case "folded":
      return undefined;
  }
}

function codeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** What YAML allows in no scalar without escapes, and what some readers take for a line break. */
function hasControls(text: string): boolean {
  return /[\p{Cc}\p{Cs}\u2028\u2029\ufeff]/u.test(text.replaceAll("\t", ""));
}

const jsonEscape = /\\(?:u([0-9a-fA-F]{4})|(.))/gs;
const escapedByLetter = new Map(
  Object.entries({
    "0": "\0",
    a: "\x07",
    b: "\b",
    e: "\x1b",
    f: "\f",
    n: "\n",
    r: "\r",
    t: "\t",
    v: "\v",
    N: "\x85",
    _: "\xa0",
    L: "\u2028",
    P: "\u2029",
  }),
);

function traceEscapes(trace: TextTrace, source: string, offset: number, escapes: RegExp): void {
  let copied = 1;
  for (const { index, 0: written, 1: hex, 2: letter = "" } of source.slice(0, -1).matchAll(escapes)) {
    trace.verbatim(source.slice(copied, index), offset + copied);
    copied = index + written.length;
    const text = hex === undefined ? (escapedByLetter.get(letter) ?? letter) : String.fromCharCode(Number.parseInt(hex, 16));
    trace.from(text, offset + index, offset + copied);
  }
  trace.verbatim(source.slice(copied, -1), offset + copied);
}

/** An escape; an escaped line break with the indentation behind it; a run of space. */
const inDoubleQuotes = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(\r?\n[ \t]*)|(.))|[ \t]*(?:\r?\n[ \t]*)+|[ \t]+/gs;

/** YAML 1.2.2, 7.3.1: line folding and escapes. */
function traceDoubleQuoted(trace: TextTrace, source: string, offset: number): void {
  let copied = 1;
  for (const match of source.slice(0, -1).matchAll(inDoubleQuotes)) {
    const { index, 0: written, 1: two, 2: four, 3: eight, 4: continued, 5: letter } = match;
    trace.verbatim(source.slice(copied, index), offset + copied);
    copied = index + written.length;
    const hex = two ?? four ?? eight;
    if (hex !== undefined) trace.from(String.fromCodePoint(Number.parseInt(hex, 16)), offset + index, offset + copied);
    else if (letter !== undefined) trace.from(escapedByLetter.get(letter) ?? letter, offset + index, offset + copied);
    else if (continued === undefined) traceSpace(trace, written, offset + index);
  }
  trace.verbatim(source.slice(copied, -1), offset + copied);
}

/** Each run is matched as a whole, so that long ones cost no more than their length. */
const spaces = /[ \t]*(?:\r?\n[ \t]*)+|[ \t]+/g;

/** Text over several lines; `doubled` finds pairs that stand for their first character. */
function traceFolded(source: string, offset: number, trace: TextTrace, doubled?: RegExp): void {
  let copied = 0;
  for (const { index, 0: written } of source.matchAll(spaces)) {
    traceLine(trace, source.slice(copied, index), offset + copied, doubled);
    traceSpace(trace, written, offset + index);
    copied = index + written.length;
  }
  traceLine(trace, source.slice(copied), offset + copied, doubled);
}

function traceLine(trace: TextTrace, line: string, offset: number, doubled: RegExp | undefined): void {
  let copied = 0;
  for (const { index, 0: pair } of doubled === undefined ? [] : line.matchAll(doubled)) {
    trace.verbatim(line.slice(copied, index), offset + copied);
    copied = index + pair.length;
    trace.from(pair.charAt(0), offset + index, offset + copied);
  }
  trace.verbatim(line.slice(copied), offset + copied);
}

/** Line breaks with the space around them are a space, or one break less than there are; other space is itself. */
function traceSpace(trace: TextTrace, fold: string, offset: number): void {
  const breaks = [...fold.matchAll(/\n/g)].map(({ index }) => index + 1);
  if (breaks.length === 0) trace.verbatim(fold, offset);
  if (breaks.length === 1) trace.from(" ", offset, offset + fold.length);
  const kept = breaks.slice(1);
  for (const [index, end] of kept.entries()) {
    const start = index === 0 ? 0 : (kept[index - 1] ?? 0);
    trace.from("\n", offset + start, offset + (index === kept.length - 1 ? fold.length : end));
  }
}
