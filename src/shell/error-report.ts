import { MskctlError } from "../core/errors.ts";
import { safeText } from "../core/record/safe-text.ts";
import { wrapLine } from "./render/wrapped.ts";

/** The `--json` form of an error: this and nothing else on stdout. */
export interface ErrorDocument {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly suggestions: readonly string[];
    readonly details: Readonly<Record<string, unknown>>;
  };
}

/**
 * Any thrown value as one of our errors: ours stay, oclif's parse errors become `usage`, the rest is a bug of mskctl
 * and stays what it is. Parse errors are copied word by word, never spread: they carry the whole configuration.
 */
export function asKnownError(error: unknown, commandId?: string): unknown {
  const isOurs = error instanceof MskctlError;
  // What a flag's own parser throws is ours, and framed by oclif all the same.
  if (!isParseError(error) && !(isOurs && framed.test(error.message))) return error;
  const message = error.message
    .replace(/^The following errors? occurred:\s*/, "")
    .replace(framed, "")
    .replaceAll(/\s*\n\t/g, ": ")
    .trim();
  const help = ["mskctl", ...(commandId?.split(":") ?? []), "--help"].join(" ");
  return new MskctlError("usage", message, { suggestions: [...(isOurs ? error.suggestions : []), help] });
}

const framed = /\s*See more help with --help\s*$/;

function isParseError(error: unknown): error is Error {
  return (
    error instanceof Error && "oclif" in error && ("parse" in error || error.name === "CLIError" || error.constructor.name === "CLIError")
  );
}

export function errorDocument(error: unknown): ErrorDocument {
  if (error instanceof MskctlError) {
    const { code, message, suggestions, details } = error;
    return { error: { code, message, suggestions, details } };
  }
  return {
    error: { code: "bug", message: `mskctl failed unexpectedly: ${messageOf(error)}`, suggestions: [bugSuggestion], details: {} },
  };
}

/** What happened, then what to type next, for stderr. */
export function errorText(
  error: unknown,
  { debug, unicode, columns }: { readonly debug: boolean; readonly unicode: boolean; readonly columns: number },
): string {
  const { message, suggestions } = errorDocument(error).error;
  return [
    ...`${unicode ? "✖" : "x"} ${message}`.split("\n").flatMap((line) => wrapLine(safeText(line), columns)),
    // Never broken, so that a command can be pasted.
    ...suggestions.map((line) => `  ${safeText(line)}`),
    ...(debug ? causes(error) : []),
  ].join("\n");
}

const bugSuggestion = "run it again with --debug and report what it prints";

function causes(error: unknown): string[] {
  const lines: string[] = [];
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    lines.push(...(each.stack ?? each.message).split("\n").map((line) => safeText(line)));
  }
  return lines;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
