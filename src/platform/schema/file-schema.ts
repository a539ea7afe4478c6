import { dirname, extname, join, resolve } from "node:path";
import { isError, MskctlError } from "../../core/errors.ts";
import type { SchemaText } from "../../core/record/schema-source.ts";

/** Reads a text file. Throws `usage` when it cannot be read. */
export type ReadText = (path: string) => Promise<string>;

const formats: ReadonlyMap<string, string> = new Map([
  [".avsc", "AVRO"],
  [".proto", "PROTOBUF"],
  [".json", "JSON"],
]);

/**
 * The schema in a file, its language told by the ending, with the Protobuf files that it imports: each is looked for from
 * the folder of the file, then from the folders above, as protoc's usual roots are. Throws `usage` for an unknown ending or a
 * file that cannot be read, UnusableSchema for a Protobuf file that does not parse.
 */
export async function schemaInFile(path: string, readText: ReadText): Promise<SchemaText> {
  const format = formats.get(extname(path).toLowerCase());
  if (format === undefined) {
    throw new MskctlError("usage", `${path} is no schema: its name should end in .avsc (Avro), .proto (Protobuf) or .json (JSON Schema)`, {
      details: { file: path },
    });
  }
  const text = await readText(path);
  return { format, text, references: format === "PROTOBUF" ? await importedBy(path, text, readText) : [] };
}

const mostImports = 1_000;
const mostFolders = 8;

async function importedBy(path: string, text: string, readText: ReadText): Promise<SchemaText["references"]> {
  const { importsOf } = await import("./protobuf/protobuf-files.ts");
  const folders = foldersAbove(path);
  const found = new Map<string, string>();
  const seen = new Set<string>();
  const waiting = importsOf(text, path);
  for (let name = waiting.pop(); name !== undefined && seen.size < mostImports; name = waiting.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const imported = await firstOf(
      folders.map((folder) => join(folder, name)),
      readText,
    );
    if (imported === undefined) continue;
    found.set(name, imported);
    waiting.push(...importsOf(imported, name));
  }
  return Array.from(found, ([name, imported]) => ({ name, text: imported }));
}

function foldersAbove(path: string): string[] {
  const folders = [dirname(resolve(path))];
  for (let above = dirname(folders[0] ?? ""); above !== folders.at(-1) && folders.length < mostFolders; above = dirname(above))
    folders.push(above);
  return folders;
}

/** The text of the first file that is there. */
async function firstOf(paths: readonly string[], readText: ReadText): Promise<string | undefined> {
  for (const path of paths) {
    try {
      return await readText(path);
    } catch (error) {
      if (!isError(error, "usage")) throw error;
    }
  }
  return undefined;
}
