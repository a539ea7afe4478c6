import type { CST } from "yaml";

/** Where nesting first goes deeper than `limit`. Walks without recursion, before the parser that recurses sees the tokens. */
export function depthExceededAt(tokens: readonly CST.Token[], limit: number): number | undefined {
  const open: { readonly token: CST.Token; readonly depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    if (each.depth > limit) return each.token.offset;
    for (const token of childrenOf(each.token)) open.push({ token, depth: each.depth + 1 });
  }
  return undefined;
}

function childrenOf(token: CST.Token): CST.Token[] {
  if (token.type === "document") return token.value === undefined ? [] : [token.value];
  if (!("items" in token)) return [];
  return token.items.flatMap(({ key, value }) => [key, value].filter((child) => child !== undefined && child !== null));
}
