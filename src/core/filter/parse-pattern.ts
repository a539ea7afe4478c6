import { JsonSyntaxError } from "./json-tokens.ts";
import { type JsonMember, type JsonNode, readJson } from "./json-tree.ts";
import { parseMatcher } from "./parse-matcher.ts";
import type { Matcher, OrMember, Pattern, PatternMember, PatternObject, ValueList } from "./pattern.ts";
import type { PatternError, Refuse } from "./pattern-error.ts";

/** Either a pattern, or everything that is wrong with its text, in the order of the text. */
export type ParsedPattern =
  | { readonly pattern: Pattern; readonly errors: readonly [] }
  | { readonly pattern?: never; readonly errors: readonly PatternError[] };

/**
 * Reads a filter pattern as AWS's strict compiler does (event-ruler 2.1.0, JsonRuleCompiler): what follows the object at the
 * top is not looked at. Never throws.
 */
export function parsePattern(text: string): ParsedPattern {
  const errors: PatternError[] = [];
  const refuse: Refuse = (kind, { start, end }, message, name) => {
    errors.push({ kind, start, end, message, ...(name === undefined ? {} : { name }) });
    return undefined;
  };
  let node: JsonNode;
  try {
    node = readJson(text).node;
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const kind = text.trim() === "" ? "not-an-object" : "not-json";
    refuse(kind, { start: error.offset, end: Math.min(text.length, error.offset + 1) }, kind === "not-json" ? error.message : notAnObject);
    return { errors };
  }
  if (node.kind !== "object") {
    refuse("not-an-object", node, notAnObject);
    return { errors };
  }
  const root = parseObject(node, refuse, false);
  return root === undefined || errors.length > 0 ? { errors } : { pattern: { text, root }, errors: [] };
}

const notAnObject = "Filter is not an object";

function parseObject(node: JsonNode & { readonly kind: "object" }, refuse: Refuse, insideOr: boolean): PatternObject | undefined {
  const { start, end } = node;
  if (node.members.length === 0) return refuse("empty-object", node, "Empty objects are not allowed");
  const members: PatternMember[] = [];
  for (const member of node.members) {
    const parsed = member.name === "$or" ? parseOr(member, refuse) : parseField(member, refuse, insideOr);
    if (parsed !== undefined) members.push(parsed);
  }
  return { kind: "object", members, start, end };
}

function parseField(member: JsonMember, refuse: Refuse, insideOr: boolean): PatternMember | undefined {
  const nameSpan = { start: member.nameStart, end: member.nameEnd };
  if (insideOr && reservedInsideOr.has(member.name))
    refuse("or-reserved-name", nameSpan, `${member.name} is Ruler reserved fieldName which cannot be used inside $or.`, member.name);
  const node = parseFieldValue(member, refuse, insideOr);
  return node && { kind: "field", name: member.name, nameSpan, node };
}

function parseFieldValue({ name, value }: JsonMember, refuse: Refuse, insideOr: boolean): PatternObject | ValueList | undefined {
  if (value.kind === "object") return parseObject(value, refuse, insideOr);
  if (value.kind === "array") return parseValues(value, refuse);
  return refuse("scalar-leaf", value, `"${name}" must be an object or an array`, name);
}

function parseValues(node: JsonNode & { readonly kind: "array" }, refuse: Refuse): ValueList | undefined {
  const { start, end } = node;
  if (node.items.length === 0) return refuse("empty-list", node, "Empty arrays are not allowed");
  const matchers: Matcher[] = [];
  for (const item of node.items) {
    const shape = parseMatcher(item, refuse);
    if (shape !== undefined) matchers.push({ ...shape, start: item.start, end: item.end });
  }
  return { kind: "values", matchers, start, end };
}

function parseOr({ value, nameStart, nameEnd }: JsonMember, refuse: Refuse): OrMember | undefined {
  const nameSpan = { start: nameStart, end: nameEnd };
  if (value.kind !== "array") return refuse("or-not-a-list", value, "It must be an Array followed with $or.");
  const branches: PatternObject[] = [];
  for (const item of value.items) {
    if (item.kind !== "object") refuse("or-branch-not-an-object", item, "Only JSON object is allowed in array of $or relationship.");
    else {
      const branch = parseObject(item, refuse, true);
      if (branch !== undefined) branches.push(branch);
    }
  }
  if (value.items.length < 2) return refuse("or-branches", value, "There must have at least 2 Objects in $or relationship.");
  return { kind: "or", nameSpan, branches, start: value.start, end: value.end };
}

/** Names that may not be fields below a $or, at any depth (event-ruler, Constants). */
const reservedInsideOr = new Set([
  "exactly",
  "equals-ignore-case",
  "prefix",
  "suffix",
  "anything-but",
  "exists",
  "wildcard",
  "numeric",
  "cidr",
  "=",
  "<",
  "<=",
  ">",
  ">=",
  "regex",
  "not-wildcard",
  "not-equals-ignore-case",
  "date-after",
  "date-on-or-after",
  "date-before",
  "date-on-or-before",
  "in-date-range",
  "ip-address-in-range",
  "ip-address-not-in-range",
]);
