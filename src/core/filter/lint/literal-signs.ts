import type { ComparedText } from "./compared-texts.ts";
import { quoted } from "./shown.ts";

/** What makes a text look as if it was not to be compared character by character, and what was probably meant. */
export function literalSigns(compared: ComparedText): { readonly message: string; readonly fix?: string } | undefined {
  return edgeBlanks(compared) ?? invisible(compared) ?? regex(compared) ?? glob(compared);
}

/** At the edges that are compared with an edge of the value. */
function edgeBlanks({ text, part, operator }: ComparedText) {
  const inFront = text !== text.trimStart() && part !== "end";
  const behind = text !== text.trimEnd() && part !== "start";
  if (!inFront && !behind) return undefined;
  const message = `${quoted(text)} has blanks at its edge. They are compared, too: a value without them is another one.`;
  const trimmed = text.trim();
  return operator === undefined && trimmed !== "" ? { message, fix: JSON.stringify(trimmed) } : { message };
}

function invisible({ text, operator }: ComparedText) {
  const found = hidden.exec(text)?.[0];
  if (found === undefined) return undefined;
  const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const message = `${quoted(text)} has an invisible character in it (U+${code}). It is compared, too: a value that looks the same is another one.`;
  return operator === undefined ? { message, fix: JSON.stringify(text.replaceAll(new RegExp(hidden, "gu"), "")) } : { message };
}

/** Zero-width characters, byte order marks and the like, but not the joiners that emojis and some scripts need. */
const hidden = /[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/u;

const regexSigns = [/^\^./, /\.[*+]/, /\\[dwsbDWSB]/, /\[[^\]]*[a-z0-9]-[a-z0-9][^\]]*\]/i, /\([^()]+\|[^()]+\)/, /\[\^/];

function regex({ text }: ComparedText) {
  if (!regexSigns.some((sign) => sign.test(text))) return undefined;
  const message = `${quoted(text)} looks like a regular expression. Filters know none: it is compared character by character.`;
  const [, prefix] = /^\^([\w -]+)(\.\*)?$/.exec(text) ?? [];
  return prefix === undefined ? { message } : { message, fix: JSON.stringify({ prefix }) };
}

function glob({ text, operator, excluded }: ComparedText) {
  const stars = text.split("*").length - 1;
  // A star between blanks, or one that is all there is of a multiplication, is one.
  if (stars === 0 || /\s\*\s/.test(text)) return undefined;
  const message = `${quoted(text)} is compared character by character, * included. Only wildcard gives a star a meaning.`;
  const fix = operator === undefined && !excluded ? globFix(text, stars) : undefined;
  return fix === undefined ? { message } : { message, fix };
}

/** What Lambda documents where that will do. */
function globFix(text: string, stars: number): string | undefined {
  if (text === "*") return '{"exists":true}';
  if (stars === 1 && text.endsWith("*")) return JSON.stringify({ prefix: text.slice(0, -1) });
  if (stars === 1 && text.startsWith("*")) return JSON.stringify({ suffix: text.slice(1) });
  return text.includes("**") || text.includes("\\") ? undefined : JSON.stringify({ wildcard: text });
}
