import protobuf from "protobufjs";

/** The mark that separates the blocks of the test containers. */
export const avroMark = Buffer.from("0123456789abcdef");

/** A long as Avro writes it; protobufjs has the same encoding under the name of sint64. */
export function avroLong(value: number): Buffer {
  return Buffer.from(protobuf.Writer.create().sint64(value).finish());
}

function avroBytes(content: string): Buffer {
  return Buffer.concat([avroLong(Buffer.byteLength(content)), Buffer.from(content)]);
}

/** The beginning of an object container file (Avro specification), its map in one part. */
export function avroHeader(entries: Readonly<Record<string, string>>): Buffer {
  const pairs = Object.entries(entries).flatMap(([name, value]) => [avroBytes(name), avroBytes(value)]);
  const map = pairs.length === 0 ? [] : [avroLong(pairs.length / 2), ...pairs];
  return Buffer.concat([Buffer.from("Obj\u0001"), ...map, avroLong(0), avroMark]);
}

/** A block that says it has `count` values. */
export function avroBlock(count: number, ...values: readonly Buffer[]): Buffer {
  const data = Buffer.concat(values);
  return Buffer.concat([avroLong(count), avroLong(data.length), data, avroMark]);
}
