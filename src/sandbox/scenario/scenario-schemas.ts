import {
  addSchema,
  definitionProblem,
  largestDefinition,
  newRegistry,
  registerVersion,
  type SandboxSchemaRegistry,
  type SchemaFormat,
  schemaFormats,
} from "../glue/schema-registry.ts";
import type { Fields } from "./fields.ts";
import type { Scenario } from "./scenario.ts";
import { textOrFile } from "./text-or-file.ts";

/** A registry of Glue with its schemas, each in one version. */
export interface ScenarioSchemaRegistry {
  readonly name: string;
  readonly schemas: readonly ScenarioSchema[];
}

interface ScenarioSchema {
  readonly name: string;
  readonly format: SchemaFormat;
  readonly definition: string;
}

export function readSchemaRegistry(fields: Fields, directory: string): ScenarioSchemaRegistry {
  return { name: readName(fields), schemas: fields.list("schemas", (item) => readSchema(item, directory)) };
}

function readSchema(fields: Fields, directory: string): ScenarioSchema {
  const name = readName(fields);
  const format = fields.member("format", schemaFormats, "AVRO");
  const definition = textOrFile(fields, { inline: "definition", directory, largestBytes: largestDefinition });
  const problem = definition === "" ? undefined : definitionProblem(format, definition);
  if (problem !== undefined) fields.problem(fields.has("file") ? "file" : "definition", problem);
  return { name, format, definition };
}

function readName(fields: Fields): string {
  const name = fields.text("name");
  if (fields.has("name") && !/^[\w$#.-]{1,255}$/.test(name)) fields.problem("name", "must be 1 to 255 letters, digits or any of -_$#.");
  return name;
}

/** The scenario's registries by name; each world has its own, because they change. */
export function schemaRegistriesOf(scenario: Scenario, startedMs: number): Map<string, SandboxSchemaRegistry> {
  return new Map(
    scenario.schemaRegistries.map(({ name, schemas }) => {
      const registry = newRegistry(scenario, name, startedMs);
      for (const { definition, ...schema } of schemas) {
        registerVersion(addSchema(registry, { ...schema, createdMs: startedMs }), definition, startedMs);
      }
      return [name, registry];
    }),
  );
}
