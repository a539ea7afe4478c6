import avsc from "avsc";
import type { SchemaText } from "../../../core/record/schema-source.ts";
import { Undecodable } from "../undecodable.ts";
import { UnusableSchema, type ValueFormat } from "../value-format.ts";
import { AvroBytes } from "./avro-bytes.ts";
import { avroToJson } from "./avro-json.ts";

/** A reader of Avro values that stand one behind the other, as in a container file. */
export interface AvroReader {
  /** The value that begins at `start`, and where the next one begins. Throws Undecodable. */
  readAt(bytes: Uint8Array, start: number): { readonly json: string; readonly end: number };
}

/** Values of one Avro schema, read as they were written. Throws UnusableSchema. */
export function avroFormat({ text, references }: Omit<SchemaText, "format">): ValueFormat & AvroReader {
  const toJson = avroToJson(typeOf(text, references));

  function readAt(bytes: Uint8Array, start: number) {
    const source = new AvroBytes(bytes, start);
    const json = toJson(source, 0);
    return { json, end: source.position };
  }

  return {
    name: "Avro",
    notes: notesOn([text, ...references.map((each) => each.text)].join("\n")),
    readAt,
    toJson(payload) {
      const { json, end } = readAt(payload, 0);
      // Java's decoders do not look; but what is left over is the surest sign of another schema.
      if (end !== payload.length) throw new Undecodable("bytes are left over");
      return json;
    },
  };
}

function typeOf(text: string, references: SchemaText["references"]): avsc.Type {
  const options = {
    // A type may be called `constructor`.
    registry: Object.create(null) as Record<string, avsc.Type>,
    wrapUnions: "always",
    omitRecordMethods: true,
  } as const;
  try {
    for (const each of references) avsc.Type.forSchema(parsed(each.text), options);
    return avsc.Type.forSchema(parsed(text), options);
  } catch (cause) {
    throw new UnusableSchema(reasonOf(cause), { cause });
  }
}

/** Defaults fill in for what an older writer left out, which is not done here; avsc is stricter on them than Java is. */
function parsed(text: string): Exclude<Parameters<typeof avsc.Type.forSchema>[0], avsc.Type> {
  return JSON.parse(text, (key, value: unknown) => (key === "default" ? undefined : value));
}

function reasonOf(cause: unknown): string {
  if (cause instanceof RangeError) return "it is nested too deep";
  return cause instanceof Error ? cause.message : String(cause);
}

const unconfirmed = [
  [
    /"logicalType"\s*:\s*"(big-)?decimal"/,
    "decimals are taken as their bytes, as in Avro's own JSON; how Lambda writes them is unconfirmed",
  ],
  [/"type"\s*:\s*"fixed"|"bytes"/, "Avro bytes are taken as text, a character for each byte; how Lambda writes them is unconfirmed"],
  [
    /"logicalType"\s*:\s*"(date|time|timestamp|local-timestamp)/,
    "Avro dates and times are taken as numbers; how Lambda writes them is unconfirmed",
  ],
] as const;

function notesOn(text: string): string[] {
  return unconfirmed.filter(([sign]) => sign.test(text)).map(([, note]) => note);
}
