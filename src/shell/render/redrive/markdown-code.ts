import { safeText } from "../../../core/record/safe-text.ts";

/**
 * Text from outside as a code span of Markdown (CommonMark 0.31, code spans), in a table, too: nothing in it is a link, a mention, HTML or
 * emphasis. A pipe would end the cell whatever stands before it, so it becomes a visible escape.
 */
export function markdownCode(text: string): string {
  const shown = safeText(text).replaceAll("|", "\\x7c");
  if (shown.trim() === "") return "–";
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  const space = /^[` ]|[` ]$/.test(shown) ? " " : "";
  return `${fence}${space}${shown}${space}${fence}`;
}

/** Lines from outside as a fenced block: its fence is longer than any within (CommonMark 0.31, fenced code blocks). */
export function markdownBlock(text: string): string {
  const lines = text.split("\n").map((line) => safeText(line));
  const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([ticks]) => ticks.length)));
  const fence = "`".repeat(longest + 1);
  return [fence, ...lines, fence].join("\n");
}
