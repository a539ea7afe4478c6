import { parseWildcard } from "../../wildcard.ts";
import { errorsOf, refusedAt } from "../finding-at.ts";
import type { JsonPlace } from "../json-place.ts";
import type { PatternRule } from "../lint-rule.ts";
import { fixWith } from "../shown.ts";

/** MSK108: two stars in a row, or a backslash that escapes something else than a star or itself. */
export const wrongWildcard: PatternRule = {
  id: "MSK108",
  scope: "pattern",
  severities: ["error"],
  title: "a wildcard has two stars in a row, or an escape that there is not",
  example: { filters: ['{"value":{"path":[{"wildcard":"logs/**/x"}]}}'], says: "The wildcard has two stars in a row." },
  *check({ text, ...subject }) {
    for (const { error, place } of errorsOf({ ...subject, text }, "wildcard")) {
      const isStar = error.message.startsWith("Consecutive");
      const message = isStar
        ? "The wildcard has two stars in a row. AWS refuses it; one star stands for any run of characters, slashes included."
        : 'The wildcard has a backslash that escapes nothing. AWS refuses it: only \\* and \\\\ are escapes, in JSON written as "\\\\*" and "\\\\\\\\".';
      yield refusedAt(error, place, message, fixWith(mended(text, place)));
    }
  },
};

function mended(text: string, { node, entry }: JsonPlace): string | undefined {
  if (node?.kind !== "string" || entry === undefined) return undefined;
  const better = node.text.replaceAll(/\\([*\\])|\*+|\\/g, (found, escaped: string | undefined) => {
    if (escaped !== undefined) return found;
    return found.startsWith("*") ? "*" : "\\\\";
  });
  if ("error" in parseWildcard(better)) return undefined;
  return text.slice(entry.start, node.start) + JSON.stringify(better) + text.slice(node.end, entry.end);
}
