/**
 * What is where in a text of JSON: the values and the names of members in the order of the text, a few numbers each. A plan
 * of Terraform has millions of them, and hardly any is ever looked at.
 */
export interface JsonTape {
  /** The first character of the value or name. */
  startOf(index: number): number;
  /** Behind its last character. */
  endOf(index: number): number;
  /** What comes behind all that is in it: the next item, or the name of the next member. */
  next(index: number): number;
}

export interface JsonFault {
  readonly kind: "fault";
  readonly offset: number;
  readonly reason: string;
}

export interface JsonBounds {
  /** Collections in one another. */
  readonly levels: number;
  /** Values and names. */
  readonly values: number;
  /** Members of one object, items of one list. */
  readonly members: number;
}

/** Reads JSON to the letter (RFC 8259), without recursion; one name may come twice in an object. */
export function readJson(text: string, bounds: JsonBounds): { readonly kind: "tape"; readonly tape: JsonTape } | JsonFault {
  const entries = jsonEntries(bounds.values);
  try {
    readAll({ text, at: 0, open: [], bounds, entries });
    return { kind: "tape", tape: entries.tape() };
  } catch (error) {
    if (error instanceof Fault) return { kind: "fault", offset: error.offset, reason: error.message };
    throw error;
  }
}

class Fault extends Error {
  readonly offset: number;

  constructor(offset: number, reason: string) {
    super(reason);
    this.offset = offset;
  }
}

interface JsonEntries {
  /** Gives the new entry's index. */
  begin(start: number): number;
  finish(index: number, end: number): void;
  tape(): JsonTape;
}

function jsonEntries(most: number): JsonEntries {
  let starts = new Int32Array(1_024);
  let ends = new Int32Array(1_024);
  let nexts = new Int32Array(1_024);
  let count = 0;
  return {
    begin(start) {
      if (count >= most) throw new Fault(start, `more than ${most} values and names`);
      if (count === starts.length) [starts, ends, nexts] = [doubled(starts), doubled(ends), doubled(nexts)];
      starts[count] = start;
      return count++;
    },
    finish(index, end) {
      ends[index] = end;
      nexts[index] = count;
    },
    tape: () => ({
      startOf: (index) => starts[index] ?? 0,
      endOf: (index) => ends[index] ?? 0,
      next: (index) => nexts[index] ?? 0,
    }),
  };
}

function doubled(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}

interface Reader {
  readonly text: string;
  at: number;
  readonly open: OpenCollection[];
  readonly bounds: JsonBounds;
  readonly entries: JsonEntries;
}

interface OpenCollection {
  readonly index: number;
  readonly isObject: boolean;
  /** So far. */
  members: number;
}

const codeOf = (character: string) => character.charCodeAt(0);
const [openObject, closeObject, openList, closeList] = [codeOf("{"), codeOf("}"), codeOf("["), codeOf("]")];
const [comma, colon, quote, backslash] = [codeOf(","), codeOf(":"), codeOf('"'), codeOf("\\")];
const [space, tab, newline, carriageReturn] = [codeOf(" "), codeOf("\t"), codeOf("\n"), codeOf("\r")];

function readAll(reader: Reader): void {
  let isOpen = true;
  while (isOpen) {
    if (!readValue(reader)) continue;
    isOpen = readBehindValue(reader);
  }
  if (skipSpace(reader) < reader.text.length) throw new Fault(reader.at, `${found(reader)} comes behind the end of the JSON`);
}

/** True when the value is whole; of a collection that has something in it, only the beginning is read. */
function readValue(reader: Reader): boolean {
  const { text, open, bounds, entries } = reader;
  const first = text.charCodeAt(skipSpace(reader));
  const index = entries.begin(reader.at);
  if (first !== openObject && first !== openList) {
    if (first === quote) readString(reader);
    else readWord(reader);
    entries.finish(index, reader.at);
    return true;
  }
  if (open.length >= bounds.levels) throw new Fault(reader.at, `nested deeper than ${bounds.levels} levels`);
  const isObject = first === openObject;
  reader.at++;
  if (text.charCodeAt(skipSpace(reader)) === (isObject ? closeObject : closeList)) {
    reader.at++;
    entries.finish(index, reader.at);
    return true;
  }
  open.push({ index, isObject, members: 1 });
  if (isObject) readName(reader);
  return false;
}

/** Behind a whole value: goes on to the next one of its collection, out of all that end here. False when nothing is open any more. */
function readBehindValue(reader: Reader): boolean {
  const { text, open, bounds, entries } = reader;
  for (let around = open.at(-1); around !== undefined; around = open.at(-1)) {
    const next = text.charCodeAt(skipSpace(reader));
    if (next === comma) {
      if (++around.members > bounds.members)
        throw new Fault(reader.at, `more than ${bounds.members} members in one ${around.isObject ? "object" : "list"}`);
      reader.at++;
      if (around.isObject) readName(reader);
      return true;
    }
    const close = around.isObject ? closeObject : closeList;
    if (next !== close) throw new Fault(reader.at, `a comma or ${String.fromCharCode(close)} was expected, not ${found(reader)}`);
    reader.at++;
    entries.finish(around.index, reader.at);
    open.pop();
  }
  return false;
}

/** A member's name and its colon. */
function readName(reader: Reader): void {
  const { text, entries } = reader;
  if (text.charCodeAt(skipSpace(reader)) !== quote)
    throw new Fault(reader.at, `a name in double quotes was expected, not ${found(reader)}`);
  const index = entries.begin(reader.at);
  readString(reader);
  entries.finish(index, reader.at);
  if (text.charCodeAt(skipSpace(reader)) !== colon)
    throw new Fault(reader.at, `a colon was expected behind the name, not ${found(reader)}`);
  reader.at++;
}

const anyEscape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

function readString(reader: Reader): void {
  const { text } = reader;
  const start = reader.at;
  for (let at = start + 1; at < text.length; at++) {
    const next = text.charCodeAt(at);
    if (next === quote) {
      reader.at = at + 1;
      return;
    }
    if (next < space) throw new Fault(at, "a line break or another control character inside a text");
    if (next !== backslash) continue;
    anyEscape.lastIndex = at;
    if (!anyEscape.test(text)) throw new Fault(at, "JSON has no such escape");
    at = anyEscape.lastIndex - 1;
  }
  throw new Fault(start, "a text that does not end");
}

const word = /(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)(?![\p{L}\p{N}_.+-])/uy;

/** A number, true, false or null. */
function readWord(reader: Reader): void {
  word.lastIndex = reader.at;
  if (!word.test(reader.text)) throw new Fault(reader.at, `a value was expected, not ${found(reader)}`);
  reader.at = word.lastIndex;
}

function skipSpace(reader: Reader): number {
  const { text } = reader;
  for (; reader.at < text.length; reader.at++) {
    const next = text.charCodeAt(reader.at);
    if (next !== space && next !== newline && next !== tab && next !== carriageReturn) break;
  }
  return reader.at;
}

/** What stands there, in a few characters. */
function found({ text, at }: Reader): string {
  if (at >= text.length) return "the end of the file";
  if (text.startsWith("//", at) || text.startsWith("/*", at) || text.startsWith("#", at)) return "a comment, which JSON does not have";
  return JSON.stringify(/^(?:[\p{L}\p{N}_$+.-]{1,20}|.)/su.exec(text.slice(at, at + 40))?.[0] ?? "");
}
