import type { CST } from "yaml";

/** What a document may be at most, so that a hostile one takes neither the stack nor hours. */
export interface Bounds {
  /** Collections in one another. */
  readonly levels: number;
  /** Of one object: the parser compares each key with all before it. */
  readonly fields: number;
}

export interface BrokenBound {
  readonly offset: number;
  readonly reason: string;
}

/** The first place that goes beyond the bounds. Walks without recursion, before the parser that recurses sees the tokens. */
export function brokenBound(tokens: readonly CST.Token[], bounds: Bounds): BrokenBound | undefined {
  const open: { readonly token: CST.Token; readonly level: number }[] = tokens.map((token) => ({ token, level: 0 }));
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    const { token, level } = each;
    if (level > bounds.levels) return { offset: token.offset, reason: `nested deeper than ${bounds.levels} levels` };
    if (fieldsIn(token) > bounds.fields) return { offset: token.offset, reason: `more than ${bounds.fields} fields in one object` };
    for (const child of childrenOf(token)) open.push({ token: child, level: level + 1 });
  }
  return undefined;
}

function fieldsIn(token: CST.Token): number {
  const isObject = token.type === "block-map" || (token.type === "flow-collection" && token.start.type === "flow-map-start");
  return isObject ? token.items.length : 0;
}

function childrenOf(token: CST.Token): CST.Token[] {
  if (token.type === "document") return token.value === undefined ? [] : [token.value];
  if (!("items" in token)) return [];
  return token.items.flatMap(({ key, value }) => [key, value].filter((child) => child !== undefined && child !== null));
}
