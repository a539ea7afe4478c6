import type { MessageFilter } from "./filter-pattern.ts";
import { invalidPattern } from "./pattern-error.ts";

interface Term {
  readonly kind: "include" | "exclude" | "any";
  readonly text: string;
}

const kinds = new Map<string, Term["kind"]>([
  ["-", "exclude"],
  ["?", "any"],
]);

/** `-` or `?`, then a phrase in quotes or a word of letters, digits and underscores. */
const termForm = /([-?]?)(?:"((?:[^"\\]|\\.)*)"|(\w+))(?=\s|$)\s*/uy;

/**
 * Every plain term has to be in the message, no term with `-`; of terms with `?` one is enough, and beside others they
 * count for nothing (User Guide). Case matters. That a term may be a part of a word is an assumption.
 */
export function termPattern(text: string): MessageFilter {
  const terms = termsOf(text);
  const texts = (kind: Term["kind"]) => terms.filter((term) => term.kind === kind).map((term) => term.text);
  const [included, excluded, any] = [texts("include"), texts("exclude"), texts("any")];
  if (included.length + excluded.length === 0) return (message) => any.some((term) => message.includes(term));
  return (message) => included.every((term) => message.includes(term)) && !excluded.some((term) => message.includes(term));
}

function termsOf(text: string): Term[] {
  const terms: Term[] = [];
  for (let at = 0; at < text.length; ) {
    termForm.lastIndex = at;
    const [whole, mark, phrase, word = ""] = termForm.exec(text) ?? [];
    if (whole === undefined) throw invalidPattern(`the term at character ${at + 1} has characters that need double quotes`);
    terms.push({ kind: kinds.get(mark ?? "") ?? "include", text: phrase === undefined ? word : phrase.replace(/\\(.)/g, "$1").trim() });
    at += whole.length;
  }
  return terms;
}
