import { expect, it } from "vitest";
import { jsonFormat } from "../../../src/platform/schema/json-format.ts";
import { UnusableSchema } from "../../../src/platform/schema/value-format.ts";

it("takes the value as it stands, without a look at the schema, and says so", () => {
  const format = jsonFormat({ text: '{"type":"string"}' });
  const value = new TextEncoder().encode('{"id":7,"__proto__":{"a":1}}');
  expect(format.toJson(value, "unframed")).toBe(value);
  expect(format.notes.join()).toContain("not against the schema");
});

it("reads 100,000 arrays in one another", () => {
  const value = new TextEncoder().encode("[".repeat(100_000) + "]".repeat(100_000));
  expect(jsonFormat({ text: "{}" }).toJson(value, "unframed")).toBe(value);
});

it("does not take a schema that is no JSON", () => {
  expect(() => jsonFormat({ text: "{" })).toThrow(UnusableSchema);
});
