import { JsonSyntaxError, JsonTokens } from "./json-tokens.ts";

/** A JSON value with its place in the text: `text.slice(start, end)`. Members keep their order, and a name may come twice. */
export type JsonNode = { readonly start: number; readonly end: number } & (
  | { readonly kind: "object"; readonly members: readonly JsonMember[] }
  | { readonly kind: "array"; readonly items: readonly JsonNode[] }
  /** `text` is what the string says, its escapes resolved. */
  | { readonly kind: "string"; readonly text: string }
  /** `text` is as written. */
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "literal"; readonly text: "true" | "false" | "null" }
);

export interface JsonMember {
  readonly name: string;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly value: JsonNode;
}

interface OpenContainer {
  readonly start: number;
  readonly members: JsonMember[] | undefined;
  readonly items: JsonNode[];
  name: { readonly name: string; readonly nameStart: number; readonly nameEnd: number } | undefined;
}

/** As Jackson, which AWS reads patterns with, refuses deeper ones (StreamReadConstraints, default). */
export const deepestJson = 1000;

/** Reads the first value of `text`. Throws `JsonSyntaxError`, for more than `deepestJson` levels too. */
export function readJson(text: string): { readonly node: JsonNode; readonly restIsBlank: boolean } {
  const tokens = new JsonTokens(text);
  const open: OpenContainer[] = [];
  let top: JsonNode | undefined;
  const add = (node: JsonNode) => {
    const parent = open.at(-1);
    if (parent === undefined) top = node;
    else if (parent.members === undefined) parent.items.push(node);
    else if (parent.name !== undefined) parent.members.push({ ...parent.name, value: node });
  };
  for (let kind = tokens.next(); kind !== "end"; kind = tokens.next()) {
    const { start, end } = tokens;
    switch (kind) {
      case "{":
      case "[":
        if (open.length === deepestJson) throw new JsonSyntaxError(`nested deeper than ${deepestJson} levels`, start);
        open.push({ start, members: kind === "{" ? [] : undefined, items: [], name: undefined });
        break;
      case "}":
      case "]": {
        const closed = open.pop();
        if (closed?.members !== undefined) add({ kind: "object", members: closed.members, start: closed.start, end });
        else if (closed !== undefined) add({ kind: "array", items: closed.items, start: closed.start, end });
        break;
      }
      case "name": {
        const parent = open.at(-1);
        if (parent !== undefined) parent.name = { name: tokens.string(), nameStart: start, nameEnd: end };
        break;
      }
      case "string":
        add({ kind, text: tokens.string(), start, end });
        break;
      case "number":
        add({ kind, text: text.slice(start, end), start, end });
        break;
      default:
        add({ kind: "literal", text: kind, start, end });
    }
  }
  if (top === undefined) throw new JsonSyntaxError("there is no value", 0);
  return { node: top, restIsBlank: tokens.restIsBlank() };
}
