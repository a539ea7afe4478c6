import { JsonSyntaxError } from "../json-tokens.ts";
import { type JsonNode, readJson } from "../json-tree.ts";

/**
 * The patterns in what somebody gave for one: those of a FilterCriteria, whose patterns may also be objects, or the text
 * itself. A pattern cannot look like a FilterCriteria: `Pattern` is no operator.
 */
export function patternTexts(text: string): readonly string[] {
  const filters = listAt(topOf(text), "Filters");
  const patterns = filters?.map((filter) => memberOf(filter, "Pattern"));
  if (patterns === undefined || patterns.length === 0) return [text];
  const texts = patterns.flatMap((pattern) => {
    if (pattern?.kind === "string") return [pattern.text];
    return pattern?.kind === "object" ? [text.slice(pattern.start, pattern.end)] : [];
  });
  return texts.length === patterns.length ? texts : [text];
}

function topOf(text: string): JsonNode | undefined {
  try {
    return readJson(text).node;
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return undefined;
  }
}

function memberOf(node: JsonNode | undefined, name: string): JsonNode | undefined {
  return node?.kind === "object" ? node.members.find((member) => member.name === name)?.value : undefined;
}

function listAt(node: JsonNode | undefined, name: string): readonly JsonNode[] | undefined {
  const member = memberOf(node, name);
  return member?.kind === "array" ? member.items : undefined;
}
