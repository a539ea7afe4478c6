import { MskctlError } from "../core/errors.ts";
import type { FieldProblem } from "../core/tuning/read-fields.ts";
import type { Services } from "./services.ts";

type Read<Result> = (value: unknown) => Result | { readonly problems: readonly FieldProblem[] };

/** The one YAML or JSON document of a file (`-`: standard input). Throws `malformed-file` with file, line and column of each fault. */
export async function readCheckedDocument<Result extends object>(
  { files, documents }: Pick<Services, "files" | "documents">,
  file: string,
  read: Read<Result>,
): Promise<Result> {
  const shown = file === "-" ? "standard input" : file;
  const [source, second] = await documents.read(await files.readText(file), shown);
  if (source === undefined || second !== undefined) {
    throw new MskctlError("malformed-file", `${shown}: has to hold one document`, { details: { file: shown } });
  }
  const result = read(source.value);
  if (!("problems" in result)) return result;
  const faults = result.problems.map(({ path, message }) => ({ ...source.positionOf(path), field: path.join("."), message }));
  const text = faults.map(({ line, column, message }) => `${shown}:${line}:${column}: ${message}`).join("\n");
  const { line, column } = faults[0] ?? { line: 1, column: 1 };
  throw new MskctlError("malformed-file", text, { details: { file: shown, line, column, problems: faults } });
}
