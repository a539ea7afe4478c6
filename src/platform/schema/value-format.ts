/** Where a payload was found: behind which header, or with none. Protobuf has more in front of the message behind each. */
export type PayloadPlace = "confluent" | "glue" | "unframed";

/** A schema, made ready to read values by. */
export interface ValueFormat {
  /** For reasons: `Avro`, `Protobuf`, `JSON`. */
  readonly name: string;
  /** What is assumed whenever values of this schema are read. */
  readonly notes: readonly string[];
  /** The value as JSON. Throws Undecodable; whatever else it throws is a bug. */
  toJson(payload: Uint8Array, place: PayloadPlace): Uint8Array | string;
}

/** The schema itself cannot be used. Its message may quote the schema, which is not secret. */
export class UnusableSchema extends Error {
  override readonly name = "UnusableSchema";
}
