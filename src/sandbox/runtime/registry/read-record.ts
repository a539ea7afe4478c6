import { type Frame, parseFrame } from "../../../core/record/framing.ts";
import type { KafkaRecord } from "../../../core/record/kafka-record.ts";
import { longestValue } from "../../../platform/schema/json-text.ts";
import { payloadOf } from "../../../platform/schema/payload.ts";
import { Undecodable } from "../../../platform/schema/undecodable.ts";
import type { Deserialized, SchemaCondition, SchemaMetadata } from "./deserialized.ts";
import type { KnownSchema } from "./known-schemas.ts";

/** How a mapping has its records read. */
export interface ReadingRules {
  readonly framing: Frame["kind"];
  /** SchemaValidationConfigs. */
  readonly readsKey: boolean;
  readonly readsValue: boolean;
  /** EventRecordFormat. */
  readonly eventFormat: "JSON" | "SOURCE";
}

/** Undefined: it is still to be asked for. */
export type FindSchema = (id: string) => KnownSchema | undefined;

interface Attribute {
  readonly condition?: undefined;
  /** For the event. */
  readonly bytes: Uint8Array;
  readonly json: Uint8Array | string;
  readonly schema: SchemaMetadata;
}

type Failure = { readonly condition: SchemaCondition };

/**
 * Reads what a mapping has its registry validate. Undefined: a schema has to be asked for first. A key or value that is null
 * has no schema and is left as it is (UNCONFIRMED). A key's failure is told before the value's.
 */
export function readRecord({ key, value }: KafkaRecord, rules: ReadingRules, schemaOf: FindSchema): Deserialized | undefined {
  const readKey = rules.readsKey && key !== null ? readAttribute(key, rules, schemaOf) : "as-it-is";
  const readValue = rules.readsValue && value !== null ? readAttribute(value, rules, schemaOf) : "as-it-is";
  if (readKey === undefined || readValue === undefined) return undefined;
  if (isFailure(readKey)) return readKey;
  if (isFailure(readValue)) return readValue;
  return {
    ...(readKey === "as-it-is" ? { key } : { key: readKey.bytes, keySchema: readKey.schema }),
    ...(readValue === "as-it-is"
      ? { value, filtered: value }
      : { value: readValue.bytes, filtered: filteredOf(readValue, rules), valueSchema: readValue.schema }),
  };
}

function isFailure(read: Attribute | Failure | "as-it-is"): read is Failure {
  return read !== "as-it-is" && read.condition !== undefined;
}

/** The event's bytes serve the filters too where they are the JSON. */
function filteredOf({ bytes, json }: Attribute, { eventFormat }: ReadingRules): Uint8Array | string {
  return eventFormat === "JSON" ? bytes : json;
}

function readAttribute(bytes: Uint8Array, { framing, eventFormat }: ReadingRules, schemaOf: FindSchema): Attribute | Failure | undefined {
  const frame = bytes.length > longestValue ? undefined : parseFrame(bytes);
  // Which condition bytes without the registry's header have is an assumption.
  if (frame?.kind !== framing) return { condition: "DESERIALIZATION_ERROR" };
  const schemaId = frame.kind === "confluent" ? String(frame.schemaId) : frame.schemaVersionId;
  const schema = schemaOf(schemaId);
  if (schema === undefined) return undefined;
  if (schema.kind === "not-found") return { condition: "SCHEMA_NOT_FOUND" };
  if (schema.kind === "unusable") return { condition: "DESERIALIZATION_ERROR" };
  try {
    // Bytes that Glue's serializers compressed are inflated in SOURCE too: the mark goes with the header (assumption).
    const source = payloadOf(frame);
    const json = schema.format.toJson(source, frame.kind);
    const inEvent = eventFormat === "SOURCE" ? source : bytesOf(json);
    return { bytes: inEvent, json, schema: { dataFormat: schema.dataFormat, schemaId } };
  } catch (error) {
    if (!(error instanceof Undecodable)) throw error;
    return { condition: "DESERIALIZATION_ERROR" };
  }
}

function bytesOf(json: Uint8Array | string): Uint8Array {
  return typeof json === "string" ? Buffer.from(json) : json;
}
