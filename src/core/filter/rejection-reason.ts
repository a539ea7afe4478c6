import { formatCount, formatPercent } from "../figures.ts";
import { safeText } from "../record/safe-text.ts";
import type { Condition } from "./compiled-pattern.ts";
import type { Kinds } from "./observation.ts";
import { wantedKind } from "./wanted-kind.ts";

/** Shares below this say nothing about the field. */
const leastShare = 0.005;

/** A value that one record has may be anything, a secret too. */
const leastRecordsToName = 2;
const mostNamed = 4;

/**
 * Why `count` records were filtered out because of a condition, from those of them that were looked at: what they have
 * there instead.
 */
export function rejectionReason(condition: Condition, kinds: Kinds, count: number): string {
  if (kinds.records === 0) return "no value there satisfies it";
  const wanted = wantedKind(condition.list);
  const facts = [
    { of: kinds.absent, text: "absent" },
    { of: kinds.container, text: "an object or an empty list" },
    ...(["string", "number", "boolean", "null"] as const).map((kind) => ({
      of: kinds[kind],
      text: kind === wanted ? otherValue(kind, kinds) : words[kind],
      isOther: kind !== wanted,
    })),
  ];
  const said = facts.filter(({ of }) => of / kinds.records >= leastShare).sort((a, b) => b.of - a.of);
  const shares = said.map(({ of, text }) => (text.includes(" %") ? text : `${text} in ${formatPercent(of / kinds.records)}`));
  const asks =
    wanted !== undefined && said.some((fact) => "isOther" in fact && fact.isOther) ? `; the pattern asks for ${words[wanted]}` : "";
  const base = kinds.records < count ? ` (of ${formatCount(kinds.records)} looked at)` : "";
  return `${condition.path} is ${shares.join(" · ")}${base}${asks}`;
}

type ValueKind = "string" | "number" | "boolean" | "null";

const words: Readonly<Record<ValueKind, string>> = { string: "text", number: "a number", boolean: "true or false", null: "null" };

function otherValue(kind: ValueKind, kinds: Kinds): string {
  if (kind === "number") return "another number";
  const named = namedStrings(kinds);
  return named === "" ? "another text" : named;
}

/** The values of an enumeration, most frequent first; none where the field is no enumeration: a value of few records may be anything. */
export function frequentStrings(kinds: Kinds): { readonly value: string; readonly count: number }[] {
  const frequent = [...kinds.strings].filter(([, count]) => count >= leastRecordsToName).sort(([, a], [, b]) => b - a);
  if (kinds.moreStrings || frequent.length < kinds.strings.size / 2) return [];
  return frequent.map(([value, count]) => ({ value, count }));
}

/** `"PAID" in 50 %, "SHIPPED" in 30 %`; empty where the field is no enumeration. */
function namedStrings(kinds: Kinds): string {
  const frequent = frequentStrings(kinds);
  const said = frequent
    .slice(0, mostNamed)
    .map(({ value, count }) => `${safeText(JSON.stringify(value))} in ${formatPercent(count / kinds.records)}`);
  return [...said, ...(frequent.length > mostNamed ? [`${frequent.length - mostNamed} more values`] : [])].join(", ");
}
