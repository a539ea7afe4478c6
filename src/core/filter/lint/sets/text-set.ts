import { encodable } from "../../encodable.ts";
import type { AddressRange } from "../../ip-address.ts";
import type { WorkBudget } from "../work-budget.ts";
import { addressCharacters, addressWithin, hasAddress } from "./address-set.ts";
import { type Answer, allOf } from "./answer.ts";
import { anyText, exactForm, hasForm, madeOf, type TextForm, witnessOf } from "./text-form.ts";
import { isWithin, type TextGroup } from "./text-inclusion.ts";

/** Strings of an event: those that any part of it names. */
export interface TextSet {
  /** Compared as they are. Everything else is compared as bytes say it (encodable.ts). */
  readonly exact: ReadonlySet<string>;
  readonly forms: readonly TextForm[];
  /** Each entry: all texts but those of its forms. */
  readonly allBut: readonly (readonly TextForm[])[];
  readonly addresses: readonly AddressRange[];
}

export const noTexts: TextSet = { exact: new Set(), forms: [], allBut: [], addresses: [] };
export const allTexts: TextSet = { ...noTexts, forms: [anyText] };

export function unionOfTexts(sets: readonly TextSet[]): TextSet {
  return {
    exact: new Set(sets.flatMap(({ exact }) => [...exact])),
    forms: sets.flatMap(({ forms }) => forms),
    allBut: sets.flatMap(({ allBut }) => allBut),
    addresses: sets.flatMap(({ addresses }) => addresses),
  };
}

/** Certain only when true: all but everything is nothing, too. */
export function hasNoTexts({ exact, forms, allBut, addresses }: TextSet): boolean {
  return exact.size === 0 && forms.length === 0 && allBut.length === 0 && addresses.length === 0;
}

export function hasText({ exact, forms, allBut, addresses }: TextSet, text: string): boolean {
  if (exact.has(text) || hasAddress(addresses, text)) return true;
  const bytes = encodable(text);
  return forms.some((form) => hasForm(form, bytes)) || allBut.some((excluded) => !excluded.some((form) => hasForm(form, bytes)));
}

/** Whether each text of `other` is in `set`. */
export function coversTexts(set: TextSet, other: TextSet, budget: WorkBudget): Answer {
  const size = sizeOf(set);
  let known: ReturnType<typeof groupsOf> | undefined;
  return allOf(answers());

  function* answers(): Generator<Answer> {
    for (const text of other.exact) yield has(text);
    for (const form of other.forms) {
      // Most sets have not even that one in common.
      const answer = has(witnessOf(form));
      yield answer === "yes" ? within({ forms: [form], negated: false }) : answer;
    }
    for (const forms of other.allBut) yield within({ forms, negated: true });
    for (const range of other.addresses) yield addressWithin(range, set.addresses) ? "yes" : anyAddress();
  }

  function has(text: string): Answer {
    if (!budget.spend(size)) return "unknown";
    return hasText(set, text) ? "yes" : "no";
  }

  /** What the machine does not know of `set` might cover what it misses. */
  function within(group: TextGroup): Answer {
    known ??= groupsOf(set);
    const answer = isWithin(group, known.groups, budget);
    return answer === "no" && !known.isAll ? "unknown" : answer;
  }

  function anyAddress(): Answer {
    return within({ forms: [madeOf(addressCharacters)], negated: false }) === "yes" ? "yes" : "unknown";
  }
}

/**
 * A set as groups of forms. Addresses are left out, and exact texts with a question mark or half a surrogate pair:
 * several strings of an event look alike as bytes, of which only one is meant.
 */
function groupsOf({ exact, forms, allBut, addresses }: TextSet): { readonly groups: readonly TextGroup[]; readonly isAll: boolean } {
  const unmistakable = [...exact].filter((text) => text.isWellFormed() && !text.includes("?"));
  const groups = [
    { forms: [...forms, ...unmistakable.map(exactForm)], negated: false },
    ...allBut.map((excluded) => ({ forms: excluded, negated: true })),
  ];
  return { groups, isAll: addresses.length === 0 && unmistakable.length === exact.size };
}

/** About what it costs to look a text up. */
function sizeOf({ forms, allBut, addresses }: TextSet): number {
  return 1 + forms.length + addresses.length + allBut.reduce((sum, excluded) => sum + excluded.length, 0);
}
