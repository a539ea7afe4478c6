import { formatCount } from "../../../core/figures.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import type { Look } from "../palette.ts";
import { startOf } from "../text-width.ts";

/** A file before and after. */
export interface FixedFile {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly fixes: number;
}

/** The lines that change, before and after, file by file. A fix never adds or removes a line. */
export function renderFixes(files: readonly FixedFile[], look: Look): string[] {
  return files.flatMap(({ name, before, after, fixes }) => [
    look.palette.bold(`${safeText(name)}  ${formatCount(fixes)} to fix`),
    ...changedLines(before, after).flatMap(({ line, from, to }) => [
      look.palette.error(shown(`- ${line}  ${from}`, look)),
      look.palette.accent(shown(`+ ${line}  ${to}`, look)),
    ]),
  ]);
}

function changedLines(before: string, after: string): { readonly line: number; readonly from: string; readonly to: string }[] {
  const changed = after.split("\n");
  return before.split("\n").flatMap((from, index) => {
    const to = changed[index] ?? "";
    return from === to ? [] : [{ line: index + 1, from: from.trim(), to: to.trim() }];
  });
}

function shown(line: string, { columns, glyphs }: Look): string {
  const safe = safeText(line);
  const start = startOf(safe, columns);
  return start === safe ? safe : `${startOf(safe, columns - 1)}${glyphs.ellipsis}`;
}
