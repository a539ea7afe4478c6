/** The part of CBOR (RFC 8949) that smithy's RPC v2 protocol uses. Times are tag 1, epoch seconds, and become Date. */
export function encodeCbor(value: unknown): Uint8Array {
  const parts: Buffer[] = [];
  write(value, parts);
  return Buffer.concat(parts);
}

function write(value: unknown, parts: Buffer[]): void {
  if (value === null || value === undefined) parts.push(Buffer.of(0xf6));
  else if (typeof value === "boolean") parts.push(Buffer.of(value ? 0xf5 : 0xf4));
  else if (typeof value === "number") writeNumber(value, parts);
  else if (typeof value === "string") {
    const text = Buffer.from(value, "utf8");
    parts.push(head(3, text.length), text);
  } else if (value instanceof Uint8Array) parts.push(head(2, value.length), Buffer.from(value));
  else if (value instanceof Date) {
    parts.push(Buffer.of(0xc1));
    writeNumber(value.getTime() / 1_000, parts);
  } else if (Array.isArray(value)) {
    parts.push(head(4, value.length));
    for (const item of value) write(item, parts);
  } else writeMap(Object.entries(value), parts);
}

function writeMap(entries: readonly [string, unknown][], parts: Buffer[]): void {
  const present = entries.filter(([, item]) => item !== undefined);
  parts.push(head(5, present.length));
  for (const [key, item] of present) {
    write(key, parts);
    write(item, parts);
  }
}

function writeNumber(value: number, parts: Buffer[]): void {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
    parts.push(value >= 0 ? head(0, value) : head(1, -1 - value));
    return;
  }
  const float = Buffer.alloc(9);
  float[0] = 0xfb;
  float.writeDoubleBE(value, 1);
  parts.push(float);
}

/** Major type and argument in the shortest form. */
function head(major: number, argument: number): Buffer {
  const top = major << 5;
  if (argument < 24) return Buffer.of(top | argument);
  if (argument < 0x100) return Buffer.of(top | 24, argument);
  if (argument < 0x1_0000) return Buffer.of(top | 25, argument >> 8, argument & 0xff);
  const wide = Buffer.alloc(argument < 0x1_0000_0000 ? 5 : 9);
  wide[0] = top | (wide.length === 5 ? 26 : 27);
  if (wide.length === 5) wide.writeUInt32BE(argument, 1);
  else wide.writeBigUInt64BE(BigInt(argument), 1);
  return wide;
}

/** Deeper than any shape of a service model; keeps a hostile body from exhausting the stack. */
const maximumDepth = 64;

/** Maps with text keys become Map, so that a key is never taken for a property. Throws RangeError or TypeError on what is no CBOR. */
export function decodeCbor(bytes: Uint8Array): unknown {
  const reader = new CborReader(bytes);
  const value = reader.value(0);
  if (!reader.atEnd) throw new TypeError("more bytes than one CBOR value");
  return value;
}

const breakMark = Symbol("break");

class CborReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  value(depth: number): unknown {
    const item = this.#item(depth);
    if (item === breakMark) throw new TypeError("a break outside of an indefinite length");
    return item;
  }

  #item(depth: number): unknown {
    if (depth > maximumDepth) throw new RangeError("nested too deeply");
    const first = this.#bytes.readUInt8(this.#at++);
    const major = first >> 5;
    const info = first & 0x1f;
    if (major === 7) return this.#simple(info);
    const length = info === 31 ? undefined : this.#argument(info);
    switch (major) {
      case 0:
        return this.#integer(length);
      case 1: {
        const magnitude = this.#integer(length);
        return typeof magnitude === "bigint" ? -1n - magnitude : -1 - magnitude;
      }
      case 2:
        return length === undefined ? Buffer.concat(this.#chunks(depth) as Buffer[]) : this.#take(Number(length));
      case 3:
        return length === undefined ? this.#chunks(depth).join("") : this.#take(Number(length)).toString("utf8");
      case 4:
        return this.#array(length, depth);
      case 5:
        return this.#map(length, depth);
      default:
        return this.#tagged(length, depth);
    }
  }

  #argument(info: number): bigint {
    if (info < 24) return BigInt(info);
    if (info > 27) throw new TypeError("a reserved length");
    const bytes = this.#take(2 ** (info - 24));
    return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  }

  #take(length: number): Buffer {
    if (length > this.#bytes.length - this.#at) throw new RangeError("cut short");
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  #integer(argument: bigint | undefined): number | bigint {
    if (argument === undefined) throw new TypeError("an integer of indefinite length");
    return argument <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(argument) : argument;
  }

  #chunks(depth: number): unknown[] {
    return this.#array(undefined, depth);
  }

  #array(length: bigint | undefined, depth: number): unknown[] {
    const items: unknown[] = [];
    for (let left = length ?? -1n; left !== 0n; left--) {
      const item = length === undefined ? this.#item(depth + 1) : this.value(depth + 1);
      if (item === breakMark) break;
      items.push(item);
    }
    return items;
  }

  #map(length: bigint | undefined, depth: number): Map<string, unknown> {
    const entries = new Map<string, unknown>();
    for (let left = length ?? -1n; left !== 0n; left--) {
      const key = length === undefined ? this.#item(depth + 1) : this.value(depth + 1);
      if (key === breakMark) break;
      if (typeof key !== "string") throw new TypeError("a key that is no text");
      entries.set(key, this.value(depth + 1));
    }
    return entries;
  }

  #tagged(tag: bigint | undefined, depth: number): unknown {
    const value = this.value(depth + 1);
    return tag === 1n && typeof value === "number" ? new Date(Math.round(value * 1_000)) : value;
  }

  #simple(info: number): unknown {
    switch (info) {
      case 20:
        return false;
      case 21:
        return true;
      case 22:
      case 23:
        return null;
      case 25:
        return halfFloat(this.#take(2).readUInt16BE());
      case 26:
        return this.#take(4).readFloatBE();
      case 27:
        return this.#take(8).readDoubleBE();
      case 31:
        return breakMark;
      default:
        throw new TypeError("a simple value that RPC v2 does not use");
    }
  }
}

function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1_024) * 2 ** (exponent - 15);
}
