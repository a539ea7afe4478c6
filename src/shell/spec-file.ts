import { MskctlError } from "../core/errors.ts";
import { missingIdentity } from "../core/mapping/lifecycle/comparison.ts";
import { readSpec, type Spec, type SpecProblem } from "../core/mapping/read-spec.ts";
import type { Services } from "./services.ts";

type SourceDocument = Awaited<ReturnType<Services["documents"]["read"]>>[number];

/**
 * The specs in a YAML or JSON file (`-`: standard input), also in the document that `export --json` prints. Each has to say
 * which mapping it is of, unless `parts` of one will do. Errors: `malformed-file` with file, line, column and field of each
 * fault.
 */
export async function readSpecs(
  { files, documents }: Pick<Services, "files" | "documents">,
  file: string,
  { parts = false } = {},
): Promise<Spec[]> {
  const shown = file === "-" ? "standard input" : file;
  const sources = await documents.read(await files.readText(file), shown);
  const specs: Spec[] = [];
  const faults: Fault[] = [];
  for (const source of sources) {
    for (const { value, at } of specValues(source.value)) {
      const read = readSpec(value, at);
      const problems = read.kind === "malformed" ? read.problems : parts ? [] : unidentified(read, at);
      if (read.kind === "spec") specs.push(read);
      faults.push(...problems.map((problem) => faultOf(shown, source, problem)));
    }
  }
  const [first] = faults;
  if (first === undefined) return specs;
  throw new MskctlError("malformed-file", faults.map(({ text }) => text).join("\n"), {
    details: { file: first.file, line: first.line, column: first.column, problems: faults.map(({ text: _, ...fault }) => fault) },
  });
}

function specValues(value: unknown): { readonly value: unknown; readonly at: readonly (string | number)[] }[] {
  const { specs } = Object(value) as { readonly specs?: unknown };
  if (!Array.isArray(specs)) return [{ value, at: [] }];
  return specs.map((spec: unknown, index) => ({ value: spec, at: ["specs", index] }));
}

function unidentified(spec: Spec, at: SpecProblem["path"]): SpecProblem[] {
  const missing = missingIdentity(spec);
  return missing.length === 0 ? [] : [{ path: at, message: `nothing says which mapping this spec is of: ${missing.join(", ")} missing` }];
}

interface Fault {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly field: string;
  readonly message: string;
  readonly text: string;
}

function faultOf(file: string, source: SourceDocument, { path, message }: SpecProblem): Fault {
  const { line, column } = source.positionOf(path);
  return { file, line, column, field: path.join("."), message, text: `${file}:${line}:${column}: ${message}` };
}
