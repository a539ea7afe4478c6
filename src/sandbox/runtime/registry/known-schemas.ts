import type { SchemaSource } from "../../../core/record/schema-source.ts";
import { compileSchema } from "../../../platform/schema/compile-schema.ts";
import { UnusableSchema, type ValueFormat } from "../../../platform/schema/value-format.ts";

/** What is known of a schema id. `unusable`: it is there, and cannot be read by. */
export type KnownSchema =
  | { readonly kind: "usable"; readonly format: ValueFormat; readonly dataFormat: string }
  | { readonly kind: "unusable" }
  | { readonly kind: "not-found" };

/** How many schemas are asked for at the same time. */
const mostAtOnce = 8;

/** Asks a registry for these ids. Throws when it cannot be asked for one of them. */
export async function learnSchemas(source: SchemaSource, ids: Iterable<string>): Promise<ReadonlyMap<string, KnownSchema>> {
  const learned = new Map<string, KnownSchema>();
  const waiting = new Set(ids).values();
  const work = async (): Promise<void> => {
    for (const id of waiting) learned.set(id, await learn(source, id));
  };
  await Promise.all(Array.from({ length: mostAtOnce }, work));
  return learned;
}

async function learn(source: SchemaSource, id: string): Promise<KnownSchema> {
  const schema = await source.schema(id);
  if (schema === undefined) return { kind: "not-found" };
  try {
    const format = await compileSchema(schema, { fileName: `schema ${id}`, mayBeUnframed: false });
    return format === undefined ? { kind: "unusable" } : { kind: "usable", format, dataFormat: schema.format };
  } catch (error) {
    if (!(error instanceof UnusableSchema)) throw error;
    return { kind: "unusable" };
  }
}
