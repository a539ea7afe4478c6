import { formatCount, formatPercent } from "../figures.ts";
import { safeText } from "../record/safe-text.ts";
import type { Condition } from "./compiled-pattern.ts";
import type { Kinds } from "./observation.ts";

/** Shares below this say nothing about the field. */
const leastShare = 0.005;

/** A value that few records have may be anything, a secret too; only those of an enumeration are named. */
const leastRecordsToName = 2;
const mostNamed = 4;

/** Why records were filtered out because of a condition, from those that were looked at: what they have there instead. */
export function rejectionReason(condition: Condition, kinds: Kinds): string {
  if (kinds.records === 0) return "no value there satisfies it";
  const share = (count: number) => count / kinds.records;
  const { word, fits } = wantedKind(condition);
  const asks = word === undefined ? "" : `, the pattern asks for ${word}`;
  const others = (["string", "number", "boolean", "null"] as const)
    .filter((kind) => kind !== fits && kinds[kind] > 0)
    .map((kind) => ({ share: share(kinds[kind]), text: `${article[kind]} in ${formatPercent(share(kinds[kind]))}${asks}` }));
  const facts = [
    { share: share(kinds.absent), text: `absent in ${formatPercent(share(kinds.absent))}` },
    { share: share(kinds.container), text: `an object or an empty list in ${formatPercent(share(kinds.container))}` },
    ...others,
    ...(fits === undefined ? [] : [{ share: share(kinds[fits]), text: otherValue(fits, kinds) }]),
  ];
  const said = facts.filter(({ share: each }) => each >= leastShare).sort((a, b) => b.share - a.share);
  return `${condition.path} is ${said.map(({ text }) => text).join(" · ")} of ${formatCount(kinds.records)} looked at`;
}

type ValueKind = "string" | "number" | "boolean" | "null";

const article: Readonly<Record<ValueKind, string>> = { string: "text", number: "a number", boolean: "true or false", null: "null" };

/** The kind of value that all of a condition's entries are for, if there is one. */
function wantedKind({ list }: Condition): { readonly word: string | undefined; readonly fits: ValueKind | undefined } {
  const kinds = new Set(
    list.matchers.map(({ kind }) => {
      if (kind === "number" || kind === "numeric") return "number";
      return kind === "literal" || kind === "anything-but" || kind === "exists" ? "other" : "string";
    }),
  );
  const [only] = kinds;
  if (kinds.size > 1 || only === "other" || only === undefined) return { word: undefined, fits: undefined };
  return { word: only === "string" ? "a string" : "a number", fits: only };
}

function otherValue(kind: ValueKind, kinds: Kinds): string {
  const share = formatPercent(kinds[kind] / kinds.records);
  if (kind !== "string") return `another ${kind === "number" ? "number" : "value"} in ${share}`;
  const named = namedStrings(kinds);
  return named === "" ? `another string in ${share}` : named;
}

/** `"PAID" 50 %, "SHIPPED" 30 %`, where the field is an enumeration; empty where it is none. */
export function namedStrings(kinds: Kinds): string {
  const frequent = [...kinds.strings].filter(([, count]) => count >= leastRecordsToName).sort(([, a], [, b]) => b - a);
  if (kinds.moreStrings || frequent.length < kinds.strings.size / 2) return "";
  const said = frequent
    .slice(0, mostNamed)
    .map(([text, count]) => `${safeText(JSON.stringify(text))} ${formatPercent(count / kinds.records)}`);
  return [...said, ...(frequent.length > mostNamed ? [`${frequent.length - mostNamed} more values`] : [])].join(", ");
}
