import type { JsonNode } from "../json-tree.ts";

export type JsonObject = JsonNode & { readonly kind: "object" };

/** The objects whose names are fields: not those of match expressions. In the order of the text, outer ones first. */
export function fieldObjects(tree: JsonNode | undefined): JsonObject[] {
  const found: JsonObject[] = [];
  const open: JsonNode[] = tree === undefined ? [] : [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind !== "object") continue;
    found.push(node);
    for (const { name, value } of node.members.toReversed()) {
      if (name !== "$or") open.push(value);
      else if (value.kind === "array") open.push(...value.items.toReversed());
    }
  }
  return found;
}
