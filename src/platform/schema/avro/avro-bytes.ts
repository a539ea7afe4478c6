import { JsonRoom } from "../json-text.ts";
import { Undecodable } from "../undecodable.ts";

const impossible = "a value that the schema does not allow";

/** Reads Avro's primitives one after the other (Avro specification, binary encoding). Throws Undecodable. */
export class AvroBytes {
  readonly room = new JsonRoom();
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Uint8Array, start = 0) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = start;
  }

  /** Where the next value begins. */
  get position(): number {
    return this.#at;
  }

  boolean(): boolean {
    const byte = this.#bytes[this.#take(1)];
    if (byte !== 0 && byte !== 1) throw new Undecodable(impossible);
    return byte === 1;
  }

  int(): number {
    const value = this.long();
    if (typeof value !== "number" || value !== (value | 0)) throw new Undecodable(impossible);
    return value;
  }

  /** A bigint where a number might lose digits. */
  long(): number | bigint {
    let zigzag = 0;
    let scale = 1;
    const start = this.#at;
    // 49 bits: exact as a number.
    for (let digit = 0; digit < 7; digit++) {
      const byte = this.#bytes[this.#take(1)] ?? 0;
      zigzag += (byte & 0x7f) * scale;
      if (byte < 0x80) return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
      scale *= 0x80;
    }
    return this.#longFrom(start);
  }

  float(): number {
    return this.#bytes.readFloatLE(this.#take(4));
  }

  double(): number {
    return this.#bytes.readDoubleLE(this.#take(8));
  }

  /** Bytes that are no UTF-8 become U+FFFD, as in Java's strings. */
  string(): string {
    const length = this.#length();
    const start = this.#take(length);
    return this.#bytes.toString("utf8", start, start + length);
  }

  /** A character for each byte (Avro specification, JSON encoding of bytes and fixed). */
  bytes(length = this.#length()): string {
    const start = this.#take(length);
    return this.#bytes.toString("latin1", start, start + length);
  }

  /** The place in an enum or a union of `size` members. */
  place(size: number): number {
    const index = this.int();
    if (index < 0 || index >= size) throw new Undecodable(impossible);
    return index;
  }

  /** How many items of an array or a map follow; 0 at its end. */
  blockLength(): number {
    const count = this.long();
    if (count < 0) this.long();
    const length = Math.abs(Number(count));
    if (!Number.isSafeInteger(length)) throw new Undecodable(impossible);
    return length;
  }

  #length(): number {
    const length = this.long();
    if (typeof length !== "number" || length < 0) throw new Undecodable(impossible);
    return length;
  }

  #longFrom(start: number): bigint {
    let zigzag = 0n;
    this.#at = start;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#bytes[this.#take(1)] ?? 0;
      zigzag += BigInt(byte & 0x7f) << shift;
      if (byte < 0x80 && zigzag < 2n ** 64n) return zigzag % 2n === 0n ? zigzag / 2n : -(zigzag + 1n) / 2n;
    }
    throw new Undecodable(impossible);
  }

  #take(length: number): number {
    const start = this.#at;
    if (length > this.#bytes.length - start) throw new Undecodable("truncated");
    this.#at = start + length;
    return start;
  }
}
