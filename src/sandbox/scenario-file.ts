import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { isError, MskctlError } from "../core/errors.ts";
import { textInput } from "../platform/disk/text-input.ts";
import { readDocuments, type SourceDocument } from "../platform/documents/documents.ts";
import { malformedScenario, problemText, type ScenarioProblem } from "./scenario/fields.ts";
import { loadScenario } from "./scenario/load-scenario.ts";
import type { Scenario } from "./scenario/scenario.ts";

/** Reads a scenario from YAML or JSON; `-` is standard input. Throws `usage` or `malformed-file`, with line and column. */
export async function readScenarioFile(file: string, signal: AbortSignal): Promise<Scenario> {
  const shown = file === "-" ? "standard input" : file;
  const text = await textInput({ stdin: () => process.stdin, signal }).read(file);
  const [document, second] = readDocuments(text, shown);
  if (document === undefined || second !== undefined) throw new MskctlError("malformed-file", `${shown}: a scenario is one document`);
  try {
    const scenario = loadScenario(document.value, { directory: dirname(file) });
    requireModules(scenario);
    return scenario;
  } catch (error) {
    throw isError(error, "malformed-file") ? placed(error, shown, document) : error;
  }
}

/** Throws `malformed-file` when a function's file is not there. */
export function requireModules({ functions }: Scenario): void {
  const missing = functions.flatMap(({ behaviour }, index) => {
    if (behaviour.kind !== "module" || existsSync(behaviour.file)) return [];
    return [{ path: ["functions", index, "module"], message: `there is no file ${behaviour.file}` }];
  });
  if (missing.length > 0) throw malformedScenario(missing);
}

/** The same with a line and a column for each problem, in the order of the file. */
function placed(error: MskctlError, file: string, document: SourceDocument): MskctlError {
  const problems = (error.details["problems"] as readonly ScenarioProblem[])
    .map((problem) => ({ ...problem, ...document.positionOf(problem.path) }))
    .toSorted((a, b) => a.line - b.line || a.column - b.column);
  const lines = problems.map((problem) => `${file}:${problem.line}:${problem.column}: ${problemText(problem)}`);
  return new MskctlError("malformed-file", lines.join("\n"), { details: { file, problems }, cause: error });
}
