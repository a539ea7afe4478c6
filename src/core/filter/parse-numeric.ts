import { comparableNumber } from "./comparable-number.ts";
import type { JsonNode } from "./json-tree.ts";
import { type MatcherShape, type NumericComparison, type NumericOperator, numericOperators } from "./pattern.ts";
import type { Refuse } from "./pattern-error.ts";

/** `[operator, number]`, or a lower bound and then an upper one. */
export function parseNumeric(node: JsonNode, refuse: Refuse): MatcherShape | undefined {
  if (node.kind !== "array") return refuse("operand", node, "Value of numeric must be an array.", "numeric");
  const [operatorNode, valueNode, ...rest] = node.items;
  if (operatorNode?.kind !== "string")
    return refuse("numeric-operator", operatorNode ?? node, `Invalid member in numeric match: ${firstWord(operatorNode)}`);
  const operator = operatorNode.text;
  if (!isOperator(operator)) return refuse("numeric-operator", operatorNode, `Unrecognized numeric range operator: ${operator}`, operator);
  const first = comparison(operator, valueNode, node, refuse);
  if (first === undefined) return undefined;
  const [secondNode] = rest;
  if (secondNode === undefined) return { kind: "numeric", comparisons: [first] };
  if (operator !== ">" && operator !== ">=")
    return refuse(isUpperFirst(operator, rest) ? "numeric-order" : "too-many-terms", node, "Too many elements in numeric expression");
  const second = upperBound(rest, node, refuse);
  if (second === undefined) return undefined;
  if (first.value >= second.value) return refuse("empty-range", node, "Bottom must be less than top");
  return { kind: "numeric", comparisons: [first, second] };
}

function upperBound(items: readonly JsonNode[], node: JsonNode, refuse: Refuse): NumericComparison | undefined {
  const [operatorNode, valueNode, extra] = items;
  if (operatorNode?.kind !== "string")
    return refuse("numeric-operator", operatorNode ?? node, `Bad value in numeric range: ${firstWord(operatorNode)}`);
  const operator = operatorNode.text;
  if (operator !== "<" && operator !== "<=")
    return refuse("numeric-operator", operatorNode, `Bad numeric range operator: ${operator}`, operator);
  if (extra !== undefined) return refuse("too-many-terms", extra, "Too many terms in numeric range expression");
  return comparison(operator, valueNode, node, refuse);
}

function comparison(
  operator: NumericOperator,
  valueNode: JsonNode | undefined,
  list: JsonNode,
  refuse: Refuse,
): NumericComparison | undefined {
  if (valueNode?.kind !== "number")
    return refuse("operand", valueNode ?? list, `Value of ${operator === "=" ? "equals" : operator} must be numeric`, "numeric");
  const value = comparableNumber(valueNode.text);
  if (value === undefined) return refuse("number-precision", valueNode, `Cannot compare number : ${valueNode.text}`);
  return { operator, text: valueNode.text, value };
}

/** `["<", 10, ">", 5]`: meant as a range, written the wrong way round. */
function isUpperFirst(operator: NumericOperator, rest: readonly JsonNode[]): boolean {
  const [next] = rest;
  return operator !== "=" && next?.kind === "string" && (next.text === ">" || next.text === ">=");
}

function isOperator(text: string): text is NumericOperator {
  return (numericOperators as readonly string[]).includes(text);
}

function firstWord(node: JsonNode | undefined): string {
  if (node === undefined) return "]";
  if (node.kind === "array") return "[";
  return node.kind === "object" ? "{" : node.text;
}
