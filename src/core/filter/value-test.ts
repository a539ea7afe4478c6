import type { Condition, ValueTest } from "./compiled-pattern.ts";
import { encodable } from "./encodable.ts";
import type { EventValue } from "./event-values.ts";
import { endsIgnoringCase, equalsIgnoringCase, startsIgnoringCase } from "./ignoring-case.ts";
import { type AddressRange, addressDigits, inAddressRange } from "./ip-address.ts";
import type { AnythingButOperand, NumericComparison } from "./pattern.ts";
import { matchesWildcard } from "./wildcard.ts";

/** Whether one of the condition's tests holds for a value; a missing value is the caller's business. */
export function satisfies(value: EventValue, condition: Condition): boolean {
  return condition.tests.some((test) => passesTest(value, test, condition.comparesNumbers));
}

/** Whether one test holds for a value (the table of the reference, section 1). */
export function passesTest(value: EventValue, test: ValueTest, comparesNumbers: boolean): boolean {
  const { matcher, variants: [spellings = []] = [] } = test;
  switch (matcher.kind) {
    case "string":
      return matcher.address === undefined ? isString(value, matcher.text) : isAddressIn(value, matcher.address, comparesNumbers);
    case "exactly":
      return isString(value, matcher.text);
    case "number":
      if (value.kind !== "number") return false;
      return value.text === matcher.text || (value.value !== undefined && value.value === matcher.value);
    case "literal":
      return value.kind === "literal" && value.text === matcher.text;
    case "prefix":
      return says(value, (text) => (matcher.ignoreCase ? startsIgnoringCase(text, spellings) : text.startsWith(matcher.text)));
    case "suffix":
      return says(value, (text) => (matcher.ignoreCase ? endsIgnoringCase(text, spellings) : text.endsWith(matcher.text)));
    case "equals-ignore-case":
      return says(value, (text) => equalsIgnoringCase(text, spellings));
    case "wildcard":
      return says(value, (text) => matchesWildcard(text, matcher.parts));
    case "numeric":
      return value.kind === "number" && value.value !== undefined && matcher.comparisons.every((each) => holds(value.value ?? 0, each));
    case "anything-but":
      return !isListed(value, matcher.operand, test);
    case "exists":
      return matcher.present;
    case "cidr":
      return isAddressIn(value, matcher.range, comparesNumbers);
  }
}

function isString(value: EventValue, text: string): boolean {
  return value.kind === "string" && value.text === text;
}

/** Strings are compared as their bytes. */
function says(value: EventValue, asked: (text: string) => boolean): boolean {
  return value.kind === "string" && asked(encodable(value.text));
}

function holds(value: number, { operator, value: limit }: NumericComparison): boolean {
  switch (operator) {
    case "=":
      return value === limit;
    case "<":
      return value < limit;
    case "<=":
      return value <= limit;
    case ">":
      return value > limit;
    case ">=":
      return value >= limit;
  }
}

/** Whether anything-but lists the value. What is of another type is never listed. */
function isListed(value: EventValue, operand: AnythingButOperand, { variants = [], wildcards = [] }: ValueTest): boolean {
  const isText = value.kind === "string";
  if (isText === (operand.kind === "numbers")) return false;
  const text = isText ? encodable(value.text) : value.text;
  switch (operand.kind) {
    case "numbers":
      return value.value !== undefined && operand.numbers.some((each) => each.value === value.value);
    case "strings":
      return operand.texts.includes(text);
    case "prefix":
      return operand.texts.some((each) => text.startsWith(each));
    case "suffix":
      return operand.texts.some((each) => text.endsWith(each));
    case "equals-ignore-case":
      return variants.some((each) => equalsIgnoringCase(text, each));
    case "wildcard":
      return wildcards.some((each) => matchesWildcard(text, each));
  }
}

/**
 * Strings are looked at as addresses. The library sees the digits of a number as if they were those of an address, unless
 * something in the list makes it compare numbers.
 */
function isAddressIn(value: EventValue, range: AddressRange, comparesNumbers: boolean): boolean {
  if (value.kind === "string") {
    const digits = addressDigits(value.text);
    return digits !== undefined && inAddressRange(digits, range);
  }
  return value.kind === "number" && !(comparesNumbers && value.value !== undefined) && inAddressRange(value.text, range);
}
