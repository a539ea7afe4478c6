import { required } from "../protocols/required.ts";
import { operation } from "../protocols/rpc-service.ts";
import { number, string, structure } from "../protocols/shape.ts";
import type { World } from "../world.ts";
import { alreadyExists, invalidInput } from "./errors.ts";
import { type KnownSchema, knownRegistry, knownSchema, registryId, schemaId } from "./known-schema.ts";
import { checkedName } from "./registries.ts";
import {
  addSchema,
  newRegistry,
  registerVersion,
  type SandboxSchemaRegistry,
  type SchemaFormat,
  schemaFormats,
} from "./schema-registry.ts";
import { checkedDefinition } from "./schema-versions.ts";

const schemaMembers = {
  RegistryName: string,
  RegistryArn: string,
  SchemaName: string,
  SchemaArn: string,
  Description: string,
  DataFormat: string,
  Compatibility: string,
  SchemaCheckpoint: number,
  LatestSchemaVersion: number,
  NextSchemaVersion: number,
  SchemaStatus: string,
} as const;

const compatibilities = ["NONE", "DISABLED", "BACKWARD", "BACKWARD_ALL", "FORWARD", "FORWARD_ALL", "FULL", "FULL_ALL"];

export const createSchema = operation({
  input: structure({
    RegistryId: registryId,
    SchemaName: string,
    DataFormat: string,
    Compatibility: string,
    Description: string,
    SchemaDefinition: string,
  }),
  output: structure({ ...schemaMembers, SchemaVersionId: string, SchemaVersionStatus: string }),
  run({ RegistryId, SchemaName, DataFormat, Compatibility, Description, SchemaDefinition }, world) {
    const name = checkedName(SchemaName, "SchemaName");
    const format = checkedFormat(DataFormat);
    if (Compatibility !== undefined && !compatibilities.includes(Compatibility))
      throw invalidInput(`Compatibility must be one of ${compatibilities.join(", ")}.`);
    const definition = SchemaDefinition === undefined ? undefined : checkedDefinition(format, SchemaDefinition);
    const registry = RegistryId === undefined ? defaultRegistry(world) : knownRegistry(world, RegistryId);
    if (registry.schemas.has(name)) throw alreadyExists(`Schema already exists. RegistryName: ${registry.name}, SchemaName: ${name}`);
    const createdMs = world.clock.now();
    const schema = addSchema(registry, { name, format, createdMs, compatibility: Compatibility, description: Description });
    const version = definition === undefined ? undefined : registerVersion(schema, definition, createdMs);
    return {
      ...documentOf({ registry, schema }),
      ...(version === undefined ? {} : { SchemaVersionId: version.id, SchemaVersionStatus: "AVAILABLE" }),
    };
  },
});

export const getSchema = operation({
  input: structure({ SchemaId: schemaId }),
  output: structure({ ...schemaMembers, CreatedTime: string, UpdatedTime: string }),
  run({ SchemaId }, world) {
    const known = knownSchema(world, required(SchemaId, "SchemaId", "InvalidInputException"));
    const { createdMs, versions } = known.schema;
    return {
      ...documentOf(known),
      CreatedTime: new Date(createdMs).toISOString(),
      UpdatedTime: new Date(versions.at(-1)?.createdMs ?? createdMs).toISOString(),
    };
  },
});

function documentOf({ registry, schema }: KnownSchema) {
  return {
    RegistryName: registry.name,
    RegistryArn: registry.arn,
    SchemaName: schema.name,
    SchemaArn: schema.arn,
    Description: schema.description,
    DataFormat: schema.format,
    Compatibility: schema.compatibility,
    // The version that later ones are checked against.
    SchemaCheckpoint: 1,
    LatestSchemaVersion: schema.versions.length,
    NextSchemaVersion: schema.versions.length + 1,
    SchemaStatus: "AVAILABLE",
  };
}

/** Glue makes it when a client names no registry (API reference, CreateSchema). */
function defaultRegistry(world: World): SandboxSchemaRegistry {
  const name = "default-registry";
  const registry = world.schemaRegistries.get(name) ?? newRegistry(world, name, world.clock.now());
  world.schemaRegistries.set(name, registry);
  return registry;
}

function checkedFormat(format: string | undefined): SchemaFormat {
  const given = required(format, "DataFormat", "InvalidInputException");
  const known = schemaFormats.find((each) => each === given);
  if (known === undefined) throw invalidInput(`DataFormat must be one of ${schemaFormats.join(", ")}.`);
  return known;
}
