import { isError, MskctlError } from "../core/errors.ts";

/** The same error, its suggestions ready to paste; what is none of ours as it is. */
export function errorHere(error: unknown, here: (command: string) => string): unknown {
  if (!isError(error)) return error;
  const { code, message, suggestions, details } = error;
  return new MskctlError(code, message, { suggestions: suggestions.map(here), details, cause: error });
}
