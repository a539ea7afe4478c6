import { pathOf } from "../compiled-pattern.ts";
import type { JsonMember, JsonNode } from "../json-tree.ts";
import type { Span } from "../pattern.ts";

/** Where in a pattern something stands, whether the pattern as a whole is right or not. */
export interface JsonPlace {
  /** Names of the fields around it, or that it is the name of. */
  readonly steps: readonly string[];
  /** The field with a list that it stands in or is the name of. */
  readonly field: JsonMember | undefined;
  /** The entry of the field's list. */
  readonly entry: JsonNode | undefined;
  /** Names inside that entry, e.g. `anything-but`, `prefix`. */
  readonly operators: readonly string[];
  /** The node that has exactly this span. */
  readonly node: JsonNode | undefined;
}

/** Finds the place of a part of a pattern's text. */
export function placeOf(tree: JsonNode | undefined, span: Span): JsonPlace {
  const steps: string[] = [];
  const operators: string[] = [];
  let field: JsonMember | undefined;
  let entry: JsonNode | undefined;
  let node = tree;
  while (node !== undefined && !(node.start === span.start && node.end === span.end)) {
    if (node.kind === "object") {
      const member = around(node.members, span, ({ nameStart }) => nameStart, endOf);
      if (member === undefined) break;
      if (entry !== undefined) operators.push(member.name);
      else if (member.name !== "$or") {
        steps.push(member.name);
        field = member;
      }
      node = span.end <= member.nameEnd ? undefined : member.value;
    } else if (node.kind === "array") {
      const item: JsonNode | undefined = around(
        node.items,
        span,
        ({ start }) => start,
        ({ end }) => end,
      );
      if (entry === undefined && field?.value === node) entry = item;
      node = item;
    } else break;
  }
  return { steps, field, entry, operators, node: node?.start === span.start && node.end === span.end ? node : undefined };
}

export function pathOfPlace({ steps }: JsonPlace): string | undefined {
  const name = steps.at(-1);
  return name === undefined ? undefined : pathOf(steps.slice(0, -1), name);
}

function endOf({ value }: JsonMember): number {
  return value.end;
}

/** They stand one after the other. */
function around<Part>(
  parts: readonly Part[],
  span: Span,
  startOf: (part: Part) => number,
  endOf: (part: Part) => number,
): Part | undefined {
  let [from, to] = [0, parts.length - 1];
  while (from < to) {
    const middle = Math.ceil((from + to) / 2);
    const part = parts[middle];
    if (part !== undefined && startOf(part) <= span.start) from = middle;
    else to = middle - 1;
  }
  const part = parts[from];
  return part !== undefined && startOf(part) <= span.start && span.end <= endOf(part) ? part : undefined;
}
