import { MskctlError } from "../../../core/errors.ts";
import type { SchemaRegistryConfig } from "../../../core/mapping/model.ts";
import type { Gap } from "../../../core/record/kafka-record.ts";
import type { SchemaSource } from "../../../core/record/schema-source.ts";
import type { PartitionSlice } from "../../../platform/kafka/partition-slice.ts";
import type { FetchedRecord } from "./deserialized.ts";
import { type KnownSchema, learnSchemas } from "./known-schemas.ts";
import { type FindSchema, type ReadingRules, readRecord } from "./read-record.ts";

export type FetchedItem = { readonly kind: "record"; readonly record: FetchedRecord } | Gap;

/** What was fetched of each partition. */
export type FetchedSlices = ReadonlyMap<number, Omit<PartitionSlice, "items"> & { readonly items: readonly FetchedItem[] }>;

/**
 * Reads records by the schemas that they name: at once where those are known. Rejects with MskctlError when the registry
 * cannot be asked; then the next call tries it anew.
 */
export type Deserializer = (fetched: FetchedSlices) => FetchedSlices | Promise<FetchedSlices>;

/** Reaches a mapping's registry. */
export type OpenSchemaSource = () => Promise<SchemaSource>;

/** `open` is called when the first records come. */
export function createDeserializer(config: SchemaRegistryConfig, open: OpenSchemaSource): Deserializer {
  // An id's schema never changes. One that is not found is asked for again: it may be registered later.
  const known = new Map<string, KnownSchema>();
  const rules = readingRules(config);
  let source: SchemaSource | undefined;

  const learn = async (ids: ReadonlySet<string>): Promise<ReadonlyMap<string, KnownSchema>> => {
    try {
      source ??= await open();
      const learned = await learnSchemas(source, ids);
      for (const [id, schema] of learned) if (schema.kind !== "not-found") known.set(id, schema);
      return learned;
    } catch (error) {
      // Its secrets may have changed meanwhile.
      source = undefined;
      throw error instanceof MskctlError ? ofRegistry(error, config) : error;
    }
  };

  return (fetched) => {
    const missing = new Set<string>();
    const first = deserialized(fetched, rules, (id) => {
      const schema = known.get(id);
      if (schema === undefined) missing.add(id);
      return schema;
    });
    if (missing.size === 0) return first;
    return learn(missing).then((learned) => deserialized(first, rules, (id) => known.get(id) ?? learned.get(id)));
  };
}

/** Reads what has not been read before. */
function deserialized(fetched: FetchedSlices, rules: ReadingRules, schemaOf: FindSchema): FetchedSlices {
  const readItem = (item: FetchedItem): FetchedItem => {
    if (item.kind === "gap" || item.record.deserialized !== undefined) return item;
    const read = readRecord(item.record, rules, schemaOf);
    return read === undefined ? item : { kind: "record", record: { ...item.record, deserialized: read } };
  };
  return new Map([...fetched].map(([partition, slice]) => [partition, { ...slice, items: slice.items.map(readItem) }]));
}

function readingRules({ SchemaRegistryURI = "", EventRecordFormat, SchemaValidationConfigs = [] }: SchemaRegistryConfig): ReadingRules {
  const reads = (attribute: string): boolean => SchemaValidationConfigs.some(({ Attribute }) => Attribute === attribute);
  return {
    framing: SchemaRegistryURI.startsWith("arn:") ? "glue" : "confluent",
    readsKey: reads("KEY"),
    readsValue: reads("VALUE"),
    eventFormat: EventRecordFormat === "SOURCE" ? "SOURCE" : "JSON",
  };
}

/** Says in the error's details that it is the registry's, whatever stood in the way. */
function ofRegistry(error: MskctlError, { SchemaRegistryURI }: SchemaRegistryConfig): MskctlError {
  const details = { ...error.details, registry: SchemaRegistryURI };
  return new MskctlError(error.code, error.message, { suggestions: error.suggestions, details, cause: error });
}
