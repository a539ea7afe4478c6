import type { DecodedValue, ValueDecoder } from "../../core/filter/value-decoder.ts";
import { type Frame, parseFrame } from "../../core/record/framing.ts";
import { safeText } from "../../core/record/safe-text.ts";
import type { SchemaSource } from "../../core/record/schema-source.ts";
import { compileSchema } from "./compile-schema.ts";
import { longestValue } from "./json-text.ts";
import { payloadOf } from "./payload.ts";
import { Undecodable } from "./undecodable.ts";
import { UnusableSchema, type ValueFormat } from "./value-format.ts";

/** What is known of a schema id. */
type Known = { readonly kind: "format"; readonly format: ValueFormat } | { readonly kind: "undecodable"; readonly reason: string };

/** Bytes that are no values of the registry look like ids, too; a topic has some dozens. */
const mostSchemas = 1_000;

/**
 * Reads each value by the schema that its header names. An id is asked for once, whoever waits for it and whatever comes of
 * it. `message` is the Protobuf message that all values are, in place of the one that their header names.
 */
export function registryDecoder(source: SchemaSource, { message }: { readonly message?: string } = {}): ValueDecoder {
  const known = new Map<string, Known>();
  const asked = new Map<string, Promise<Known>>();
  const notes = new Set<string>();

  async function ask(id: string): Promise<Known> {
    const found = await learn(source, id, message);
    known.set(id, found);
    if (found.kind === "format") for (const note of found.format.notes) notes.add(note);
    return found;
  }

  function asking(id: string): Promise<Known> {
    const before = asked.get(id);
    if (before !== undefined) return before;
    if (asked.size === mostSchemas) return Promise.resolve({ kind: "undecodable", reason: `of a schema beyond the first ${mostSchemas}` });
    const now = ask(id);
    asked.set(id, now);
    return now;
  }

  return {
    decode(value) {
      const frame = value.length > longestValue ? undefined : parseFrame(value);
      if (frame?.kind !== source.framing) return { undecodable: reasonWithout(value, frame) };
      const id = idOf(frame);
      const schema = known.get(id);
      return schema === undefined ? asking(id).then((learned) => decoded(frame, id, learned)) : decoded(frame, id, schema);
    },
    notes: () => [...notes],
  };
}

async function learn(source: SchemaSource, id: string, message: string | undefined): Promise<Known> {
  const schema = await source.schema(id);
  if (schema === undefined) return { kind: "undecodable", reason: `schema ${id} not found` };
  try {
    const options = { fileName: `schema ${id}`, mayBeUnframed: false, ...(message === undefined ? {} : { message }) };
    const format = await compileSchema(schema, options);
    if (format !== undefined) return { kind: "format", format };
    return { kind: "undecodable", reason: `schema ${id} is ${safeText(schema.format, { maxWidth: 20 })}, not Avro, Protobuf or JSON` };
  } catch (error) {
    if (!(error instanceof UnusableSchema)) throw error;
    return { kind: "undecodable", reason: `schema ${id} cannot be read: ${safeText(error.message, { maxWidth: 120 })}` };
  }
}

function decoded(frame: Frame, id: string, schema: Known): DecodedValue {
  if (schema.kind === "undecodable") return { undecodable: schema.reason };
  try {
    return { json: schema.format.toJson(payloadOf(frame), frame.kind) };
  } catch (error) {
    if (!(error instanceof Undecodable)) throw error;
    return { undecodable: `not ${schema.format.name} of schema ${id}: ${error.message}` };
  }
}

function reasonWithout(value: Uint8Array, frame: Frame | undefined): string {
  if (value.length > longestValue) return "larger than 16 MB";
  if (frame === undefined) return "not framed for a schema registry";
  return frame.kind === "glue" ? "framed for a Glue registry, not for Confluent's" : "framed for a Confluent registry, not for Glue's";
}

function idOf(frame: Frame): string {
  return frame.kind === "confluent" ? String(frame.schemaId) : frame.schemaVersionId;
}
