import type { Matcher, ValueList } from "./pattern.ts";

/** The kind of value that all entries of a list are for; undefined when they are for several, or for any. */
export function wantedKind({ matchers }: ValueList): "string" | "number" | undefined {
  const kinds = new Set(matchers.map(kindOf));
  const [only] = kinds;
  return kinds.size === 1 ? only : undefined;
}

function kindOf(matcher: Matcher): "string" | "number" | undefined {
  switch (matcher.kind) {
    case "string":
    case "exactly":
    case "prefix":
    case "suffix":
    case "equals-ignore-case":
    case "wildcard":
    case "cidr":
      return "string";
    case "number":
    case "numeric":
      return "number";
    case "literal":
    case "anything-but":
    case "exists":
      return undefined;
  }
}
