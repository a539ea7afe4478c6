/**
 * Two buffers that take turns: one is read into while the other is still looked at. What a read left open is copied to the front of the
 * other one, so that it goes on there without a gap.
 */
export class DoubleBuffer {
  readonly #readBytes: number;
  readonly #largestOpenBytes: number;
  #current: Buffer;
  #spare: Buffer;
  #filledBytes = 0;

  constructor({ readBytes, largestOpenBytes }: { readonly readBytes: number; readonly largestOpenBytes: number }) {
    this.#readBytes = readBytes;
    this.#largestOpenBytes = largestOpenBytes;
    this.#current = Buffer.allocUnsafeSlow(this.#usualBytes);
    this.#spare = Buffer.allocUnsafeSlow(this.#usualBytes);
  }

  /** Where to read to. */
  get target(): Buffer {
    return this.#current.subarray(this.#filledBytes, this.#filledBytes + this.#readBytes);
  }

  /** What was open, and the `readBytes` that have been read behind it. */
  filled(readBytes: number): Buffer {
    this.#filledBytes += readBytes;
    return this.#current.subarray(0, this.#filledBytes);
  }

  /** Goes on behind all that is filled, which is open. */
  goOn(): void {
    if (this.#filledBytes < this.#current.length) return;
    // Twice as much each time: what grows from read to read is not copied at each.
    const larger = Buffer.allocUnsafeSlow(Math.min(2 * this.#filledBytes, this.#largestOpenBytes) + this.#readBytes);
    larger.set(this.#current);
    this.#current = larger;
  }

  /** Goes on in the other buffer, behind `open`, the end of the last read. What is filled now stays as it is until the next turn. */
  turn(open: Uint8Array): void {
    // A buffer that grew goes with what it grew for.
    const next = this.#spare.length === this.#usualBytes ? this.#spare : Buffer.allocUnsafeSlow(this.#usualBytes);
    next.set(open);
    this.#spare = this.#current;
    this.#current = next;
    this.#filledBytes = open.length;
  }

  /** Room for one read behind what another left open. */
  get #usualBytes(): number {
    return 2 * this.#readBytes;
  }
}
