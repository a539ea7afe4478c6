/**
 * Two buffers that take turns: one is read into while the other is still looked at. Each has room in front of what is read, so that
 * a line that a read left open continues without a gap, for the price of copying its beginning.
 */
export class DoubleBuffer {
  readonly #readBytes: number;
  readonly #usualHeadBytes: number;
  readonly #largestHeadBytes: number;
  #current: Room;
  #spare: Room;
  #openBytes = 0;

  constructor({ readBytes, largestOpenBytes }: { readonly readBytes: number; readonly largestOpenBytes: number }) {
    this.#readBytes = readBytes;
    this.#largestHeadBytes = largestOpenBytes;
    this.#usualHeadBytes = Math.min(readBytes >> 4, largestOpenBytes);
    this.#current = this.#room(0);
    this.#spare = this.#room(0);
  }

  /** Where to read to, behind `open`, the end of the last `filled`. What was filled stays as it is until the call after this one. */
  next(open: Uint8Array): Uint8Array {
    const next = this.#fits(this.#spare, open.length) ? this.#spare : this.#room(open.length);
    next.bytes.set(open, next.headBytes - open.length);
    this.#spare = this.#current;
    this.#current = next;
    this.#openBytes = open.length;
    return next.bytes.subarray(next.headBytes);
  }

  /** What was open and the `readBytes` that were read behind it. */
  filled(readBytes: number): Buffer {
    const { bytes, headBytes } = this.#current;
    return bytes.subarray(headBytes - this.#openBytes, headBytes + readBytes);
  }

  /** A room that was made for a long line goes with it. */
  #fits({ headBytes }: Room, openBytes: number): boolean {
    return openBytes <= headBytes && (headBytes === this.#usualHeadBytes || openBytes > this.#usualHeadBytes);
  }

  #room(openBytes: number): Room {
    // Twice what is needed: a line that grows from read to read is not copied at each.
    const headBytes = openBytes <= this.#usualHeadBytes ? this.#usualHeadBytes : Math.min(2 * openBytes, this.#largestHeadBytes);
    return { headBytes, bytes: Buffer.allocUnsafeSlow(headBytes + this.#readBytes) };
  }
}

interface Room {
  readonly headBytes: number;
  readonly bytes: Buffer;
}
