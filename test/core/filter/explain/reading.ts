import { type ReadPattern, readPattern } from "../../../../src/core/filter/explain/read-pattern.ts";

/** A pattern, JSON text or a JSON value, as commands read it. */
export function readPatternOf(json: unknown): ReadPattern {
  const read = readPattern(typeof json === "string" ? json : JSON.stringify(json));
  if ("errors" in read) throw new Error(read.errors.map(({ message }) => message).join("; "));
  return read;
}
