import type { Condition } from "../compiled-pattern.ts";
import type { Matcher } from "../pattern.ts";

/** Rough, and only for speed: which share of records can be expected to pass a condition. */
export function expectedShare({ list }: Condition): number {
  return list.matchers.reduce((sum, matcher) => sum + shareOf(matcher), 0);
}

function shareOf(matcher: Matcher): number {
  switch (matcher.kind) {
    case "string":
    case "exactly":
    case "equals-ignore-case":
      return shareOfText(matcher.text);
    case "prefix":
    case "suffix":
      return 2 * shareOfText(matcher.text);
    case "wildcard":
      return 2 * shareOfText(matcher.parts.join(""));
    case "number":
      return 0.1;
    case "literal":
      return 0.4;
    case "numeric":
      return matcher.comparisons.length > 1 ? 0.25 : matcher.comparisons[0]?.operator === "=" ? 0.1 : 0.4;
    case "cidr":
      return 0.15;
    case "anything-but":
      return 0.8;
    case "exists":
      return matcher.present ? 0.9 : 0.5;
  }
}

/** Long texts are rarer than short ones. */
function shareOfText(text: string): number {
  return 1 / (4 + text.length);
}
