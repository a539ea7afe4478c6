import type { ByteTools } from "../../record/byte-tools.ts";
import { carriageReturn, closeBrace, isBlank, lineFeed, openBrace } from "./bytes.ts";
import type { WellFormedCheck } from "./well-formed.ts";

/** `braces` of a line that is no object. */
const noObject = -1;
/** `braces` of a line without a byte that is no white space. */
const nothing = -2;

/** The lines of a chunk, as `forEachLine` cuts them: a `\r` before the line end belongs to it. */
export class LineSplit {
  count = 0;
  /** All of them, line ends included. */
  bytes = 0;
  /** How many of them look like objects, and how many are blank. */
  objects = 0;
  blanks = 0;
  /** By line: its first byte, and behind its last one. */
  starts = new Int32Array(4096);
  ends = new Int32Array(4096);
  /** By line: where the opening brace is when it looks like an object, from brace to brace; else negative. */
  braces = new Int32Array(4096);

  /** With a check, a line that it does not find to be an object does not look like one. */
  split(bytes: Uint8Array, from: number, { findBytes }: ByteTools, check: WellFormedCheck | undefined): void {
    [this.bytes, this.count, this.objects, this.blanks] = [bytes.length - from, 0, 0, 0];
    let start = from;
    while (start < bytes.length) {
      const found = findBytes(bytes, lineFeed, start);
      const next = found < 0 ? bytes.length : found;
      this.#add(bytes, start, next > start && bytes[next - 1] === carriageReturn ? next - 1 : next, check);
      start = next + 1;
    }
  }

  isBlank(line: number): boolean {
    return this.braces[line] === nothing;
  }

  #add(bytes: Uint8Array, start: number, end: number, check: WellFormedCheck | undefined): void {
    const line = this.count++;
    if (line === this.starts.length)
      [this.starts, this.ends, this.braces] = [doubled(this.starts), doubled(this.ends), doubled(this.braces)];
    const shape = braceOf(bytes, start, end);
    const brace = shape >= 0 && check !== undefined && !check.isObject(bytes, start, end) ? noObject : shape;
    this.starts[line] = start;
    this.ends[line] = end;
    this.braces[line] = brace;
    if (brace >= 0) this.objects++;
    else if (brace === nothing) this.blanks++;
  }
}

function braceOf(bytes: Uint8Array, start: number, end: number): number {
  let first = start;
  while (first < end && isBlank(bytes[first] as number)) first++;
  if (first === end) return nothing;
  if (bytes[first] !== openBrace) return noObject;
  let last = end - 1;
  while (isBlank(bytes[last] as number)) last--;
  return bytes[last] === closeBrace ? first : noObject;
}

function doubled(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}
