import { isError } from "../errors.ts";

/** Something that a verb would like to know and can do without. */
export type Fact<T> =
  | { readonly kind: "known"; readonly value: T }
  /** Asked for, and AWS has no such thing. */
  | { readonly kind: "missing" }
  /** IAM refuses `action`. */
  | { readonly kind: "not-permitted"; readonly action: string }
  /** Not to be had now, or not at all. */
  | { readonly kind: "unavailable"; readonly reason: string };

/**
 * Asks for a fact that is not the verb's main purpose: a refusal, an absence or a failure stays in its place.
 * Errors: credentials, interruption and the verb's deadline still end the verb, and so does a bug.
 */
export async function askFor<T>(question: () => Promise<T>): Promise<Fact<T>> {
  try {
    return known(await question());
  } catch (error) {
    if (isError(error, "not-permitted")) return { kind: "not-permitted", action: String(error.details["action"] ?? "unknown action") };
    if (isError(error, "not-found")) return { kind: "missing" };
    if (isError(error, "refused", "throttled", "unavailable")) return { kind: "unavailable", reason: error.message };
    throw error;
  }
}

/** A fact that is known. */
export function known<T>(value: T): Fact<T> {
  return { kind: "known", value };
}

/** The value, where it is known. */
export function valueOfFact<T>(fact: Fact<T>): T | undefined {
  return fact.kind === "known" ? fact.value : undefined;
}

/** The value, "missing", or undefined where nothing is known: the form in which checks take facts. */
export function valueOrMissing<T>(fact: Fact<T>): T | "missing" | undefined {
  return fact.kind === "missing" ? "missing" : valueOfFact(fact);
}

/** What stands in the place of a fact that is not known. */
export function whyUnknown(fact: Exclude<Fact<unknown>, { readonly kind: "known" }>): string {
  if (fact.kind === "not-permitted") return `not permitted: ${fact.action}`;
  return fact.kind === "missing" ? "does not exist" : fact.reason;
}
