import { dirname } from "node:path";
import { isError, MskctlError } from "../core/errors.ts";
import { textInput } from "../platform/disk/text-input.ts";
import { readDocuments, type SourceDocument } from "../platform/documents/documents.ts";
import { loadScenario } from "./scenario/load-scenario.ts";
import type { Scenario } from "./scenario/scenario.ts";

/** Reads a scenario from YAML or JSON; `-` is standard input. Throws `usage` or `malformed-file`, with line and column. */
export async function readScenarioFile(file: string, signal: AbortSignal): Promise<Scenario> {
  const text = await textInput({ stdin: () => process.stdin, signal }).read(file);
  const [document, second] = readDocuments(text, file);
  if (document === undefined || second !== undefined) throw new MskctlError("malformed-file", `${file}: a scenario is one document`);
  try {
    return loadScenario(document.value, { directory: dirname(file) });
  } catch (error) {
    throw isError(error, "malformed-file") ? placed(error, file, document) : error;
  }
}

interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

function placed(error: MskctlError, file: string, document: SourceDocument): MskctlError {
  const problems = (error.details["problems"] as readonly Problem[]).map((problem) => ({
    ...problem,
    ...document.positionOf(problem.path),
  }));
  const [first] = problems;
  const where = first === undefined ? file : `${file}:${first.line}:${first.column}`;
  return new MskctlError("malformed-file", `${where}: ${error.message}`, { details: { file, problems }, cause: error });
}
