/** A schema as a registry or a file has it. */
export interface SchemaText {
  /** `AVRO`, `PROTOBUF` or `JSON`, as Glue and Confluent call them; other words are possible. */
  readonly format: string;
  readonly text: string;
  /** What the text refers to, by the name that it uses; in Avro what others refer to comes first. */
  readonly references: readonly { readonly name: string; readonly text: string }[];
}

/** A registry that knows schemas by the ids that stand in front of values. */
export interface SchemaSource {
  /** Which of the two headers its values have. */
  readonly framing: "confluent" | "glue";
  /** Gives undefined when there is no schema of this id. Throws MskctlError when the registry cannot be asked. */
  schema(id: string): Promise<SchemaText | undefined>;
}
