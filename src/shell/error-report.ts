import { MskctlError } from "../core/errors.ts";
import { safeText } from "../core/record/safe-text.ts";

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
export function asKnownError(error: unknown, commandId: string): unknown {
  if (error instanceof MskctlError || !isParseError(error)) return error;
  const message = error.message
    .replace(/^The following errors? occurred:\s*/, "")
    .replace(/\s*See more help with --help\s*$/, "")
    .replaceAll(/\s*\n\t/g, ": ")
    .trim();
  return new MskctlError("usage", message, { suggestions: [`mskctl ${commandId.replaceAll(":", " ")} --help`] });
}

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
export function errorText(error: unknown, options: { readonly debug: boolean; readonly unicode: boolean }): string {
  const { message, suggestions } = errorDocument(error).error;
  const lines = [
    `${options.unicode ? "✖" : "x"} ${message}`
      .split("\n")
      .map((line) => safeText(line))
      .join("\n"),
    ...suggestions.map((line) => `  ${safeText(line)}`),
  ];
  if (options.debug) lines.push(...causes(error));
  return lines.join("\n");
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
