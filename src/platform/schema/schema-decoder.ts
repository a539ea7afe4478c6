import { basename } from "node:path";
import { MskctlError } from "../../core/errors.ts";
import type { ValueDecoder } from "../../core/filter/value-decoder.ts";
import type { RegistryAccess } from "../../core/record/registry-access.ts";
import { safeText } from "../../core/record/safe-text.ts";
import type { SchemaSource } from "../../core/record/schema-source.ts";
import { compileSchema } from "./compile-schema.ts";
import type { OpenRegistryOptions } from "./confluent/open-registry.ts";
import { type ReadText, schemaInFile } from "./file-schema.ts";
import { UnusableSchema } from "./value-format.ts";

/** Where the schemas of values come from. `message` names the Protobuf message that all values are. */
export type SchemaChoice =
  | { readonly kind: "file"; readonly path: string; readonly message?: string }
  | ConfluentChoice
  | { readonly kind: "glue"; readonly message?: string };

interface ConfluentChoice {
  readonly kind: "confluent";
  readonly url: string;
  readonly access?: RegistryAccess;
  readonly message?: string;
}

export interface SchemaDecoderOptions extends OpenRegistryOptions {
  /** Glue, of the Region in force. */
  readonly glue: SchemaSource;
}

/**
 * A decoder for values of the chosen schemas; the libraries that it takes are loaded when they are needed. A registry is asked
 * when the first value wants it, a file is read at once. Throws `usage`, `malformed-file`, `refused`, or what fetching secrets
 * throws.
 */
export async function schemaDecoder(choice: SchemaChoice, options: SchemaDecoderOptions): Promise<ValueDecoder> {
  if (choice.kind === "file") return decoderByFile(choice.path, choice.message, options.readText);
  const { registryDecoder } = await import("./registry-decoder.ts");
  const source = choice.kind === "glue" ? options.glue : await confluentAt(choice, options);
  return registryDecoder(source, choice.message === undefined ? {} : { message: choice.message });
}

async function decoderByFile(path: string, message: string | undefined, readText: ReadText): Promise<ValueDecoder> {
  const { fileDecoder } = await import("./file-decoder.ts");
  try {
    const schema = await schemaInFile(path, readText);
    const format = await compileSchema(schema, { fileName: path, mayBeUnframed: true, ...(message === undefined ? {} : { message }) });
    if (format === undefined) throw new UnusableSchema("it is no schema");
    return fileDecoder(format, basename(path));
  } catch (error) {
    if (!(error instanceof UnusableSchema)) throw error;
    throw malformed(path, error);
  }
}

async function confluentAt({ url, access = {} }: ConfluentChoice, options: SchemaDecoderOptions): Promise<SchemaSource> {
  const { openRegistry } = await import("./confluent/open-registry.ts");
  return openRegistry(url, access, options);
}

/** protobufjs ends its messages with file and line, JSON.parse most of its own with line and column. */
function malformed(path: string, error: UnusableSchema): MskctlError {
  const [place, file = path, line, column] =
    /\s*(?:at position \d+ )?\((?:(.+), )?line (\d+)(?: column (\d+))?\)$/.exec(error.message) ?? [];
  const isHere = place !== undefined && file === path;
  const numbers = isHere ? [line, column].filter((part) => part !== undefined) : [];
  const reason = isHere ? error.message.slice(0, -place.length) : error.message;
  const at = { ...(isHere ? { line: Number(line) } : {}), ...(isHere && column !== undefined ? { column: Number(column) } : {}) };
  return new MskctlError("malformed-file", `${[path, ...numbers].join(":")}: ${safeText(reason, { maxWidth: 200 })}`, {
    details: { file: path, ...at },
    cause: error,
  });
}
