import type { JsonNode } from "../json-tree.ts";
import { numericOperators, type Span } from "../pattern.ts";
import type { PatternError } from "../pattern-error.ts";
import type { JsonPlace } from "./json-place.ts";
import { quoted, written } from "./shown.ts";

/** What is wrong with an operand, and the match expression (or several of them) that was probably meant. */
export interface OperandProblem {
  readonly problem: string;
  readonly fix?: string;
}

/** Explains the parser's errors `operand`, `numeric-operator`, `too-many-terms` and `nested-list`. */
export function operandProblem(text: string, error: PatternError, place: JsonPlace): OperandProblem {
  const { node, operators } = place;
  if (error.kind === "nested-list") return nestedList(text, error);
  const operator = operators.at(-1) ?? "";
  switch (operator) {
    case "exists":
      return existsProblem(node);
    case "numeric":
      return numericProblem(text, error, place);
    case "anything-but":
      return anythingButProblem(text, node);
    default:
      return textProblem(text, place);
  }
}

function nestedList(text: string, error: Span): OperandProblem {
  const inner = text.slice(error.start + 1, error.end - 1).trim();
  const problem = "A list stands inside the list of values. The values of one field are one list.";
  return inner === "" ? { problem } : { problem, fix: inner };
}

/** `prefix`, `suffix`, `equals-ignore-case`, `wildcard`, `cidr`, `exactly`, also inside of another. */
function textProblem(text: string, { node, operators }: JsonPlace): OperandProblem {
  const operator = operators.at(-1) ?? "";
  const [outer] = operators;
  const takes = `${operator} takes a text, not ${kindOf(node)}.`;
  if (outer === "anything-but") return excludedProblem(text, operator, node);
  if (node?.kind === "array") {
    const items = node.items.map((item) => `{"${operator}":${text.slice(item.start, item.end)}}`);
    const problem = `${takes} Several expressions in the list of a field are joined by "or".`;
    return operators.length === 1 && node.items.length > 0 && node.items.every(({ kind }) => kind === "string")
      ? { problem, fix: items.join(",") }
      : { problem };
  }
  if (node?.kind === "number")
    return { problem: `${takes} It matches texts only, never numbers.`, ...wrapped(operators, `"${node.text}"`) };
  return { problem: takes };
}

function excludedProblem(text: string, operator: string, node: JsonNode | undefined): OperandProblem {
  if (node?.kind === "string") return { problem: `anything-but with an empty ${operator} would exclude every text.` };
  const problem = `anything-but with ${operator} takes texts, not ${kindOf(node)}.`;
  return node?.kind === "number" ? { problem, fix: `{"anything-but":{"${operator}":"${written(text, node)}"}}` } : { problem };
}

function existsProblem(node: JsonNode | undefined): OperandProblem {
  const problem = `exists takes true or false, not ${kindOf(node)}.`;
  const said = node?.kind === "array" && node.items.length === 1 ? node.items[0] : node;
  const word = said !== undefined && "text" in said ? said.text.toLowerCase() : "";
  if (word === "true" || word === "1" || word === "yes") return { problem, fix: '{"exists":true}' };
  return word === "false" || word === "0" || word === "no" ? { problem, fix: '{"exists":false}' } : { problem };
}

function numericProblem(text: string, error: PatternError, { node, entry }: JsonPlace): OperandProblem {
  if (error.kind === "numeric-operator") return numericOperatorProblem(text, node, error);
  if (error.kind === "too-many-terms") {
    const problem = "numeric takes one comparison, or a lower and then an upper bound, and here is more.";
    return { problem, fix: '{"numeric":[">=",0,"<",100]}' };
  }
  if (error.message === "Value of numeric must be an array.") {
    const list = comparisonsIn(text, node);
    const problem = `numeric takes a list of an operator and a number, not ${kindOf(node)}.`;
    return list === undefined ? { problem, fix: '{"numeric":["=",100]}' } : { problem, fix: `{"numeric":${list}}` };
  }
  if (node?.kind === "array") return { problem: "A number is missing: numeric takes an operator and a number, once or twice." };
  const problem = `numeric compares with numbers, not with ${kindOf(node)}.`;
  if (node?.kind !== "string" || entry === undefined || !isNumberText(node.text.trim())) return { problem };
  return { problem, fix: text.slice(entry.start, node.start) + node.text.trim() + text.slice(node.end, entry.end) };
}

function numericOperatorProblem(text: string, node: JsonNode | undefined, error: PatternError): OperandProblem {
  const known = numericOperators.join(" ");
  if (node?.kind === "array")
    return { problem: `The list of numeric is empty: it takes an operator (${known}) and a number.`, fix: '{"numeric":["=",100]}' };
  if (node?.kind !== "string") return { problem: `numeric wants an operator (${known}) before a number; here is ${written(text, error)}.` };
  if (error.message.startsWith("Bad numeric range operator"))
    return { problem: `The second bound of a range is < or <=, not ${quoted(node.text)}. Two lower bounds are one too many.` };
  const meant = otherOperators.get(node.text);
  const hint = meant === undefined ? "" : ` ${meant}`;
  return { problem: `numeric knows no operator ${quoted(node.text)}, only ${known}.${hint}` };
}

const otherOperators: ReadonlyMap<string, string> = new Map([
  ["==", 'Probably meant: "=".'],
  ["===", 'Probably meant: "=".'],
  ["=>", 'Probably meant: ">=".'],
  ["=<", 'Probably meant: "<=".'],
  ["≥", 'Probably meant: ">=".'],
  ["≤", 'Probably meant: "<=".'],
  ["gt", 'Probably meant: ">".'],
  ["gte", 'Probably meant: ">=".'],
  ["lt", 'Probably meant: "<".'],
  ["lte", 'Probably meant: "<=".'],
  ["eq", 'Probably meant: "=".'],
  ["!=", 'Unequal is {"anything-but":[NUMBER]}.'],
  ["<>", 'Unequal is {"anything-but":[NUMBER]}.'],
  ["between", 'A range is [">=",NUMBER,"<=",NUMBER].'],
]);

/** `5`, `">= 5"` and `{">=": 5}` as the list that numeric takes. */
function comparisonsIn(text: string, node: JsonNode | undefined): string | undefined {
  if (node?.kind === "number") return `["=",${node.text}]`;
  if (node?.kind === "string") {
    const [, operator = "=", number = ""] = /^\s*(<=?|>=?|=)?\s*(\S{1,40})\s*$/.exec(node.text) ?? [];
    return isNumberText(number) ? `["${operator}",${number}]` : undefined;
  }
  if (node?.kind !== "object" || node.members.length !== 1) return undefined;
  const [member] = node.members;
  const isComparison = member?.value.kind === "number" && (numericOperators as readonly string[]).includes(member.name);
  return isComparison ? `["${member.name}",${text.slice(member.value.start, member.value.end)}]` : undefined;
}

function anythingButProblem(text: string, node: JsonNode | undefined): OperandProblem {
  if (node?.kind === "array") {
    const problem = "anything-but takes texts or numbers, not both: what it excludes is of one type.";
    return { problem: `${problem} Two expressions would be joined by "or" and match everything.` };
  }
  const problem = `anything-but cannot exclude ${node?.kind === "literal" ? written(text, node) : kindOf(node)}, only texts and numbers.`;
  if (node?.kind === "literal" && node.text !== "null")
    return { problem: `${problem} Ask for the other one.`, fix: node.text === "true" ? "false" : "true" };
  return { problem: `${problem} Ask for what is wanted, e.g. {"prefix":""} for any text.` };
}

/** The operand inside all its operators. */
function wrapped(operators: readonly string[], operand: string): { readonly fix: string } {
  return { fix: operators.reduceRight((inner, operator) => `{"${operator}":${inner}}`, operand) };
}

function isNumberText(text: string): boolean {
  return /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/.test(text);
}

function kindOf(node: JsonNode | undefined): string {
  switch (node?.kind) {
    case "array":
      return "a list";
    case "object":
      return "an object";
    case "number":
      return "a number";
    case "string":
      return `the text ${quoted(node.text, 20)}`;
    case "literal":
      return node.text;
    case undefined:
      return "that";
  }
}
