import { MskctlError } from "../core/errors.ts";
import { safeText } from "../core/record/safe-text.ts";
import { workerErrorNames } from "../core/redrive/handover/worker-errors.ts";

const longestMessage = 1_000;

/** The error under the name that the state machine knows; an error of mskctl itself keeps its own. */
export function stepFunctionsError(error: unknown): unknown {
  if (!(error instanceof MskctlError)) return error;
  const text = [error.message, ...error.suggestions].join("; ");
  const told = new Error(safeText(text, { maxWidth: longestMessage }));
  told.name = workerErrorNames[error.code];
  return told;
}
