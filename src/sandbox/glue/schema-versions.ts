import { required } from "../protocols/required.ts";
import { operation } from "../protocols/rpc-service.ts";
import { boolean, number, string, structure } from "../protocols/shape.ts";
import type { World } from "../world.ts";
import { invalidInput, notFound } from "./errors.ts";
import { knownSchema, schemaId } from "./known-schema.ts";
import {
  definitionProblem,
  findSchemaVersion,
  registerVersion,
  type SandboxSchema,
  type SandboxSchemaVersion,
  type SchemaFormat,
  versionByDefinition,
} from "./schema-registry.ts";

const versionNumber = structure({ LatestVersion: boolean, VersionNumber: number });

export const getSchemaVersion = operation({
  input: structure({ SchemaId: schemaId, SchemaVersionId: string, SchemaVersionNumber: versionNumber }),
  output: structure({
    SchemaVersionId: string,
    SchemaDefinition: string,
    DataFormat: string,
    SchemaArn: string,
    VersionNumber: number,
    Status: string,
    CreatedTime: string,
  }),
  run({ SchemaId, SchemaVersionId, SchemaVersionNumber }, world) {
    if (SchemaVersionId !== undefined && SchemaId !== undefined)
      throw invalidInput("One of SchemaVersionId or SchemaId has to be provided, and not both.");
    const { schema, version } =
      SchemaVersionId === undefined ? numberedVersion(world, SchemaId, SchemaVersionNumber) : versionById(world, SchemaVersionId);
    return {
      SchemaVersionId: version.id,
      SchemaDefinition: version.definition,
      DataFormat: schema.format,
      SchemaArn: schema.arn,
      VersionNumber: version.number,
      Status: "AVAILABLE",
      CreatedTime: new Date(version.createdMs).toISOString(),
    };
  },
});

export const getSchemaByDefinition = operation({
  input: structure({ SchemaId: schemaId, SchemaDefinition: string }),
  output: structure({ SchemaVersionId: string, SchemaArn: string, DataFormat: string, Status: string, CreatedTime: string }),
  run({ SchemaId, SchemaDefinition }, world) {
    const { schema } = knownSchema(world, required(SchemaId, "SchemaId", "InvalidInputException"));
    const definition = checkedDefinition(schema.format, SchemaDefinition);
    const version = versionByDefinition(schema, definition);
    if (version === undefined) throw notFound("Schema version");
    return {
      SchemaVersionId: version.id,
      SchemaArn: schema.arn,
      DataFormat: schema.format,
      Status: "AVAILABLE",
      CreatedTime: new Date(version.createdMs).toISOString(),
    };
  },
});

export const registerSchemaVersion = operation({
  input: structure({ SchemaId: schemaId, SchemaDefinition: string }),
  output: structure({ SchemaVersionId: string, VersionNumber: number, Status: string }),
  run({ SchemaId, SchemaDefinition }, world) {
    const { schema } = knownSchema(world, required(SchemaId, "SchemaId", "InvalidInputException"));
    const definition = checkedDefinition(schema.format, SchemaDefinition);
    if (schema.compatibility === "DISABLED" && schema.versions.length > 0 && versionByDefinition(schema, definition) === undefined)
      throw invalidInput("Compatibility DISABLED does not allow versioning.");
    const { id, number: versionOfSchema } = registerVersion(schema, definition, world.clock.now());
    return { SchemaVersionId: id, VersionNumber: versionOfSchema, Status: "AVAILABLE" };
  },
});

/** Text in the form of a recorded one. */
export function checkedDefinition(format: SchemaFormat, definition: string | undefined): string {
  const given = required(definition, "SchemaDefinition", "InvalidInputException");
  const problem = definitionProblem(format, given);
  if (problem === undefined) return given;
  throw invalidInput(`Schema definition of ${format} data format is invalid: it ${problem}.`);
}

interface SchemaAndVersion {
  readonly schema: SandboxSchema;
  readonly version: SandboxSchemaVersion;
}

function versionById(world: World, id: string): SchemaAndVersion {
  const found = findSchemaVersion(world.schemaRegistries, id);
  if (found === undefined) throw notFound("Schema version");
  return found;
}

function numberedVersion(
  world: World,
  id: Parameters<typeof knownSchema>[1],
  wanted: { readonly LatestVersion?: boolean | undefined; readonly VersionNumber?: number | undefined } = {},
): SchemaAndVersion {
  const { schema } = knownSchema(world, id);
  const { LatestVersion = false, VersionNumber } = wanted;
  if (LatestVersion === (VersionNumber !== undefined))
    throw invalidInput("One of LatestVersion or VersionNumber has to be provided, and not both.");
  const version = LatestVersion ? schema.versions.at(-1) : schema.versions[(VersionNumber ?? 0) - 1];
  if (version === undefined) throw notFound("Schema version");
  return { schema, version };
}
