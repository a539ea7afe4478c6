import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadScenario } from "../../../src/sandbox/scenario/load-scenario.ts";
import { schemaRegistriesOf } from "../../../src/sandbox/scenario/scenario-schemas.ts";

const directory = mkdtempSync(join(tmpdir(), "mskctl-schemas-"));

afterAll(() => rmSync(directory, { recursive: true }));

const load = (...schemas: unknown[]) => loadScenario({ schemaRegistries: [{ name: "shop", schemas }] }, { directory });

describe("a scenario's schemas", () => {
  it("are text, an object as JSON, or a file beside the scenario", () => {
    writeFileSync(join(directory, "refund.proto"), 'syntax = "proto3";\n');
    const scenario = load(
      { name: "orders", definition: { type: "record", name: "Order", fields: [] } },
      { name: "audit", format: "JSON", definition: "{}" },
      { name: "refunds", format: "PROTOBUF", file: "refund.proto" },
    );
    const registry = schemaRegistriesOf(scenario, 5).get("shop");
    expect(registry).toMatchObject({ arn: "arn:aws:glue:eu-central-1:123456789012:registry/shop", createdMs: 5 });
    expect([...(registry?.schemas.values() ?? [])].map(({ name, format, versions }) => [name, format, versions[0]?.definition])).toEqual([
      ["orders", "AVRO", '{"type":"record","name":"Order","fields":[]}'],
      ["audit", "JSON", "{}"],
      ["refunds", "PROTOBUF", 'syntax = "proto3";\n'],
    ]);
  });

  it("have the same ids in every world, and no world changes another's", () => {
    const scenario = load({ name: "orders", definition: '"string"' });
    const [one, other] = [schemaRegistriesOf(scenario, 1), schemaRegistriesOf(scenario, 2)];
    const idIn = (registries: typeof one) => registries.get("shop")?.schemas.get("orders")?.versions[0]?.id;
    expect(idIn(one)).toBe(idIn(other));
    one.get("shop")?.schemas.clear();
    expect(idIn(other)).toBeDefined();
  });

  it.each<[string, object, string]>([
    ["no definition", { name: "a" }, "schemas[0].definition: is missing; give it, or file"],
    ["a definition that is no JSON", { name: "a", definition: "record" }, "schemas[0].definition: is no JSON"],
    ["an unknown format", { name: "a", format: "XML", definition: "{}" }, "schemas[0].format: must be one of AVRO, JSON, PROTOBUF"],
    ["a name that Glue refuses", { name: "a b", definition: "{}" }, "schemas[0].name: must be 1 to 255"],
  ])("say where one has %s", (_, schema, message) => {
    expect(() => load(schema)).toThrow(message);
  });

  it("have one registry and one schema of a name", () => {
    const schema = { name: "a", definition: "{}" };
    expect(() => load(schema, schema)).toThrow("schemaRegistries[0].schemas: has two with the name a");
    expect(() => loadScenario({ schemaRegistries: [{ name: "r" }, { name: "r" }] })).toThrow("schemaRegistries: has two with the name r");
  });
});
