import type { AddressRange } from "../../ip-address.ts";
import type { AnythingButOperand, MatcherShape } from "../../pattern.ts";
import { parseWildcard } from "../../wildcard.ts";
import { allNumbers, comparableNumbers, noNumbers, numbersExcept, numbersSpelled, numbersWhere } from "./number-set.ts";
import { exactForm, ignoringCaseForm, prefixForm, suffixForm, type TextForm, wildcardForm } from "./text-form.ts";
import { allTexts, noTexts } from "./text-set.ts";
import { anyPresent, nothing, type ValueSet } from "./value-set.ts";

/** What a matcher accepts (value-test.ts says the same of single values). `comparesNumbers` is its list's. */
export function setOfMatcher(matcher: MatcherShape, comparesNumbers: boolean): ValueSet {
  switch (matcher.kind) {
    case "string":
      return matcher.address === undefined ? exactText(matcher.text) : addresses(matcher.address, comparesNumbers);
    case "exactly":
      return exactText(matcher.text);
    case "number":
      return { ...nothing, numbers: matcher.value === undefined ? numbersSpelled(matcher.text) : exactNumber(matcher.value) };
    case "literal":
      return { ...nothing, literals: new Set([matcher.text]) };
    case "prefix":
      return textsOf(prefixForm(matcher.ignoreCase ? ignoringCaseForm(matcher.text) : exactForm(matcher.text)));
    case "suffix":
      return textsOf(suffixForm(matcher.ignoreCase ? ignoringCaseForm(matcher.text) : exactForm(matcher.text)));
    case "equals-ignore-case":
      return textsOf(ignoringCaseForm(matcher.text));
    case "wildcard":
      return textsOf(wildcardForm(matcher.parts));
    case "numeric":
      return { ...nothing, numbers: numbersWhere(matcher.comparisons) };
    case "anything-but":
      return anythingBut(matcher.operand);
    case "exists":
      return matcher.present ? anyPresent : { ...nothing, absent: true };
    case "cidr":
      return addresses(matcher.range, comparesNumbers);
  }
}

/** Only numbers that can be compared. */
export const anyComparable: ValueSet = { ...nothing, numbers: comparableNumbers };
export const anyTextValue: ValueSet = { ...nothing, texts: allTexts };

function exactText(text: string): ValueSet {
  return { ...nothing, texts: { ...noTexts, exact: new Set([text]) } };
}

function exactNumber(value: number) {
  return numbersWhere([{ operator: "=", value }]);
}

function textsOf(form: TextForm): ValueSet {
  return { ...nothing, texts: { ...noTexts, forms: [form] } };
}

function addresses(range: AddressRange, comparesNumbers: boolean): ValueSet {
  const digits = [{ range, comparable: !comparesNumbers }];
  return { ...nothing, texts: { ...noTexts, addresses: [range] }, numbers: { ...noNumbers, digits } };
}

function anythingBut(operand: AnythingButOperand): ValueSet {
  if (operand.kind === "numbers") return { ...anyPresent, numbers: numbersExcept(operand.numbers.map(({ value }) => value)) };
  const excluded = operand.texts.map((text) => formOf(operand.kind, text));
  return { ...anyPresent, numbers: allNumbers, texts: { ...noTexts, allBut: [excluded] } };
}

function formOf(kind: Exclude<AnythingButOperand["kind"], "numbers">, text: string): TextForm {
  switch (kind) {
    case "strings":
      return exactForm(text);
    case "prefix":
      return prefixForm(exactForm(text));
    case "suffix":
      return suffixForm(exactForm(text));
    case "equals-ignore-case":
      return ignoringCaseForm(text);
    case "wildcard": {
      const parts = parseWildcard(text);
      // Refused when the pattern was parsed.
      return wildcardForm("error" in parts ? [text] : parts);
    }
  }
}
