import type { Condition } from "../compiled-pattern.ts";
import type { AnythingButOperand, Matcher, NumericComparison } from "../pattern.ts";
import { addressText, neighbour } from "./address-text.ts";
import { type ExampleValue, literalValue, numberValue, textValue } from "./example-value.ts";
import { anyValues, distinct, isSatisfied, mostMatchers, otherCase } from "./matching-values.ts";

/** Values that only just do not satisfy a condition: the nearest of its matchers first, undefined for none at all. */
export function missingValues(condition: Condition): readonly ExampleValue[] {
  const near = condition.list.matchers.slice(0, mostMatchers).flatMap(valuesNear);
  return distinct([...near, ...anyValues, literalValue("false")].filter((value) => !isSatisfied(condition, value)));
}

function valuesNear(matcher: Matcher): readonly ExampleValue[] {
  switch (matcher.kind) {
    case "string":
    case "exactly":
      return [otherCase(matcher.text), `${matcher.text}1`].map(textValue);
    case "number":
      return [...(matcher.value === undefined ? [] : [numberValue(matcher.value + 1)]), textValue(matcher.text)];
    case "literal":
      return matcher.text === "null" ? [undefined] : [literalValue(matcher.text === "true" ? "false" : "true"), textValue(matcher.text)];
    case "prefix":
      return [...(matcher.ignoreCase ? [] : [`${otherCase(matcher.text)}1`]), `1${matcher.text}`, matcher.text.slice(0, -1)].map(textValue);
    case "suffix":
      return [...(matcher.ignoreCase ? [] : [`1${otherCase(matcher.text)}`]), `${matcher.text}1`, matcher.text.slice(1)].map(textValue);
    case "equals-ignore-case":
      return [textValue(`${matcher.text}1`)];
    case "wildcard": {
      const text = matcher.parts.join("1");
      return [otherCase(text), `1${text}`, `${text}1`].map(textValue);
    }
    case "numeric":
      return matcher.comparisons.map(outside);
    case "anything-but":
      return listedValues(matcher.operand);
    case "exists":
      return matcher.present ? [undefined] : [textValue("anything"), literalValue("null")];
    case "cidr":
      return [neighbour(matcher.range.highest, 1n), neighbour(matcher.range.lowest, -1n)].map((digits) => textValue(addressText(digits)));
  }
}

function outside({ operator, text, value }: NumericComparison): ExampleValue {
  switch (operator) {
    case ">":
    case "<":
      return numberValue(text);
    case ">=":
      return numberValue(Math.ceil(value) - 1);
    case "<=":
    case "=":
      return numberValue(Math.floor(value) + 1);
  }
}

function listedValues(operand: AnythingButOperand): readonly ExampleValue[] {
  if (operand.kind === "numbers") return operand.numbers.slice(0, mostMatchers).map(({ text }) => numberValue(text));
  return operand.texts.slice(0, mostMatchers).map((text) => textValue(textListed(operand.kind, text)));
}

function textListed(kind: Exclude<AnythingButOperand["kind"], "numbers">, text: string): string {
  switch (kind) {
    case "strings":
      return text;
    case "equals-ignore-case":
      return otherCase(text);
    case "prefix":
      return `${text}1`;
    case "suffix":
      return `1${text}`;
    case "wildcard":
      return text.replaceAll(/\\?[*\\]/g, (star) => (star === "*" ? "1" : star.slice(1)));
  }
}
