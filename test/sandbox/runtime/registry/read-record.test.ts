import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Deserialized } from "../../../../src/sandbox/runtime/registry/deserialized.ts";
import { type KnownSchema, learnSchemas } from "../../../../src/sandbox/runtime/registry/known-schemas.ts";
import { type ReadingRules, readRecord } from "../../../../src/sandbox/runtime/registry/read-record.ts";
import { avroOrder, avroText, confluentFrame, glueFrame, jsonText, protobufText, sourceOf, testRecord } from "./frames.ts";

const uuid = "e424651b-7a41-405d-bf05-2cae8cdf5aea";
const unknownUuid = "00000000-0000-4000-8000-000000000000";
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const json = bytes('{"id": 7}');
const proto = Uint8Array.of(8, 7);

let schemas: ReadonlyMap<string, KnownSchema>;
beforeAll(async () => {
  const broken = { ...avroText, text: '{"type":"array","items":"Nobody"}' };
  const texts = new Map(
    Object.entries({ "1": avroText, "2": protobufText, "3": jsonText, "4": broken, "5": { ...avroText, format: "XML" }, [uuid]: avroText }),
  );
  schemas = await learnSchemas(sourceOf(texts), ["1", "2", "3", "4", "5", "6", uuid, unknownUuid]);
});

const confluent: ReadingRules = { framing: "confluent", readsKey: false, readsValue: true, eventFormat: "JSON" };
const source: ReadingRules = { ...confluent, eventFormat: "SOURCE" };
const glue: ReadingRules = { ...confluent, framing: "glue" };

function read(record: { key?: Uint8Array | null; value?: Uint8Array | null }, rules: ReadingRules): Deserialized | undefined {
  return readRecord(testRecord(record), rules, (id) => schemas.get(id));
}

/** Bytes as text, so that a difference can be read. */
function shown(read: Deserialized | undefined) {
  if (read === undefined || read.condition !== undefined) return read;
  const text = (part: Uint8Array | string | null) => (part === null ? null : Buffer.from(part).toString("latin1"));
  return { ...read, key: text(read.key), value: text(read.value), filtered: text(read.filtered) };
}

const latin1 = (part: Uint8Array) => Buffer.from(part).toString("latin1");

describe("a value", () => {
  const avroJson = '{"id":7,"status":"PAID"}';
  const avro = { dataFormat: "AVRO", schemaId: "1" };
  const protobuf = { dataFormat: "PROTOBUF", schemaId: "2" };
  const ofGlue = { dataFormat: "AVRO", schemaId: uuid };

  it.each<[what: string, value: Uint8Array, rules: ReadingRules, event: string, filtered: string, schema: object]>([
    ["Avro as JSON", confluentFrame(1, avroOrder(7)), confluent, avroJson, avroJson, avro],
    ["Avro as it was", confluentFrame(1, avroOrder(7)), source, latin1(avroOrder(7)), avroJson, avro],
    ["Protobuf as JSON", confluentFrame(2, Uint8Array.of(0, ...proto)), confluent, '{"id":7}', '{"id":7}', protobuf],
    [
      "Protobuf as it was, its message index in front",
      confluentFrame(2, Uint8Array.of(2, 2, ...proto)),
      source,
      "\x02\x02\x08\x07",
      '{"no":7}',
      protobuf,
    ],
    [
      "JSON as JSON, as it was written",
      confluentFrame(3, json),
      confluent,
      '{"id": 7}',
      '{"id": 7}',
      { dataFormat: "JSON", schemaId: "3" },
    ],
    ["JSON as it was", confluentFrame(3, json), source, '{"id": 7}', '{"id": 7}', { dataFormat: "JSON", schemaId: "3" }],
    ["Glue's Avro as JSON", glueFrame(uuid, avroOrder(7)), glue, avroJson, avroJson, ofGlue],
    ["Glue's Avro, compressed, as JSON", glueFrame(uuid, avroOrder(7), true), glue, avroJson, avroJson, ofGlue],
    [
      "Glue's Avro, compressed, as it was before",
      glueFrame(uuid, avroOrder(7), true),
      { ...glue, eventFormat: "SOURCE" },
      latin1(avroOrder(7)),
      avroJson,
      ofGlue,
    ],
  ])("%s", (_, value, rules, event, filtered, valueSchema) => {
    const key = bytes("k");
    expect(shown(read({ key, value }, rules))).toEqual({ key: "k", value: event, filtered, valueSchema });
  });

  it.each<[what: string, value: Uint8Array, rules: ReadingRules, condition: string]>([
    ["of a schema that the registry does not have", confluentFrame(6, json), confluent, "SCHEMA_NOT_FOUND"],
    ["of a schema that Glue does not have", glueFrame(unknownUuid, avroOrder(7)), glue, "SCHEMA_NOT_FOUND"],
    ["without a header", json, confluent, "DESERIALIZATION_ERROR"],
    ["without a byte", new Uint8Array(), confluent, "DESERIALIZATION_ERROR"],
    ["with Glue's header for a Confluent registry", glueFrame(uuid, avroOrder(7)), confluent, "DESERIALIZATION_ERROR"],
    ["with Confluent's header for Glue", confluentFrame(1, avroOrder(7)), glue, "DESERIALIZATION_ERROR"],
    ["that ends early", confluentFrame(1, avroOrder(7).subarray(0, 3)), confluent, "DESERIALIZATION_ERROR"],
    ["that is checked in SOURCE, too", confluentFrame(1, avroOrder(7).subarray(0, 3)), source, "DESERIALIZATION_ERROR"],
    ["of another message than the file has", confluentFrame(2, Uint8Array.of(2, 8, ...proto)), confluent, "DESERIALIZATION_ERROR"],
    ["that is no JSON", confluentFrame(3, bytes("{")), confluent, "DESERIALIZATION_ERROR"],
    ["of a schema that cannot be read", confluentFrame(4, json), confluent, "DESERIALIZATION_ERROR"],
    ["of a schema in an unknown language", confluentFrame(5, json), confluent, "DESERIALIZATION_ERROR"],
  ])("%s does not reach the function", (_, value, rules, condition) => {
    expect(read({ value }, rules)).toEqual({ condition });
  });
});

describe("KEY and VALUE", () => {
  const key = confluentFrame(1, avroOrder(1));
  const value = confluentFrame(3, json);
  const schemaOf = { key: { dataFormat: "AVRO", schemaId: "1" }, value: { dataFormat: "JSON", schemaId: "3" } };

  it("are each read where they are chosen; filters see the value", () => {
    const both = shown(read({ key, value }, { ...confluent, readsKey: true }));
    expect(both).toEqual({
      key: '{"id":1,"status":"PAID"}',
      keySchema: schemaOf.key,
      value: '{"id": 7}',
      filtered: '{"id": 7}',
      valueSchema: schemaOf.value,
    });
    const onlyKey = shown(read({ key, value }, { ...confluent, readsKey: true, readsValue: false }));
    expect(onlyKey).toEqual({ key: '{"id":1,"status":"PAID"}', keySchema: schemaOf.key, value: latin1(value), filtered: latin1(value) });
  });

  it("that are null are left alone", () => {
    expect(read({}, { ...confluent, readsKey: true })).toEqual({ key: null, value: null, filtered: null });
  });

  it("fail together; the key's reason is told", () => {
    const unknown = confluentFrame(6, json);
    expect(read({ key: unknown, value: bytes("{") }, { ...confluent, readsKey: true })).toEqual({ condition: "SCHEMA_NOT_FOUND" });
    expect(read({ key, value: bytes("{") }, { ...confluent, readsKey: true })).toEqual({ condition: "DESERIALIZATION_ERROR" });
  });

  it("wait for a schema that nobody has asked for", () => {
    expect(read({ key, value: confluentFrame(99, json) }, { ...confluent, readsKey: true })).toBeUndefined();
  });
});

it("whatever the bytes are, a record is read, waits, or has a condition; what is read is the JSON of its schema", () => {
  const payload = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc
      .record({ id: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), status: fc.string() })
      .map(({ id, status }) => avroOrder(id, status)),
  );
  const framed = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.tuple(fc.nat(7), payload).map(([id, content]) => confluentFrame(id, content)),
    fc.tuple(fc.constantFrom(uuid, unknownUuid), payload, fc.boolean()).map(([id, content, zip]) => glueFrame(id, content, zip)),
  );
  const rules = fc.record({
    framing: fc.constantFrom("confluent" as const, "glue" as const),
    readsKey: fc.boolean(),
    readsValue: fc.boolean(),
    eventFormat: fc.constantFrom("JSON" as const, "SOURCE" as const),
  });
  fc.assert(
    fc.property(fc.option(framed), fc.option(framed), rules, (key, value, how) => {
      const result = read({ key, value }, how);
      if (result === undefined) return;
      if (result.condition !== undefined) {
        expect(["SCHEMA_NOT_FOUND", "DESERIALIZATION_ERROR"]).toContain(result.condition);
        return;
      }
      expect(result.keySchema !== undefined).toBe(how.readsKey && key !== null);
      expect(result.valueSchema !== undefined).toBe(how.readsValue && value !== null);
      if (result.valueSchema === undefined) expect(result.value).toBe(value);
      else expect(() => JSON.parse(Buffer.from(result.filtered ?? "").toString())).not.toThrow();
      if (result.keySchema !== undefined && how.eventFormat === "JSON") JSON.parse(Buffer.from(result.key ?? "").toString());
    }),
  );
});

it("reads what was written, through both registries", () => {
  fc.assert(
    fc.property(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), fc.string({ unit: "grapheme" }), fc.boolean(), (id, status, zip) => {
      const payload = avroOrder(id, status);
      for (const result of [read({ value: confluentFrame(1, payload) }, confluent), read({ value: glueFrame(uuid, payload, zip) }, glue)]) {
        if (result?.condition !== undefined) expect.unreachable("it can be read");
        expect(JSON.parse(Buffer.from(result?.value ?? "").toString())).toEqual({ id, status });
      }
    }),
  );
});
