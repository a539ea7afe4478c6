import { comparableNumber } from "../comparable-number.ts";
import type { Condition, ValueTest } from "../compiled-pattern.ts";
import type { EventValue } from "../event-values.ts";
import type { AddressRange } from "../ip-address.ts";
import { JsonTokens } from "../json-tokens.ts";
import type { AnythingButOperand, NumericComparison } from "../pattern.ts";
import type { DecodeUtf8 } from "../record-value.ts";
import { passesTest, satisfies } from "../value-test.ts";
import { ipv4In } from "./address-bytes.ts";
import { colon, standsAt, utf8 } from "./bytes.ts";
import { type CaseBytes, caseBytes, sameIgnoringCase } from "./case-bytes.ts";
import { asciiText, comparableNumberIn } from "./number-bytes.ts";
import type { ScalarKind } from "./tokens.ts";
import { matchesWildcardBytes } from "./wildcard-bytes.ts";

/**
 * Whether a scalar passes, told from its bytes `[start, end)`: of a string what stands between the quotes, and no backslash
 * is among it.
 */
export type ByteTest = (bytes: Uint8Array, start: number, end: number, kind: ScalarKind) => boolean;

/** As `satisfies` for the value of the bytes. */
export function byteTest(condition: Condition, decode: DecodeUtf8): ByteTest {
  const tests = condition.tests.map((test) => testOf(test, condition, decode));
  const [first, second] = tests;
  if (first === undefined) return never;
  if (second === undefined) return first;
  return (bytes, start, end, kind) => {
    for (const test of tests) if (test(bytes, start, end, kind)) return true;
    return false;
  };
}

/** As `satisfies` for a string with escapes, quotes not included in `[start, end)`; undefined when it is no UTF-8. */
export function satisfiesEscaped(
  condition: Condition,
  bytes: Uint8Array,
  start: number,
  end: number,
  decode: DecodeUtf8,
): boolean | undefined {
  const text = decode(bytes.subarray(start - 1, end + 1));
  if (text === undefined) return undefined;
  const tokens = new JsonTokens(text);
  tokens.next();
  return satisfies({ kind: "string", text: tokens.string(), value: undefined, element: undefined }, condition);
}

const never: ByteTest = () => false;

function testOf(test: ValueTest, condition: Condition, decode: DecodeUtf8): ByteTest {
  const { matcher, variants: [variants = []] = [] } = test;
  const otherwise = decoded(test, condition, decode);
  switch (matcher.kind) {
    case "string":
      return matcher.address === undefined ? text(matcher.text) : address(matcher.address, otherwise);
    case "exactly":
      return text(matcher.text);
    case "number":
      return number(matcher.text, matcher.value);
    case "literal":
      return literal(matcher.text);
    case "prefix":
      return matcher.ignoreCase ? ignoringCase("start", caseBytes(variants), otherwise) : affix("start", matcher.text);
    case "suffix":
      return matcher.ignoreCase ? ignoringCase("end", caseBytes(variants), otherwise) : affix("end", matcher.text);
    case "equals-ignore-case":
      return ignoringCase("all", caseBytes(variants), otherwise);
    case "wildcard":
      return wildcard(matcher.parts);
    case "numeric":
      return numeric(matcher.comparisons);
    case "anything-but":
      return anythingBut(matcher.operand, otherwise);
    case "exists":
      return () => matcher.present;
    case "cidr":
      return address(matcher.range, otherwise);
  }
}

/** By way of the value's text. */
function decoded(test: ValueTest, { comparesNumbers }: Condition, decode: DecodeUtf8): ByteTest {
  return (bytes, start, end, kind) => {
    const value = decodedValue(bytes, start, end, kind, decode);
    return value !== undefined && passesTest(value, test, comparesNumbers);
  };
}

function decodedValue(bytes: Uint8Array, start: number, end: number, kind: ScalarKind, decode: DecodeUtf8): EventValue | undefined {
  const text = kind === "string" ? decode(bytes.subarray(start, end)) : asciiText(bytes, start, end);
  if (text === undefined) return undefined;
  return { kind, text, value: kind === "number" ? comparableNumber(text) : undefined, element: undefined };
}

function text(expected: string): ByteTest {
  const wanted = utf8(expected);
  // Half a surrogate pair can only be written as an escape.
  if (wanted === undefined) return never;
  const { length } = wanted;
  return (bytes, start, end, kind) => end - start === length && kind === "string" && standsAt(bytes, start, wanted);
}

function affix(side: "start" | "end", expected: string): ByteTest {
  const wanted = utf8(expected);
  if (wanted === undefined) return never;
  const { length } = wanted;
  if (side === "start") return (bytes, start, end, kind) => kind === "string" && end - start >= length && standsAt(bytes, start, wanted);
  return (bytes, start, end, kind) => kind === "string" && end - start >= length && standsAt(bytes, end - length, wanted);
}

function ignoringCase(side: "start" | "end" | "all", wanted: CaseBytes | undefined, otherwise: ByteTest): ByteTest {
  if (wanted === undefined) return otherwise;
  const { length } = wanted.lower;
  return (bytes, start, end, kind) => {
    if (kind !== "string" || end - start < length || (side === "all" && end - start !== length)) return false;
    return sameIgnoringCase(bytes, side === "end" ? end - length : start, wanted);
  };
}

function wildcard(parts: readonly string[]): ByteTest {
  const wanted = parts.map(utf8).filter((part) => part !== undefined);
  if (wanted.length < parts.length) return never;
  return (bytes, start, end, kind) => kind === "string" && matchesWildcardBytes(bytes, start, end, wanted);
}

function number(spelled: string, expected: number | undefined): ByteTest {
  const wanted = utf8(spelled) ?? new Uint8Array();
  const value = expected ?? Number.NaN;
  return (bytes, start, end, kind) => {
    if (kind !== "number") return false;
    return comparableNumberIn(bytes, start, end) === value || (end - start === wanted.length && standsAt(bytes, start, wanted));
  };
}

/** true, false and null differ in their first letter. */
function literal(expected: string): ByteTest {
  const first = expected.charCodeAt(0);
  return (bytes, start, _end, kind) => kind === "literal" && bytes[start] === first;
}

/** Both bounds at once: of one comparison the other bound is infinite. */
function numeric(comparisons: readonly NumericComparison[]): ByteTest {
  let [lowest, highest, isLowestIn, isHighestIn] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, true, true];
  for (const { operator, value } of comparisons) {
    if (operator === "=" || operator === ">" || operator === ">=") [lowest, isLowestIn] = [value, operator !== ">"];
    if (operator === "=" || operator === "<" || operator === "<=") [highest, isHighestIn] = [value, operator !== "<"];
  }
  return (bytes, start, end, kind) => {
    if (kind !== "number") return false;
    // NaN is in no range.
    const value = comparableNumberIn(bytes, start, end);
    return (isLowestIn ? value >= lowest : value > lowest) && (isHighestIn ? value <= highest : value < highest);
  };
}

function anythingBut(operand: AnythingButOperand, otherwise: ByteTest): ByteTest {
  switch (operand.kind) {
    case "numbers":
      return (bytes, start, end, kind) => {
        if (kind !== "number") return true;
        const value = comparableNumberIn(bytes, start, end);
        return !operand.numbers.some((each) => each.value === value);
      };
    case "strings":
      return noneOf(operand.texts.map(text));
    case "prefix":
      return noneOf(operand.texts.map((each) => affix("start", each)));
    case "suffix":
      return noneOf(operand.texts.map((each) => affix("end", each)));
    case "equals-ignore-case":
    case "wildcard":
      return otherwise;
  }
}

function noneOf(tests: readonly ByteTest[]): ByteTest {
  return (bytes, start, end, kind) => {
    for (const test of tests) if (test(bytes, start, end, kind)) return false;
    return true;
  };
}

/** Nearly all addresses are of version 4 and so are most ranges; the rest is compared as text. */
function address(range: AddressRange, otherwise: ByteTest): ByteTest {
  if (range.lowest.length !== 8) return otherwise;
  const [lowest, highest] = [Number.parseInt(range.lowest, 16), Number.parseInt(range.highest, 16)];
  return (bytes, start, end, kind) => {
    const value = kind === "string" ? ipv4In(bytes, start, end) : -1;
    if (value >= 0) return value >= lowest && value <= highest;
    return (kind === "number" || (kind === "string" && hasColon(bytes, start, end))) && otherwise(bytes, start, end, kind);
  };
}

/** All addresses of version 6 have one. */
function hasColon(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] === colon) return true;
  return false;
}
