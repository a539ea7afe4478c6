import { backslash, closeBrace, closeBracket, colon, comma, lineFeed, openBrace, openBracket, quote, space, tab } from "./sample-ascii.ts";
import { isJsonSpace } from "./sample-json-scalar.ts";

/** A piece of a source that should be a JSON document. */
export interface FoundDocument {
  /** The line where it begins; counts from 1. */
  readonly line: number;
  /** From its first bracket to its last, good until the next one is asked for. Only brackets and quotes have been looked at. */
  readonly bytes: Uint8Array;
  /** Why it is no document; `bytes` is empty then. */
  readonly broken?: string;
}

/**
 * Tells JSON objects and lists apart that follow each other, over as many lines as they like. One that breaks off or is larger
 * than `limitBytes` is reported, and the search goes on where the next one surely begins.
 */
export class DocumentSplitter {
  readonly #limitBytes: number;
  #state: State = "between";
  #depth = 0;
  #line = 1;
  #startLine = 1;
  #isLineStart = true;
  /** The second line of the document is indented: no bracket at the start of a line belongs to it but its last. */
  #isIndented = false;
  /** The last byte of the document that is no white space, strings left out. */
  #previous = 0;
  /** What earlier pushes brought of the document, up to the limit. */
  #held = new Uint8Array(0);
  #heldBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** The documents that end in `bytes`; these follow those of the last push. */
  *push(bytes: Uint8Array): Generator<FoundDocument, void> {
    let start = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      const event = this.#step(byte);
      if (event === "ends") yield this.#document(bytes.subarray(start, at + 1));
      else if (event === "breaks" || event === "restarts") yield this.#broken(brokenOff);
      else if (event === "is junk") yield this.#broken(noDocument);
      if (event === "begins" || event === "restarts") start = this.#begin(at);
      if (byte === lineFeed) this.#line += 1;
      this.#isLineStart = byte === lineFeed;
    }
    if (this.#depth > 0) this.#hold(bytes.subarray(start));
  }

  /** What is left when the source has ended. */
  *end(): Generator<FoundDocument, void> {
    if (this.#depth > 0) yield this.#broken(brokenOff);
    else if (this.#state === "in junk") yield this.#broken(noDocument);
    this.#state = "between";
  }

  #step(byte: number): Event {
    switch (this.#state) {
      case "between":
        if (isJsonSpace(byte)) return "goes on";
        if (isOpening(byte)) return "begins";
        this.#startLine = this.#line;
        this.#state = "in junk";
        return "goes on";
      case "in junk":
        if (byte !== lineFeed) return "goes on";
        this.#state = "between";
        return "is junk";
      case "lost":
        return this.#isLineStart && isOpening(byte) ? "begins" : "goes on";
      case "inside":
        return this.#inside(byte);
      case "in text":
      case "in escape":
        return this.#inText(byte);
    }
  }

  #inside(byte: number): Event {
    if (isJsonSpace(byte)) {
      if (this.#isLineStart && this.#line === this.#startLine + 1) this.#isIndented = byte === space || byte === tab;
      return "goes on";
    }
    const before = this.#previous;
    this.#previous = byte;
    if (byte === quote) this.#state = "in text";
    else if (isClosing(byte)) {
      this.#depth -= 1;
      if (this.#depth > 0) return "goes on";
      this.#state = "between";
      return "ends";
    } else if (isOpening(byte)) {
      // In JSON a bracket opens behind one of these only.
      const isInPlace = before === openBracket || before === comma || before === colon;
      if (this.#isLineStart && (this.#isIndented || !isInPlace)) return "restarts";
      if (!isInPlace) return this.#lose();
      this.#depth += 1;
    }
    return "goes on";
  }

  #inText(byte: number): Event {
    // JSON has no line end within a string.
    if (byte === lineFeed) return this.#lose();
    if (this.#state === "in escape") this.#state = "in text";
    else if (byte === backslash) this.#state = "in escape";
    else if (byte === quote) this.#state = "inside";
    return "goes on";
  }

  #lose(): Event {
    this.#state = "lost";
    this.#depth = 0;
    return "breaks";
  }

  #begin(at: number): number {
    this.#state = "inside";
    this.#depth = 1;
    this.#startLine = this.#line;
    this.#isIndented = false;
    this.#previous = openBracket;
    this.#heldBytes = 0;
    return at;
  }

  #hold(bytes: Uint8Array): void {
    const length = this.#heldBytes + bytes.length;
    if (length <= this.#limitBytes) {
      if (length > this.#held.length) {
        const larger = new Uint8Array(Math.min(2 * length, this.#limitBytes));
        larger.set(this.#held.subarray(0, this.#heldBytes));
        this.#held = larger;
      }
      this.#held.set(bytes, this.#heldBytes);
    }
    this.#heldBytes = length;
  }

  #document(last: Uint8Array): FoundDocument {
    const held = this.#heldBytes;
    const length = held + last.length;
    if (length > this.#limitBytes) return this.#broken(`a JSON document of more than ${this.#limitBytes} bytes`);
    if (held > 0) this.#hold(last);
    this.#heldBytes = 0;
    return { line: this.#startLine, bytes: held > 0 ? this.#held.subarray(0, length) : last };
  }

  #broken(reason: string): FoundDocument {
    this.#heldBytes = 0;
    return { line: this.#startLine, bytes: new Uint8Array(0), broken: reason };
  }
}

type State =
  | "between"
  | "inside" // of a document
  | "in text" // of a string in a document
  | "in escape"
  | "in junk" // until the line ends
  | "lost"; // until a line begins with a bracket

type Event = "goes on" | "begins" | "ends" | "breaks" | "restarts" | "is junk";

const brokenOff = "a JSON document that breaks off";
const noDocument = "no JSON object";

function isOpening(byte: number): boolean {
  return byte === openBrace || byte === openBracket;
}

function isClosing(byte: number): boolean {
  return byte === closeBrace || byte === closeBracket;
}
