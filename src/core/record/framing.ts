/** How a producer that uses a schema registry says which schema its bytes follow. */
export type Frame =
  | { readonly kind: "confluent"; readonly schemaId: number; readonly payload: Uint8Array }
  | {
      readonly kind: "glue";
      /** In lower case, with hyphens. */
      readonly schemaVersionId: string;
      readonly compression: "none" | "zlib";
      /** As on the wire: still compressed. */
      readonly payload: Uint8Array;
    };

const confluentMagic = 0x00;
const confluentHeaderBytes = 5;

// AWSSchemaRegistryConstants of awslabs/aws-glue-schema-registry.
const glueMagic = 0x03;
const glueHeaderBytes = 18;
const glueCompressions: ReadonlyMap<number | undefined, "none" | "zlib"> = new Map([
  [0x00, "none"],
  [0x05, "zlib"],
]);

/**
 * Reads the header in front of a value: Confluent's 0x00 and 4-byte id, or Glue's 0x03, compression and 16-byte UUID.
 * Gives undefined when there is none. A value that only looks like it has one cannot be told apart here.
 * Sources: Confluent's "Wire format" page; awslabs/aws-glue-schema-registry. Confluent's newer form, with the schema's id
 * in a Kafka header, has no mark in the value.
 */
export function parseFrame(value: Uint8Array): Frame | undefined {
  if (value[0] === confluentMagic && value.length >= confluentHeaderBytes) {
    return { kind: "confluent", schemaId: uint32At(value, 1), payload: value.subarray(confluentHeaderBytes) };
  }
  const compression = glueCompressions.get(value[1]);
  if (value[0] !== glueMagic || value.length < glueHeaderBytes || compression === undefined) return undefined;
  return { kind: "glue", schemaVersionId: uuidAt(value, 2), compression, payload: value.subarray(glueHeaderBytes) };
}

/** A way through the messages of a Protobuf file: each number is a place among its siblings in the order of the text. */
export interface MessagePath {
  readonly indexes: readonly number[];
  /** The message itself. */
  readonly payload: Uint8Array;
}

/** Messages in messages: protoc itself stops long before. */
const deepestPath = 100;

/**
 * Reads what Confluent's serializers put between header and message: the count of indexes and the indexes, as zigzag
 * varints, or a single 0 for the first message of the file. Gives undefined when the bytes are no such list.
 */
export function parseMessagePath(bytes: Uint8Array): MessagePath | undefined {
  const count = varintAt(bytes, 0);
  if (count === undefined) return undefined;
  const length = unzigzag(count.value);
  if (length === 0) return { indexes: [0], payload: bytes.subarray(count.end) };
  if (length < 0 || length > deepestPath) return undefined;
  const indexes: number[] = [];
  let at = count.end;
  while (indexes.length < length) {
    const next = varintAt(bytes, at);
    const index = next === undefined ? -1 : unzigzag(next.value);
    if (next === undefined || index < 0) return undefined;
    indexes.push(index);
    at = next.end;
  }
  return { indexes, payload: bytes.subarray(at) };
}

/**
 * Reads what Glue's serializer puts before a message: one plain varint, the place of the message's full name among those
 * of all messages of the file in alphabetical order. Gives undefined when there is none.
 * Source: ProtobufWireFormatEncoder and MessageIndexFinder of awslabs/aws-glue-schema-registry.
 */
export function parseMessageNumber(bytes: Uint8Array): { readonly number: number; readonly payload: Uint8Array } | undefined {
  const found = varintAt(bytes, 0);
  return found === undefined ? undefined : { number: found.value, payload: bytes.subarray(found.end) };
}

/** An unsigned varint of at most 32 bits. */
function varintAt(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } | undefined {
  let value = 0;
  for (let digit = 0; digit < 5; digit++) {
    const byte = bytes[start + digit];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * digit);
    if (byte < 0x80) return value > 0xffffffff ? undefined : { value, end: start + digit + 1 };
  }
  return undefined;
}

/** 0, 1, 2, 3, 4 stand for 0, -1, 1, -2, 2 (Protocol Buffers, encoding). */
function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

function uint32At(bytes: Uint8Array, start: number): number {
  return bytes.subarray(start, start + 4).reduce((sum, byte) => sum * 256 + byte, 0);
}

function uuidAt(bytes: Uint8Array, start: number): string {
  const digits = Array.from(bytes.subarray(start, start + 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
