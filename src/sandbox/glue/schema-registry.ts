import { uuidOf } from "../runtime/chance.ts";

export const schemaFormats = ["AVRO", "JSON", "PROTOBUF"] as const;

export type SchemaFormat = (typeof schemaFormats)[number];

export interface SandboxSchemaRegistry {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly createdMs: number;
  readonly schemas: Map<string, SandboxSchema>;
}

export interface SandboxSchema {
  readonly name: string;
  readonly arn: string;
  readonly format: SchemaFormat;
  readonly compatibility: string;
  readonly description: string | undefined;
  readonly createdMs: number;
  /** Oldest first; version 1 is at index 0. */
  readonly versions: SandboxSchemaVersion[];
}

export interface SandboxSchemaVersion {
  /** What stands in the header of a record. */
  readonly id: string;
  readonly number: number;
  readonly definition: string;
  readonly createdMs: number;
}

/** A version with where it is. */
export interface FoundVersion {
  readonly registry: SandboxSchemaRegistry;
  readonly schema: SandboxSchema;
  readonly version: SandboxSchemaVersion;
}

interface Place {
  readonly accountId: string;
  readonly region: string;
}

/** What the API asks for where a client gives none. That BACKWARD is AWS's default is an assumption; it is the serializers'. */
const defaultCompatibility = "BACKWARD";

/** Glue's limit of a definition (service model). */
export const largestDefinition = 170_000;

export function newRegistry({ accountId, region }: Place, name: string, createdMs: number, description?: string): SandboxSchemaRegistry {
  return { name, arn: `arn:aws:glue:${region}:${accountId}:registry/${name}`, description, createdMs, schemas: new Map() };
}

/** Adds a schema without a version to the registry. */
export function addSchema(
  registry: SandboxSchemaRegistry,
  {
    name,
    format,
    createdMs,
    compatibility = defaultCompatibility,
    description,
  }: Pick<SandboxSchema, "name" | "format" | "createdMs"> & {
    readonly compatibility?: string | undefined;
    readonly description?: string | undefined;
  },
): SandboxSchema {
  const arn = `${registry.arn.replace(":registry/", ":schema/")}/${name}`;
  const schema: SandboxSchema = { name, arn, format, compatibility, description, createdMs, versions: [] };
  registry.schemas.set(name, schema);
  return schema;
}

/**
 * The version that has this definition; a new one when there is none. Its id depends on the schema and the definition alone, so
 * that records on a broker can be read after the sandbox was started again.
 */
export function registerVersion(schema: SandboxSchema, definition: string, createdMs: number): SandboxSchemaVersion {
  const known = versionByDefinition(schema, definition);
  if (known !== undefined) return known;
  const id = uuidOf(schema.arn, canonical(schema.format, definition));
  const version = { id, number: schema.versions.length + 1, definition, createdMs };
  schema.versions.push(version);
  return version;
}

export function versionByDefinition({ format, versions }: SandboxSchema, definition: string): SandboxSchemaVersion | undefined {
  const wanted = canonical(format, definition);
  return versions.find((version) => canonical(format, version.definition) === wanted);
}

/** Ids are unique in an account and a Region, whichever registry they are in. */
export function findSchemaVersion(registries: ReadonlyMap<string, SandboxSchemaRegistry>, id: string): FoundVersion | undefined {
  for (const registry of registries.values()) {
    for (const schema of registry.schemas.values()) {
      const version = schema.versions.find((each) => each.id === id);
      if (version !== undefined) return { registry, schema, version };
    }
  }
  return undefined;
}

/** Why Glue would not take a definition; undefined when it would. Protobuf is taken as it is: the sandbox does not compile it. */
export function definitionProblem(format: SchemaFormat, definition: string): string | undefined {
  if (definition === "") return "is empty";
  if (definition.length > largestDefinition) return `has more than ${largestDefinition} characters`;
  if (format === "PROTOBUF") return undefined;
  try {
    JSON.parse(definition);
    return undefined;
  } catch {
    return "is no JSON";
  }
}

/** Glue compares definitions in a canonical form (API reference, GetSchemaByDefinition); that white space is all it drops is an assumption. */
function canonical(format: SchemaFormat, definition: string): string {
  return format === "PROTOBUF" ? definition.trim() : JSON.stringify(JSON.parse(definition));
}
