import type { Fact } from "../../core/mapping/fact.ts";

/** In a JSON document: a fact that is not there says why in its place; what AWS does not have is null. */
export type FactDocument<T> = T | null | { readonly notPermitted: string } | { readonly unavailable: string };

export function factDocument<T, D>(fact: Fact<T>, say: (value: T) => D): FactDocument<D> {
  switch (fact.kind) {
    case "known":
      return say(fact.value);
    case "missing":
      return null;
    case "not-permitted":
      return { notPermitted: fact.action };
    case "unavailable":
      return { unavailable: fact.reason };
  }
}
