import { formatCount } from "../figures.ts";
import type { AnythingButOperand, Matcher, NumericComparison, NumericOperator, ValueList } from "./pattern.ts";
import { quotedText, shortToken } from "./quoted-text.ts";

/** What a list of matchers asks of a value, to be read behind a path: `is "PAID" or "SHIPPED"`, `> 100 and ≤ 500`, `is absent`. */
export function conditionWords({ matchers }: ValueList): string {
  const groups = new Map<string, Group>();
  for (const matcher of matchers) {
    const { key, ...phrase } = phraseOf(matcher);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { ...phrase, items: [...phrase.items] });
    else group.items.push(...phrase.items);
  }
  const phrases = [...groups.values()].slice(0, mostPhrases).map(groupWords);
  return joined(phrases, ", or ", groups.size);
}

const mostPhrases = 4;
const mostItems = 5;

/** Matchers that share their words: `is "a" or "b"`. */
interface Group {
  readonly before: string;
  readonly items: string[];
  readonly behind: string;
}

interface Phrase {
  /** Phrases with the same key are put together. */
  readonly key: string;
  readonly before: string;
  readonly items: readonly string[];
  readonly behind: string;
}

function groupWords({ before, items, behind }: Group): string {
  return before + joined(items.slice(0, mostItems), " or ", items.length) + behind;
}

/** Says how many of `count` are left out. */
function joined(shown: readonly string[], separator: string, count: number): string {
  return count > shown.length ? `${shown.join(separator)}${separator}${formatCount(count - shown.length)} more` : shown.join(separator);
}

function phraseOf(matcher: Matcher): Phrase {
  switch (matcher.kind) {
    case "string":
      return matcher.address === undefined ? phrase("is", quotedText(matcher.text)) : phrase("is the address", shortToken(matcher.text));
    case "number":
    case "literal":
      return phrase("is", shortToken(matcher.text));
    case "exactly":
      return phrase("is exactly", quotedText(matcher.text));
    case "prefix":
      return phrase("starts with", quotedText(matcher.text), matcher.ignoreCase);
    case "suffix":
      return phrase("ends with", quotedText(matcher.text), matcher.ignoreCase);
    case "equals-ignore-case":
      return phrase("is", quotedText(matcher.text), true);
    case "wildcard":
      return phrase("like", quotedText(matcher.text));
    case "numeric":
      return alone(matcher.comparisons.map(comparisonWords).join(" and "));
    case "anything-but":
      return alone(anythingButWords(matcher.operand));
    case "exists":
      return alone(matcher.present ? "is present" : "is absent");
    case "cidr":
      return phrase("is an address in", shortToken(matcher.text));
  }
}

function phrase(before: string, item: string, ignoreCase = false): Phrase {
  const behind = ignoreCase ? ", ignoring case" : "";
  return { key: before + behind, before: `${before} `, items: [item], behind };
}

/** Words that stand by themselves; the same ones need not be said twice. */
function alone(words: string): Phrase {
  return { key: `alone: ${words}`, before: words, items: [], behind: "" };
}

const signs: Readonly<Record<NumericOperator, string>> = { "=": "=", "<": "<", "<=": "≤", ">": ">", ">=": "≥" };

function comparisonWords({ operator, text }: NumericComparison): string {
  return `${signs[operator]} ${shortToken(text)}`;
}

function anythingButWords(operand: AnythingButOperand): string {
  const all = operand.kind === "numbers" ? operand.numbers : operand.texts;
  const items = all.slice(0, mostItems).map((each) => (typeof each === "string" ? quotedText(each) : shortToken(each.text)));
  const [one, several] = refusals[operand.kind];
  const behind = operand.kind === "equals-ignore-case" ? ", ignoring case" : "";
  if (all.length === 1) return `${one} ${items.join()}${behind}`;
  return `${several} ${joined(items, ", ", all.length)}${behind}`;
}

const refusals: Readonly<Record<AnythingButOperand["kind"], readonly [one: string, several: string]>> = {
  strings: ["is not", "is none of"],
  numbers: ["is not", "is none of"],
  "equals-ignore-case": ["is not", "is none of"],
  prefix: ["does not start with", "starts with none of"],
  suffix: ["does not end with", "ends with none of"],
  wildcard: ["is not like", "is like none of"],
};
