import { safeText } from "../../../core/record/safe-text.ts";
import { markdownCode } from "../redrive/markdown-code.ts";

/** Letters, digits and signs that mean nothing in Markdown within a line. */
const harmless = /^[\p{L}\p{N}\p{Sc}.,:;%()/+'"=?\-–−→←·…≤≥●▲◆✖]+$/u;
/** What GitHub makes a link, or a picture, of. */
const linked = /^www\.|:\/\/|:[^:]+:/i;

/**
 * A sentence for Markdown that may have names from outside in it: a word that could be more than text, a mention, a link, a tag, emphasis,
 * stands in a code span.
 */
export function markdownText(text: string): string {
  return safeText(text)
    .split(/ +/)
    .map((word) => (word === "" || (harmless.test(word) && !linked.test(word)) ? word : markdownCode(word)))
    .join(" ");
}
