import { deflateSync } from "node:zlib";
import avsc from "avsc";
import type { KafkaRecord } from "../../../../src/core/record/kafka-record.ts";
import type { SchemaSource, SchemaText } from "../../../../src/core/record/schema-source.ts";

export const orderSchema = '{"type":"record","name":"Order","fields":[{"name":"id","type":"int"},{"name":"status","type":"string"}]}';
const order = avsc.Type.forSchema(JSON.parse(orderSchema) as avsc.Schema);

export function avroOrder(id: number, status = "PAID"): Uint8Array {
  return order.toBuffer({ id, status });
}

/** As Confluent's serializers write it. */
export function confluentFrame(id: number, payload: Uint8Array): Uint8Array {
  const header = Buffer.alloc(5);
  header.writeUInt32BE(id, 1);
  return Buffer.concat([header, payload]);
}

/** As Glue's serializers write it. */
export function glueFrame(versionId: string, payload: Uint8Array, compressed = false): Uint8Array {
  const header = [3, compressed ? 5 : 0, ...Buffer.from(versionId.replaceAll("-", ""), "hex")];
  return Uint8Array.from([...header, ...(compressed ? deflateSync(payload) : payload)]);
}

export function testRecord(changes: Partial<KafkaRecord> = {}): KafkaRecord {
  return { partition: 0, offset: 0n, timestampMs: 0, timestampType: "CREATE_TIME", key: null, value: null, headers: [], ...changes };
}

/** A registry that keeps what it was asked for; an error in place of a schema is thrown. */
export function sourceOf(schemas: Map<string, SchemaText | Error>, framing: SchemaSource["framing"] = "confluent") {
  const asked: string[] = [];
  return {
    asked,
    framing,
    schema: async (id: string) => {
      asked.push(id);
      const schema = schemas.get(id);
      if (schema instanceof Error) throw schema;
      return schema;
    },
  };
}

export const avroText: SchemaText = { format: "AVRO", text: orderSchema, references: [] };
export const jsonText: SchemaText = { format: "JSON", text: '{"type":"object"}', references: [] };
export const protobufText: SchemaText = {
  format: "PROTOBUF",
  text: 'syntax = "proto3"; message Order { int32 id = 1; } message Other { int32 no = 1; }',
  references: [],
};
