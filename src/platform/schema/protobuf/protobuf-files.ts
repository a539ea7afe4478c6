import protobuf from "protobufjs";
import type { SchemaText } from "../../../core/record/schema-source.ts";
import { UnusableSchema } from "../value-format.ts";

/** A Protobuf file and all that it imports. */
export interface ProtobufFiles {
  /** The messages that the file itself declares at its top, in the order of the text. */
  readonly topMessages: readonly protobuf.Type[];
}

/** What options are attached to; protobufjs carries no descriptor.proto, and nobody sends such messages. */
const optionTypes = ["File", "Message", "Field", "Oneof", "Enum", "EnumValue", "Service", "Method", "ExtensionRange"];
const descriptorText = `syntax = "proto2"; package google.protobuf; ${optionTypes
  .map((each) => `message ${each}Options { extensions 1 to max; }`)
  .join(" ")}`;
const descriptorName = "google/protobuf/descriptor.proto";

/**
 * Parses a file and its imports; `fileName` is for errors. An import that is not there does no harm as long as nothing of
 * it is used but options. Throws UnusableSchema, with the line where protobufjs tells it.
 */
export function protobufFiles({ text, references }: Omit<SchemaText, "format">, fileName: string): ProtobufFiles {
  const root = new protobuf.Root();
  const missing = addImports(root, parsed(text, fileName, root).imports, new Map(references.map((each) => [each.name, each.text])));
  try {
    root.resolveAll();
    const topMessages = namesAtTheTop(text, fileName).map((name) => root.lookupType(name));
    return { topMessages };
  } catch (cause) {
    const without = missing.length === 0 ? "" : ` (without ${missing.join(", ")}, which it imports)`;
    throw new UnusableSchema(`${reasonOf(cause)}${without}`, { cause });
  }
}

/** What a file imports, `google/protobuf/…` left out where it is known. Throws UnusableSchema. */
export function importsOf(text: string, fileName: string): string[] {
  return parsed(text, fileName, new protobuf.Root()).imports.filter((name) => builtIn(name) === undefined && name !== descriptorName);
}

/** The messages in a message; entries of maps are none here. */
export function messagesIn(message: protobuf.NamespaceBase): protobuf.Type[] {
  return message.nestedArray.filter((each) => each instanceof protobuf.Type);
}

/** Adds them all to the root and gives the names of those that are nowhere. */
function addImports(root: protobuf.Root, imports: readonly string[], texts: ReadonlyMap<string, string>): string[] {
  const missing: string[] = [];
  const seen = new Set<string>();
  const waiting = [...imports];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const known = builtIn(name);
    const text = name === descriptorName ? descriptorText : texts.get(name);
    if (known !== undefined) root.addJSON(known);
    else if (text !== undefined) waiting.push(...parsed(text, name, root).imports);
    else missing.push(name);
  }
  return missing;
}

/** Those that protobufjs brings along, whatever a registry holds under that name: their JSON is not that of other messages. */
function builtIn(name: string): Record<string, protobuf.AnyNestedObject> | undefined {
  return /^google\/protobuf\/\w+\.proto$/.test(name) ? (protobuf.common.get(name)?.nested ?? undefined) : undefined;
}

function parsed(text: string, fileName: string, root: protobuf.Root): { readonly package: string; readonly imports: string[] } {
  try {
    nameFile(fileName);
    const found = protobuf.parse(text, root, { keepCase: true });
    return { package: found.package ?? "", imports: [...(found.imports ?? []), ...(found.weakImports ?? [])] };
  } catch (cause) {
    throw new UnusableSchema(reasonOf(cause), { cause });
  } finally {
    nameFile(null);
  }
}

/** The parser takes the name for its errors from here; its types do not say so. */
function nameFile(filename: string | null): void {
  Object.assign(protobuf.parse, { filename });
}

/** Another file may add messages to the same package: the file is read once more, alone. */
function namesAtTheTop(text: string, fileName: string): string[] {
  const root = new protobuf.Root();
  const { package: name } = parsed(text, fileName, root);
  const place = name === "" ? root : root.lookup(name.split("."));
  return place instanceof protobuf.Namespace ? messagesIn(place).map((message) => message.fullName) : [];
}

function reasonOf(cause: unknown): string {
  if (cause instanceof RangeError) return "it is nested too deep";
  return cause instanceof Error ? cause.message : String(cause);
}
