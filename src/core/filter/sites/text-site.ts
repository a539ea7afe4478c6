import type { PatternSite } from "../pattern-site.ts";

/** A pattern that is in no file: an argument of `--pattern`, or what a live mapping has. Positions count within the text. */
export function textSite({
  text,
  source,
  path,
  group,
}: Pick<PatternSite, "source" | "path" | "group"> & { readonly text: string }): PatternSite {
  return {
    text,
    source,
    path,
    group,
    positionOf(offset) {
      const before = text.slice(0, Math.max(0, offset)).split("\n");
      return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
    },
    edit: (start, end, replacement) => ({ start, end, text: replacement }),
    ignored: [],
  };
}
