import type { ByteReader } from "./byte-reader.ts";

/** Binary data taken off piece by piece: `fill`, then look and take. */
export class ByteCursor {
  readonly #reader: ByteReader;
  #buffer: Buffer = Buffer.allocUnsafeSlow(usualBufferBytes);
  #start = 0;
  #end = 0;
  #takenBytes = 0;

  constructor(reader: ByteReader) {
    this.#reader = reader;
  }

  /** How many bytes have been taken since the beginning. */
  get takenBytes(): number {
    return this.#takenBytes;
  }

  /** What is there to take without another `fill`. */
  get ahead(): Buffer {
    return this.#buffer.subarray(this.#start, this.#end);
  }

  /** Waits until `bytes` are there to take; false when the source ends before. */
  async fill(bytes: number): Promise<boolean> {
    if (this.#end - this.#start >= bytes) return true;
    if (this.#buffer.length - this.#start < bytes) this.#makeRoom(bytes);
    while (this.#end - this.#start < bytes) {
      const read = await this.#reader.read(this.#buffer.subarray(this.#end));
      if (read === 0) return false;
      this.#end += read;
    }
    return true;
  }

  /** The next bytes, or all that are there when these are fewer. Good until the next `fill`. */
  take(bytes: number): Buffer {
    const taken = this.ahead.subarray(0, bytes);
    this.#start += taken.length;
    this.#takenBytes += taken.length;
    return taken;
  }

  /** Goes over bytes of any number, without holding them; false when the source ends before. */
  async skip(bytes: number): Promise<boolean> {
    for (let left = bytes; left > 0; ) {
      if (!(await this.fill(1))) return false;
      left -= this.take(left).length;
    }
    return true;
  }

  #makeRoom(bytes: number): void {
    const rest = this.ahead;
    const wanted = Math.max(bytes, usualBufferBytes);
    // A buffer that was made for one large piece goes with it.
    if (this.#buffer.length !== wanted) this.#buffer = Buffer.allocUnsafeSlow(wanted);
    this.#buffer.set(rest);
    this.#start = 0;
    this.#end = rest.length;
  }
}

const usualBufferBytes = 256 * 1024;
