import type { Condition } from "../compiled-pattern.ts";
import type { EventValue } from "../event-values.ts";
import type { AnythingButOperand, Matcher, NumericComparison } from "../pattern.ts";
import { satisfies } from "../value-test.ts";
import { addressText } from "./address-text.ts";
import { type ExampleValue, jsonOf, literalValue, numberValue, textValue } from "./example-value.ts";

/** Longer lists are not worked through for examples. */
export const mostMatchers = 20;

/** Values that satisfy a condition: first one for each matcher, then others; undefined where there may be none. */
export function matchingValues(condition: Condition): readonly ExampleValue[] {
  const perMatcher = condition.list.matchers.slice(0, mostMatchers).map(valuesFor);
  const longest = Math.max(...perMatcher.map(({ length }) => length));
  const byTurns = Array.from({ length: longest }, (_, turn) => perMatcher.flatMap((values) => values.slice(turn, turn + 1))).flat();
  return distinct([...byTurns, ...anyValues].filter((value) => isSatisfied(condition, value)));
}

/** One of each kind, for what excludes more than it names. */
export const anyValues: readonly ExampleValue[] = [
  textValue("other"),
  numberValue(0),
  literalValue("true"),
  literalValue("null"),
  undefined,
];

export function isSatisfied(condition: Condition, value: ExampleValue): boolean {
  return value === undefined ? condition.mayBeAbsent : satisfies(value, condition);
}

export function distinct(values: readonly ExampleValue[]): readonly ExampleValue[] {
  return [...new Map(values.map((value) => [value && jsonOf(value), value])).values()];
}

function valuesFor(matcher: Matcher): readonly ExampleValue[] {
  switch (matcher.kind) {
    case "string":
    case "exactly":
      return [textValue(matcher.text)];
    case "number":
      return [numberValue(matcher.text)];
    case "literal":
      return [literalValue(matcher.text)];
    case "prefix": {
      const text = matcher.ignoreCase ? otherCase(matcher.text) : matcher.text;
      return [textValue(`${text}1`), textValue(text)];
    }
    case "suffix": {
      const text = matcher.ignoreCase ? otherCase(matcher.text) : matcher.text;
      return [textValue(`1${text}`), textValue(text)];
    }
    case "equals-ignore-case":
      return [textValue(otherCase(matcher.text)), textValue(matcher.text)];
    case "wildcard":
      return [textValue(matcher.parts.join("1")), textValue(matcher.parts.join(""))];
    case "numeric":
      return numbersWithin(matcher.comparisons);
    case "anything-but":
      return valuesBeside(matcher.operand);
    case "exists":
      return matcher.present ? [textValue("anything")] : [undefined];
    case "cidr":
      return [textValue(addressText(matcher.range.lowest)), textValue(addressText(matcher.range.highest))];
  }
}

/** `abc` as `ABC`, and the other way round. */
export function otherCase(text: string): string {
  return text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();
}

/** At the bounds, then between them. */
function numbersWithin(comparisons: readonly NumericComparison[]): readonly EventValue[] {
  const bounds = comparisons.map(({ operator, text, value }) => {
    if (operator === "=" || operator === ">=" || operator === "<=") return text;
    return operator === ">" ? Math.floor(value) + 1 : Math.ceil(value) - 1;
  });
  const [low, high] = comparisons.map(({ value }) => value);
  const between = low === undefined || high === undefined ? [] : [Math.floor(low / 2 + high / 2), low / 2 + high / 2];
  return [...bounds, ...between].map(numberValue);
}

function valuesBeside(operand: AnythingButOperand): readonly EventValue[] {
  if (operand.kind === "numbers") {
    const highest = operand.numbers.reduce((most, { value }) => Math.max(most, value), 0);
    return [numberValue(Math.floor(highest) + 1), numberValue(0)];
  }
  return ["other", "another", "1"].map(textValue);
}
