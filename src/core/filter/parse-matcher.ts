import { comparableNumber } from "./comparable-number.ts";
import { encodable } from "./encodable.ts";
import { addressDigits, parseCidr, singleAddress } from "./ip-address.ts";
import type { JsonNode } from "./json-tree.ts";
import { parseAnythingBut } from "./parse-anything-but.ts";
import { parseNumeric } from "./parse-numeric.ts";
import { type MatcherShape, operatorNames } from "./pattern.ts";
import type { Refuse } from "./pattern-error.ts";
import { parseWildcard } from "./wildcard.ts";

/** One entry of a field's list: a value, or a match expression with one operator. */
export function parseMatcher(node: JsonNode, refuse: Refuse): MatcherShape | undefined {
  switch (node.kind) {
    case "string":
      // Compared as it is; everything else is compared as bytes.
      return exactString(node.text);
    case "number":
      return { kind: "number", text: node.text, value: comparableNumber(node.text) };
    case "literal":
      return { kind: "literal", text: node.text };
    case "array":
      return refuse("nested-list", node, "Match value must be String, number, true, false, or null");
    case "object":
      return parseExpression(node, refuse);
  }
}

function exactString(text: string): MatcherShape {
  const digits = addressDigits(text);
  return digits === undefined ? { kind: "string", text } : { kind: "string", text, address: singleAddress(digits) };
}

function parseExpression(node: JsonNode & { readonly kind: "object" }, refuse: Refuse): MatcherShape | undefined {
  const [first, second] = node.members;
  if (first === undefined) return refuse("empty-expression", node, "Match expression name not found");
  const { name, value } = first;
  const nameSpan = { start: first.nameStart, end: first.nameEnd };
  if (!(operatorNames as readonly string[]).includes(name))
    return refuse("unknown-operator", nameSpan, `Unrecognized match type ${name}`, name);
  const shape = parseOperand(name as (typeof operatorNames)[number], value, refuse);
  if (second === undefined) return shape;
  const message = name === "numeric" || name === "anything-but" ? "Too many elements in numeric expression" : onlyOneKey;
  return refuse("two-operators", { start: second.nameStart, end: second.nameEnd }, message, second.name);
}

const onlyOneKey = "Only one key allowed in match expression";

function parseOperand(name: (typeof operatorNames)[number], value: JsonNode, refuse: Refuse): MatcherShape | undefined {
  switch (name) {
    case "exactly":
      return value.kind === "string" ? { kind: name, text: value.text } : refuse("operand", value, "exact match pattern must be a string");
    case "prefix":
    case "suffix":
      return parseAffix(name, value, refuse);
    case "equals-ignore-case":
      return withText(value, refuse, "equals-ignore-case match pattern must be a string", (text) => ({ kind: name, text }));
    case "wildcard":
      return withText(value, refuse, "wildcard match pattern must be a string", (text) => wildcardMatcher(text, value, refuse));
    case "numeric":
      return parseNumeric(value, refuse);
    case "anything-but":
      return parseAnythingBut(value, refuse);
    case "exists":
      if (value.kind !== "literal" || value.text === "null")
        return refuse("operand", value, "exists match pattern must be either true or false.", name);
      return { kind: name, present: value.text === "true" };
    case "cidr":
      // The library itself says prefix here.
      return withText(value, refuse, "prefix match pattern must be a string", (text) => cidrMatcher(text, value, refuse));
  }
}

function parseAffix(kind: "prefix" | "suffix", value: JsonNode, refuse: Refuse): MatcherShape | undefined {
  if (value.kind !== "object")
    return withText(value, refuse, `${kind} match pattern must be a string`, (text) => ({ kind, text, ignoreCase: false }));
  const [first, second] = value.members;
  const title = kind === "prefix" ? "Prefix" : "Suffix";
  if (first === undefined) return refuse("empty-expression", value, `${title} expression name not found`);
  const nameSpan = { start: first.nameStart, end: first.nameEnd };
  if (first.name !== "equals-ignore-case")
    return refuse("unknown-operator", nameSpan, `Unsupported ${kind} pattern: ${first.name}`, first.name);
  if (second !== undefined) return refuse("two-operators", { start: second.nameStart, end: second.nameEnd }, onlyOneKey, second.name);
  const mustBeText = "equals-ignore-case match pattern must be a string";
  return withText(first.value, refuse, mustBeText, (text) => ({ kind, text, ignoreCase: true }));
}

function wildcardMatcher(text: string, value: JsonNode, refuse: Refuse): MatcherShape | undefined {
  const parts = parseWildcard(text);
  return "error" in parts ? refuse("wildcard", value, parts.error) : { kind: "wildcard", text, parts };
}

function cidrMatcher(text: string, value: JsonNode, refuse: Refuse): MatcherShape | undefined {
  const range = parseCidr(text);
  return "error" in range ? refuse("cidr", value, range.error) : { kind: "cidr", text, range };
}

function withText(
  value: JsonNode,
  refuse: Refuse,
  otherwise: string,
  make: (text: string) => MatcherShape | undefined,
): MatcherShape | undefined {
  return value.kind === "string" ? make(encodable(value.text)) : refuse("operand", value, otherwise);
}
