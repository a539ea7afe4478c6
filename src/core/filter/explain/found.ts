import { comparableNumber } from "../comparable-number.ts";
import type { Condition } from "../compiled-pattern.ts";
import type { EventValue } from "../event-values.ts";
import { caseVariants, equalsIgnoringCase } from "../ignoring-case.ts";
import type { Matcher } from "../pattern.ts";
import { quotedText, shortToken } from "../quoted-text.ts";
import { satisfies } from "../value-test.ts";
import type { Found, FoundValue } from "./explanation.ts";

/** So many values say what kind of values there are. */
const mostValues = 3;

/** The values at a condition's path, `decisive` first; those that say the same are one. */
export function foundValues(values: readonly EventValue[], condition: Condition, decisive: EventValue | undefined): Found {
  const shown = new Map<string, EventValue>();
  for (const value of decisive === undefined ? values : [decisive, ...values.slice(0, mostLookedAt)]) {
    if (shown.size === mostValues) break;
    const key = `${value.kind} ${value.text}`;
    if (!shown.has(key)) shown.set(key, value);
  }
  const equal = values.reduce((count, { kind, text }) => count + (shown.has(`${kind} ${text}`) ? 1 : 0), 0);
  return { values: [...shown.values()].map((value) => foundValue(value, condition)), more: values.length - equal };
}

/** Before repetitions of the same few values are given up on. */
const mostLookedAt = 1000;

function foundValue(value: EventValue, condition: Condition): FoundValue {
  const note = satisfies(value, condition) ? undefined : nearMissNote(value, condition);
  const text = value.kind === "string" ? quotedText(value.text) : shortToken(value.text);
  return { type: typeOf(value), text, ...(note === undefined ? {} : { note }) };
}

function typeOf({ kind, text }: EventValue): FoundValue["type"] {
  if (kind !== "literal") return kind;
  return text === "null" ? "null" : "boolean";
}

/** What keeps a value that looks right from matching. */
function nearMissNote(value: EventValue, condition: Condition): string | undefined {
  const { matchers } = condition.list;
  switch (value.kind) {
    case "number":
      if (satisfies({ ...value, kind: "string", value: undefined }, condition)) return "a number, not text";
      return value.value === undefined && matchers.some(comparesNumbers) ? "too many digits to be compared" : undefined;
    case "literal":
      if (value.text === "null") return condition.mayBeAbsent ? "null, which is not absent" : undefined;
      return satisfies({ ...value, kind: "string" }, condition) ? `${value.text}, not text` : undefined;
    case "string":
      return textNote(value, condition);
  }
}

function textNote(value: EventValue, condition: Condition): string | undefined {
  const { text } = value;
  const { matchers } = condition.list;
  if (jsonNumber.test(text)) {
    const number = { ...value, kind: "number", value: comparableNumber(text) } as const;
    if (satisfies(number, condition)) return "text, not a number";
  }
  if (literals.has(text) && satisfies({ ...value, kind: "literal" }, condition)) return `text, not ${text}`;
  const trimmed = text.trim();
  if (trimmed !== text && satisfies({ ...value, text: trimmed }, condition)) return "spaces around it";
  if (text.length <= longestCompared && matchers.slice(0, mostMatchers).some((matcher) => differsInCase(text, matcher)))
    return "other case";
  return undefined;
}

const jsonNumber = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
const literals = new Set(["true", "false", "null"]);
const longestCompared = 1000;
const mostMatchers = 100;

function differsInCase(text: string, matcher: Matcher): boolean {
  switch (matcher.kind) {
    case "string":
    case "exactly":
      return equalsIgnoringCase(text, caseVariants(matcher.text));
    case "prefix":
      return equalsIgnoringCase(text.slice(0, matcher.text.length), caseVariants(matcher.text));
    case "suffix":
      return matcher.text !== "" && equalsIgnoringCase(text.slice(-matcher.text.length), caseVariants(matcher.text));
    default:
      return false;
  }
}

function comparesNumbers({ kind }: Matcher): boolean {
  return kind === "numeric" || kind === "number";
}
