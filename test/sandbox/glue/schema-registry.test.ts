import { describe, expect, it } from "vitest";
import {
  addSchema,
  definitionProblem,
  findSchemaVersion,
  newRegistry,
  registerVersion,
  type SchemaFormat,
  versionByDefinition,
} from "../../../src/sandbox/glue/schema-registry.ts";

const place = { accountId: "123456789012", region: "eu-central-1" };

function schemaIn(registryName: string, name = "orders", format: SchemaFormat = "AVRO") {
  const registry = newRegistry(place, registryName, 0);
  return { registry, schema: addSchema(registry, { name, format, createdMs: 0 }) };
}

describe("a version's id", () => {
  it("depends on the schema and the definition, and on nothing else", () => {
    const id = (registry: string, name: string, definition: string) => registerVersion(schemaIn(registry, name).schema, definition, 0).id;
    expect(id("shop", "orders", '"string"')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(id("shop", "orders", ' "string"\n')).toBe(id("shop", "orders", '"string"'));
    const others = [id("shop", "orders", '"int"'), id("shop", "audit", '"string"'), id("lab", "orders", '"string"')];
    expect(new Set([id("shop", "orders", '"string"'), ...others]).size).toBe(4);
    const { schema } = schemaIn("shop");
    registerVersion(schema, '"int"', 0);
    expect(registerVersion(schema, '"string"', 0)).toMatchObject({ number: 2, id: id("shop", "orders", '"string"') });
  });
});

describe("a definition", () => {
  it("is registered once, however it is written", () => {
    const { schema } = schemaIn("shop");
    const first = registerVersion(schema, '{"type": "string"}', 1);
    expect(registerVersion(schema, '{ "type":"string" }', 2)).toBe(first);
    expect(versionByDefinition(schema, '{"type":"int"}')).toBeUndefined();
    const { schema: protobuf } = schemaIn("shop", "p", "PROTOBUF");
    const version = registerVersion(protobuf, 'syntax = "proto3";', 1);
    expect(registerVersion(protobuf, '\nsyntax = "proto3";\n', 2)).toBe(version);
  });

  it.each<[SchemaFormat, string, string | undefined]>([
    ["AVRO", '"string"', undefined],
    ["AVRO", "string", "is no JSON"],
    ["JSON", '{"type":', "is no JSON"],
    ["PROTOBUF", "message Order {}", undefined],
    ["PROTOBUF", "", "is empty"],
    ["PROTOBUF", "x".repeat(170_001), "has more than 170000 characters"],
  ])("in %s", (format, definition, problem) => {
    expect(definitionProblem(format, definition)).toBe(problem);
  });
});

it("a version is found in whichever registry it is", () => {
  const [shop, lab] = [schemaIn("shop"), schemaIn("lab")];
  const version = registerVersion(lab.schema, '"string"', 0);
  const registries = new Map([shop, lab].map(({ registry }) => [registry.name, registry]));
  expect(findSchemaVersion(registries, version.id)).toEqual({ ...lab, version });
  expect(findSchemaVersion(registries, "none")).toBeUndefined();
});
