import { encodable } from "./encodable.ts";

/** What may stand for each UTF-16 code unit of a text: one spelling, or its lower and its upper case. */
export type CaseVariants = readonly (readonly string[])[];

/**
 * As AWS's library ignores case: unit by unit, lower or upper case of Unicode (ß also as SS). A unit that is neither, such
 * as the title case ǅ, does not match itself, and the halves of a surrogate pair are two unknown characters.
 */
export function caseVariants(text: string): CaseVariants {
  return Array.from({ length: text.length }, (_, index) => {
    const unit = text.charAt(index);
    const [lower, upper] = [encodable(unit.toLowerCase()), encodable(unit.toUpperCase())];
    return lower === upper ? [lower] : [lower, upper];
  });
}

export function equalsIgnoringCase(text: string, variants: CaseVariants): boolean {
  return ends(text, variants).has(text.length);
}

export function startsIgnoringCase(text: string, variants: CaseVariants): boolean {
  return ends(text, variants).size > 0;
}

export function endsIgnoringCase(text: string, variants: CaseVariants): boolean {
  let starts = new Set([text.length]);
  for (const spellings of variants.toReversed()) {
    const before = new Set<number>();
    for (const end of starts)
      for (const spelling of spellings) if (text.endsWith(spelling, end) && spelling.length <= end) before.add(end - spelling.length);
    if (before.size === 0) return false;
    starts = before;
  }
  return true;
}

/** Where the text can have got to when all variants are used up; a letter can have spellings of two lengths. */
function ends(text: string, variants: CaseVariants): Set<number> {
  let reached = new Set([0]);
  for (const spellings of variants) {
    const after = new Set<number>();
    for (const at of reached) for (const spelling of spellings) if (text.startsWith(spelling, at)) after.add(at + spelling.length);
    if (after.size === 0) return after;
    reached = after;
  }
  return reached;
}
