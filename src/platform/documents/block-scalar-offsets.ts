import type { TextTrace } from "../../core/filter/sites/traced-text.ts";

export interface WrittenBlock {
  /** The lines below the header. */
  readonly source: string;
  readonly offset: number;
  readonly folds: boolean;
  readonly header: string;
  readonly outerIndent: number;
}

interface Line {
  /** Its spaces. */
  readonly indent: string;
  /** Behind the indentation, without the break. */
  readonly content: string;
  /** Of `content`, in the file. */
  readonly offset: number;
  readonly contentEnd: number;
  /** Of the next line. */
  readonly end: number;
}

/** YAML 1.2.2, 8.1: indentation, chomping and folding of `|` and `>`. */
export function traceBlock(trace: TextTrace, block: WrittenBlock): void {
  const lines = linesIn(block);
  const [firstFull, behindFull] = fullLines(lines);
  const explicit = Number(/[1-9]/.exec(block.header)?.[0] ?? 0);
  const indent = contentIndent(lines.slice(0, firstFull + 1), block.outerIndent, explicit);
  const keeps = block.header.includes("+");
  if (firstFull === lines.length) {
    if (keeps) for (const line of lines.slice(0, Math.max(1, lines.length - 1))) traceBreak(trace, line.offset, line.end);
    return;
  }
  // Lines of nothing but more spaces than the indentation are content.
  const behind = lines.findLastIndex((line, index) => index >= behindFull && line.indent.length > indent) + 1 || behindFull;
  for (const line of lines.slice(0, firstFull)) {
    traceContent(trace, line, indent);
    traceBreak(trace, line.contentEnd, line.end);
  }
  const content = lines.slice(firstFull, behind);
  if (block.folds) traceFoldedLines(trace, content, indent);
  else traceLiteralLines(trace, content, indent);
  traceEnd(trace, { lines, behind, indent, header: block.header });
}

function linesIn({ source, offset }: WrittenBlock): Line[] {
  const lines: Line[] = [];
  if (source === "") return lines;
  let start = 0;
  while (start <= source.length) {
    const lineBreak = source.indexOf("\n", start);
    const end = lineBreak < 0 ? source.length : lineBreak;
    const [indent = ""] = /^ */.exec(source.slice(start, end)) ?? [];
    const content = source.slice(start + indent.length, end).replace(/\r$/, lineBreak < 0 ? "\r" : "");
    const at = offset + start + indent.length;
    lines.push({ indent, content, offset: at, contentEnd: at + content.length, end: offset + Math.min(end + 1, source.length) });
    if (lineBreak < 0) break;
    start = end + 1;
  }
  return lines;
}

/** The first line with something in it, and the one behind the last. */
function fullLines(lines: readonly Line[]): readonly [first: number, behindLast: number] {
  const first = lines.findIndex(({ content }) => content !== "");
  return first < 0 ? [lines.length, lines.length] : [first, lines.findLastIndex(({ content }) => content !== "") + 1];
}

function contentIndent(leading: readonly Line[], outerIndent: number, explicit: number): number {
  if (explicit > 0) return outerIndent + explicit;
  const first = leading.at(-1);
  return first === undefined || first.content === "" ? outerIndent : first.indent.length;
}

function traceContent(trace: TextTrace, { indent, content, offset }: Line, contentIndent: number): void {
  const extra = indent.slice(contentIndent);
  trace.verbatim(extra + content, offset - extra.length);
}

function traceBreak(trace: TextTrace, start: number, end: number): void {
  trace.from("\n", start, end);
}

function traceLiteralLines(trace: TextTrace, lines: readonly Line[], indent: number): void {
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1];
    if (before !== undefined) traceBreak(trace, before.contentEnd, before.end);
    traceContent(trace, line, indent);
  }
}

/** One break between two lines that are not indented further is a space; of several, the first is dropped. */
function traceFoldedLines(trace: TextTrace, lines: readonly Line[], indent: number): void {
  let separator = "";
  let separatorStart = lines[0]?.offset ?? 0;
  let isBehindIndented = false;
  for (const line of lines) {
    const isIndented = line.indent.length > indent || line.content.startsWith("\t");
    if (line.content === "" && !isIndented) {
      if (separator === "\n") {
        traceBreak(trace, separatorStart, line.contentEnd);
        separatorStart = line.contentEnd;
      } else separator = "\n";
      continue;
    }
    if (isIndented && separator === " ") separator = "\n";
    else if (isIndented && !isBehindIndented && separator === "\n") separator = "\n\n";
    const extra = line.indent.length - Math.min(line.indent.length, indent);
    trace.from(separator, separatorStart, line.offset - extra);
    traceContent(trace, line, indent);
    separator = isIndented ? "\n" : " ";
    isBehindIndented = isIndented;
    separatorStart = line.contentEnd;
  }
}

interface BlockEnd {
  readonly lines: readonly Line[];
  /** The first line that is no content. */
  readonly behind: number;
  readonly indent: number;
  readonly header: string;
}

/** Chomping: `-` takes all breaks at the end away, `+` keeps them, otherwise one stays. */
function traceEnd(trace: TextTrace, { lines, behind, indent, header }: BlockEnd): void {
  const last = lines[behind - 1];
  if (last === undefined || header.includes("-")) return;
  if (!header.includes("+")) {
    traceBreak(trace, last.contentEnd, last.end);
    return;
  }
  for (const [index, line] of lines.slice(behind).entries()) {
    const before = lines[behind + index - 1] ?? last;
    traceBreak(trace, before.contentEnd, before.end);
    trace.verbatim(line.indent.slice(indent), line.offset - line.indent.slice(indent).length);
  }
  if (behind === lines.length) traceBreak(trace, last.contentEnd, last.end);
}
