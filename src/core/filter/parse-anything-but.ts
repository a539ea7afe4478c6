import { comparableNumber } from "./comparable-number.ts";
import { encodable } from "./encodable.ts";
import type { JsonNode } from "./json-tree.ts";
import type { AnythingButOperand, MatcherShape } from "./pattern.ts";
import type { Refuse } from "./pattern-error.ts";
import { parseWildcard } from "./wildcard.ts";

type NestedOperator = "prefix" | "suffix" | "equals-ignore-case" | "wildcard";
const nestedOperators: readonly string[] = ["prefix", "suffix", "equals-ignore-case", "wildcard"] satisfies NestedOperator[];

/** A string, a number, a list of only strings or only numbers, or a match expression on strings. */
export function parseAnythingBut(node: JsonNode, refuse: Refuse): MatcherShape | undefined {
  const operand = node.kind === "object" ? nestedOperand(node, refuse) : plainOperand(node, refuse);
  return operand && { kind: "anything-but", operand };
}

function plainOperand(node: JsonNode, refuse: Refuse): AnythingButOperand | undefined {
  const listed = node.kind === "array";
  const items = listed ? node.items : [node];
  if (!listed && node.kind === "literal")
    return refuse("operand", node, "Value of anything-but must be an array or single string/number value.");
  const other = items.find(({ kind }) => kind !== "string" && kind !== "number");
  if (other !== undefined) return refuse("operand", other, "Inside anything but list, start|null|boolean is not supported.");
  const texts = items.flatMap((item) => (item.kind === "string" ? [encodable(item.text)] : []));
  const numbers = items.flatMap((item) => (item.kind === "number" ? [item] : []));
  if (texts.length > 0 === numbers.length > 0)
    return refuse("operand", node, "Inside anything but list, either all values are number or string, mixed type is not supported");
  if (numbers.length === 0) return { kind: "strings", texts, listed };
  const compared = numbers.flatMap((item) => {
    const value = comparableNumber(item.text);
    if (value !== undefined) return [{ text: item.text, value }];
    refuse("number-precision", item, `Cannot compare number : ${item.text}`);
    return [];
  });
  return { kind: "numbers", numbers: compared, listed };
}

function nestedOperand(node: JsonNode & { readonly kind: "object" }, refuse: Refuse): AnythingButOperand | undefined {
  const [first, second] = node.members;
  if (first === undefined) return refuse("empty-expression", node, "Anything-But expression name not found");
  const { name, value } = first;
  if (!isNestedOperator(name))
    return refuse("unknown-operator", { start: first.nameStart, end: first.nameEnd }, `Unsupported anything-but pattern: ${name}`, name);
  if (second !== undefined)
    return refuse(
      "two-operators",
      { start: second.nameStart, end: second.nameEnd },
      "Too many elements in numeric expression",
      second.name,
    );
  if (value.kind === "literal" || value.kind === "object")
    return refuse("operand", value, "Value of anything-but must be an array or single string/number value.");
  const listed = value.kind === "array";
  const items = listed ? value.items : [value];
  // The library takes an empty list of wildcards and fails on it when it matches: it cannot be meant.
  if (items.length === 0) return refuse("empty-list", value, "Empty arrays are not allowed");
  const texts: string[] = [];
  for (const item of items) {
    const text = nestedText(name, item, refuse);
    if (text === undefined) return undefined;
    texts.push(text);
  }
  return { kind: name, texts, listed };
}

function nestedText(operator: NestedOperator, item: JsonNode, refuse: Refuse): string | undefined {
  if (item.kind !== "string") return refuse("operand", item, mustBeText[operator]);
  const text = encodable(item.text);
  if (text === "" && (operator === "prefix" || operator === "suffix")) return refuse("operand", item, "Null prefix/suffix not allowed");
  const parts = operator === "wildcard" ? parseWildcard(text) : [];
  return "error" in parts ? refuse("wildcard", item, parts.error) : text;
}

const mustBeText: Readonly<Record<NestedOperator, string>> = {
  prefix: "prefix/suffix match pattern must be a string",
  suffix: "prefix/suffix match pattern must be a string",
  "equals-ignore-case": "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.",
  wildcard: "wildcard match pattern must be a string",
};

function isNestedOperator(name: string): name is NestedOperator {
  return nestedOperators.includes(name);
}
