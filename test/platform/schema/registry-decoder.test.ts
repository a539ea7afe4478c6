import { deflateSync } from "node:zlib";
import avsc from "avsc";
import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import type { SchemaSource, SchemaText } from "../../../src/core/record/schema-source.ts";
import { registryDecoder } from "../../../src/platform/schema/registry-decoder.ts";

const avroText = '{"type":"record","name":"Order","fields":[{"name":"id","type":"int"}]}';
const avro: SchemaText = { format: "AVRO", text: avroText, references: [] };
const uuid = "e424651b-7a41-405d-bf05-2cae8cdf5aea";

function source(schemas: Readonly<Record<string, SchemaText | Error>>, framing: SchemaSource["framing"] = "confluent") {
  const asked: string[] = [];
  return {
    asked,
    framing,
    schema: async (id: string) => {
      asked.push(id);
      const schema = schemas[id];
      if (schema instanceof Error) throw schema;
      return schema;
    },
  };
}

function confluent(id: number, ...payload: number[]): Uint8Array {
  return Uint8Array.from([0, 0, 0, id >> 8, id & 255, ...payload]);
}

function glue(compression: number, payload: Uint8Array): Uint8Array {
  return Uint8Array.from([3, compression, ...Buffer.from(uuid.replaceAll("-", ""), "hex"), ...payload]);
}

describe("values of a Confluent registry", () => {
  it("are decoded by the schema that each names; the first of a schema waits, the others do not", async () => {
    const registry = source({ "42": avro });
    const decoder = registryDecoder(registry);
    const first = decoder.decode(confluent(42, 14));
    expect(first).toBeInstanceOf(Promise);
    expect(await first).toEqual({ json: '{"id":7}' });
    expect(decoder.decode(confluent(42, 16))).toEqual({ json: '{"id":8}' });
  });

  it("ask for a schema once, however many wait for it", async () => {
    const registry = source({ "42": avro });
    const decoder = registryDecoder(registry);
    const both = await Promise.all([decoder.decode(confluent(42, 2)), decoder.decode(confluent(42, 4)), decoder.decode(confluent(43, 4))]);
    expect(both).toEqual([{ json: '{"id":1}' }, { json: '{"id":2}' }, { undecodable: "schema 43 not found" }]);
    expect(decoder.decode(confluent(43, 4))).toEqual({ undecodable: "schema 43 not found" });
    expect(registry.asked).toEqual(["42", "43"]);
  });

  it("each of its own language", async () => {
    const registry = source({
      "1": avro,
      "2": {
        format: "PROTOBUF",
        text: 'syntax = "proto3"; message Order { int32 id = 1; } message Other { int32 no = 1; }',
        references: [],
      },
      "3": { format: "JSON", text: '{"type":"object"}', references: [] },
    });
    const decoder = registryDecoder(registry);
    expect(await decoder.decode(confluent(1, 2))).toEqual({ json: '{"id":1}' });
    expect(await decoder.decode(confluent(2, 0, 8, 5))).toEqual({ json: '{"id":5}' });
    expect(decoder.decode(confluent(2, 2, 2, 8, 5))).toEqual({ json: '{"no":5}' });
    const json = new TextEncoder().encode('{"id":6}');
    expect(await decoder.decode(confluent(3, ...json))).toEqual({ json });
    expect(decoder.notes()).toHaveLength(2);
  });

  it("of a Protobuf message that the user names", async () => {
    const text = 'syntax = "proto3"; message Order { int32 id = 1; } message Other { int32 no = 1; }';
    const decoder = registryDecoder(source({ "2": { format: "PROTOBUF", text, references: [] } }), { message: "Other" });
    expect(await decoder.decode(confluent(2, 0, 8, 5))).toEqual({ json: '{"no":5}' });
  });
});

describe("values of Glue", () => {
  const payload = avsc.Type.forSchema(JSON.parse(avroText)).toBuffer({ id: 7 });

  it("are decoded, compressed or not", async () => {
    const decoder = registryDecoder(source({ [uuid]: avro }, "glue"));
    expect(await decoder.decode(glue(0, payload))).toEqual({ json: '{"id":7}' });
    expect(decoder.decode(glue(5, deflateSync(payload)))).toEqual({ json: '{"id":7}' });
  });

  it("are not inflated beyond what a record may be", async () => {
    const decoder = registryDecoder(source({ [uuid]: avro }, "glue"));
    const bomb = deflateSync(Buffer.alloc(100_000_000));
    const reason = `not Avro of schema ${uuid}: more than 16 MB when inflated`;
    expect(await decoder.decode(glue(5, bomb))).toEqual({ undecodable: reason });
    const broken = `not Avro of schema ${uuid}: compressed bytes that cannot be inflated`;
    expect(decoder.decode(glue(5, Buffer.from([1, 2, 3])))).toEqual({ undecodable: broken });
  });
});

describe("what cannot be decoded has its reason", () => {
  it.each<[what: string, framing: SchemaSource["framing"], value: Uint8Array, reason: string]>([
    ["JSON", "confluent", new TextEncoder().encode('{"id":7}'), "not framed for a schema registry"],
    ["nothing", "confluent", new Uint8Array(), "not framed for a schema registry"],
    ["a value of Glue", "confluent", glue(0, new Uint8Array(9)), "framed for a Glue registry, not for Confluent's"],
    ["a value of Confluent", "glue", confluent(42, 2), "framed for a Confluent registry, not for Glue's"],
    ["a value larger than any", "confluent", new Uint8Array(16 * 1024 * 1024 + 1), "larger than 16 MB"],
    ["a value that ends early", "confluent", confluent(42), "not Avro of schema 42: truncated"],
    ["a value of another schema", "confluent", confluent(42, 2, 2), "not Avro of schema 42: bytes are left over"],
    ["a schema that cannot be read", "confluent", confluent(43, 2), "schema 43 cannot be read: undefined type name: Nobody"],
    ["a schema of an unknown language", "confluent", confluent(44, 2), "schema 44 is XML\\x1b, not Avro, Protobuf or JSON"],
  ])("%s", async (_, framing, value, reason) => {
    const schemas = {
      "42": avro,
      "43": { ...avro, text: '{"type":"array","items":"Nobody"}' },
      "44": { ...avro, format: "XML\u001b" },
    };
    expect(await registryDecoder(source(schemas, framing)).decode(value)).toEqual({ undecodable: reason });
  });

  it("of a thousand schemas at most: bytes that look like ids are not all asked for", async () => {
    const registry = source({});
    const decoder = registryDecoder(registry);
    for (let id = 0; id < 1_000; id++) await decoder.decode(confluent(id));
    expect(await decoder.decode(confluent(1_000))).toEqual({ undecodable: "of a schema beyond the first 1000" });
    expect(await decoder.decode(confluent(999))).toEqual({ undecodable: "schema 999 not found" });
    expect(registry.asked).toHaveLength(1_000);
  });
});

it("a registry that cannot be asked ends the decoding, for every value of that schema, with one question", async () => {
  const denied = new MskctlError("not-permitted", "no");
  const registry = source({ "42": denied });
  const decoder = registryDecoder(registry);
  await expect(decoder.decode(confluent(42, 2))).rejects.toBe(denied);
  await expect(decoder.decode(confluent(42, 2))).rejects.toBe(denied);
  expect(registry.asked).toEqual(["42"]);
});
