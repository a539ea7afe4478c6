import type { KafkaRecord } from "../../../core/record/kafka-record.ts";

/** What stands in the event about an attribute that was read by a schema. */
export interface SchemaMetadata {
  /** `AVRO`, `PROTOBUF` or `JSON`. */
  readonly dataFormat: string;
  /** What stood in the header: a number of a Confluent registry, the UUID of a version in Glue. Lambda has text for both. */
  readonly schemaId: string;
}

/** Why a record does not reach the function (Lambda Developer Guide, schema registries with Kafka event sources). */
export type SchemaCondition = "SCHEMA_NOT_FOUND" | "DESERIALIZATION_ERROR";

/** What the event has of a record's key and value. */
export interface EventAttributes {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly keySchema?: SchemaMetadata;
  readonly valueSchema?: SchemaMetadata;
}

interface ReadRecord extends EventAttributes {
  readonly condition?: undefined;
  /** The value as filters see it. */
  readonly filtered: Uint8Array | string | null;
}

/** What a mapping's schema registry makes of a record. */
export type Deserialized = ReadRecord | { readonly condition: SchemaCondition };

/** A record as it stands in the topic, with what the mapping's schema registry makes of it; absent: it has none. */
export interface FetchedRecord extends KafkaRecord {
  readonly deserialized?: Deserialized;
}

/** A record that no schema fits is described with the bytes of the topic (assumption). */
export function eventAttributes(record: FetchedRecord): EventAttributes {
  const { deserialized } = record;
  return deserialized === undefined || deserialized.condition !== undefined ? record : deserialized;
}

/** What filters see; undefined for a record that does not get as far, as its schema is looked up before (same page). */
export function filteredValue({ value, deserialized }: FetchedRecord): Uint8Array | string | null | undefined {
  if (deserialized === undefined) return value;
  return deserialized.condition === undefined ? deserialized.filtered : undefined;
}

/** What a record takes up beside its bytes in the topic. */
export function deserializedBytes({ deserialized }: FetchedRecord): number {
  if (deserialized === undefined || deserialized.condition !== undefined) return 0;
  const { key, value, filtered } = deserialized;
  const ownFiltered = filtered === value ? 0 : (filtered?.length ?? 0);
  return (key?.length ?? 0) + (value?.length ?? 0) + ownFiltered;
}
