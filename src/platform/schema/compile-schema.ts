import type { SchemaText } from "../../core/record/schema-source.ts";
import type { ProtobufOptions } from "./protobuf/protobuf-format.ts";
import type { ValueFormat } from "./value-format.ts";

/**
 * Makes a schema ready to read values by; the library that knows its language is loaded on first use. Gives undefined for
 * a language that mskctl does not read. Throws UnusableSchema; `usage` as `protobufFormat` does.
 */
export async function compileSchema(schema: SchemaText, options: ProtobufOptions): Promise<ValueFormat | undefined> {
  switch (schema.format) {
    case "AVRO":
      return (await import("./avro/avro-format.ts")).avroFormat(schema);
    case "PROTOBUF":
      return (await import("./protobuf/protobuf-format.ts")).protobufFormat(schema, options);
    case "JSON":
      return (await import("./json-format.ts")).jsonFormat(schema);
    default:
      return undefined;
  }
}
