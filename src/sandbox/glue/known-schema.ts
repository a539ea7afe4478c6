import { string, structure, type ValueOf } from "../protocols/shape.ts";
import type { World } from "../world.ts";
import { invalidInput, notFound, registryNotFound } from "./errors.ts";
import type { SandboxSchema, SandboxSchemaRegistry } from "./schema-registry.ts";

export const registryId = structure({ RegistryName: string, RegistryArn: string });
export const schemaId = structure({ SchemaArn: string, SchemaName: string, RegistryName: string });

/** The registry that a call names, by name or ARN. */
export function knownRegistry(world: World, { RegistryName, RegistryArn }: ValueOf<typeof registryId> = {}): SandboxSchemaRegistry {
  const given = onlyOne("RegistryName or RegistryArn", RegistryName, RegistryArn);
  const registry = [...world.schemaRegistries.values()].find(({ name, arn }) => (given === RegistryName ? name : arn) === given);
  if (registry === undefined) throw registryNotFound(given);
  return registry;
}

export interface KnownSchema {
  readonly registry: SandboxSchemaRegistry;
  readonly schema: SandboxSchema;
}

/** The schema that a call names, by its ARN or by its name and its registry's. */
export function knownSchema(world: World, { SchemaArn, SchemaName, RegistryName }: ValueOf<typeof schemaId> = {}): KnownSchema {
  const given = onlyOne("SchemaArn or SchemaName", SchemaName, SchemaArn);
  if (SchemaArn === undefined && RegistryName === undefined) throw invalidInput("RegistryName has to be provided with SchemaName.");
  for (const registry of world.schemaRegistries.values()) {
    const schema = [...registry.schemas.values()].find(({ arn, name }) =>
      SchemaArn === undefined ? registry.name === RegistryName && name === given : arn === SchemaArn,
    );
    if (schema !== undefined) return { registry, schema };
  }
  throw notFound("Schema");
}

/** Texts UNCONFIRMED; the API reference says that one has to be provided. */
function onlyOne(names: string, ...given: readonly (string | undefined)[]): string {
  const [first, second] = given.filter((text) => text !== undefined);
  if (first === undefined || second !== undefined) throw invalidInput(`One of ${names} has to be provided, and not both.`);
  return first;
}
