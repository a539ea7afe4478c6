import { MskctlError } from "../../core/errors.ts";
import type { Position } from "../../core/filter/pattern-site.ts";

/** A file that does not parse: the message names file, line and column. */
export function malformedFile(file: string, { line, column }: Position, reason: string): MskctlError {
  return new MskctlError("malformed-file", `${file === "-" ? "standard input" : file}:${line}:${column}: ${reason}`, {
    details: { file, line, column },
  });
}
