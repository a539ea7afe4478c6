import { caseVariants } from "../../ignoring-case.ts";
import type { WildcardParts } from "../../wildcard.ts";

/** Texts that are made of pieces, each in one or several spellings, and of gaps in which anything may stand. */
export type TextForm = readonly (readonly string[] | Gap)[];

/** Any run of characters, or of these. */
export type Gap = { readonly gap: "any" | ReadonlySet<string> };

const anything: Gap = { gap: "any" };

export const anyText: TextForm = [anything];

export function exactForm(text: string): TextForm {
  return Array.from({ length: text.length }, (_, index) => [text.charAt(index)]);
}

export function ignoringCaseForm(text: string): TextForm {
  return caseVariants(text);
}

export function prefixForm(form: TextForm): TextForm {
  return [...form, anything];
}

export function suffixForm(form: TextForm): TextForm {
  return [anything, ...form];
}

export function wildcardForm(parts: WildcardParts): TextForm {
  return parts.flatMap((part, index) => (index === 0 ? exactForm(part) : [anything, ...exactForm(part)]));
}

/** Any text that is written with these characters. */
export function madeOf(characters: string): TextForm {
  return [{ gap: new Set(characters) }];
}

export function isGap(piece: TextForm[number]): piece is Gap {
  return "gap" in piece;
}

/** The shortest text of the form, or one of the shortest. */
export function witnessOf(form: TextForm): string {
  return form.map((piece) => (isGap(piece) ? "" : (piece[0] ?? ""))).join("");
}

/** Whether a text is of the form: where it can have got to after each piece. */
export function hasForm(form: TextForm, text: string): boolean {
  let reached = new Set([0]);
  for (const piece of form) {
    reached = isGap(piece) ? behindGap(piece, text, reached) : behindSpelling(piece, text, reached);
    if (reached.size === 0) return false;
  }
  return reached.has(text.length);
}

function behindSpelling(spellings: readonly string[], text: string, reached: ReadonlySet<number>): Set<number> {
  const behind = new Set<number>();
  for (const at of reached) for (const spelling of spellings) if (text.startsWith(spelling, at)) behind.add(at + spelling.length);
  return behind;
}

function behindGap({ gap }: Gap, text: string, reached: ReadonlySet<number>): Set<number> {
  const behind = new Set<number>();
  for (const from of reached) {
    for (let at = from; at <= text.length && !behind.has(at); at++) {
      behind.add(at);
      if (gap !== "any" && !gap.has(text.charAt(at))) break;
    }
  }
  return behind;
}
