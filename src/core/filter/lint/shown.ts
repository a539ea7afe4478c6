import type { Pattern, Span } from "../pattern.ts";

/** Text of a pattern in a message: in quotes, shortened. Renderers make it safe to print. */
export function quoted(text: string, longest = 40): string {
  return JSON.stringify(shortened(text, longest));
}

/** A piece of a pattern as it is written. */
export function written(text: string, { start, end }: Span, longest = 60): string {
  return shortened(text.slice(start, end).replaceAll(/\s+/g, " "), longest);
}

function shortened(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** Of a snippet that is to be pasted: whole or not at all. */
const longestFix = 500;

export function fixWith(snippet: string | undefined): { readonly fix?: string } {
  return snippet === undefined || snippet.length > longestFix ? {} : { fix: snippet };
}

/** `a path`, or how the pattern is called where there is none. */
export function pathOrPattern(path: string | undefined): string {
  return path === undefined || path === "" ? "the pattern" : path;
}

/** Where a finding on a whole filter stands: at its object, without blanks around it. */
export function wholeOf(subject: { readonly text: string; readonly pattern: Pattern | undefined } | undefined): Span {
  return subject?.pattern?.root ?? { start: 0, end: subject?.text.length ?? 0 };
}

/** `1, 2 and 5`. */
export function joined(names: readonly (string | number)[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
