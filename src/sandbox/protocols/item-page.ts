import { pageToken, tokenPosition } from "./page-token.ts";

export interface ItemPage<Item> {
  readonly items: readonly Item[];
  /** undefined: this was the last page. */
  readonly nextToken: string | undefined;
}

/** The page that begins where `token` says; undefined when the token is none that this function gave. */
export function itemPage<Item>(items: readonly Item[], size: number, token: string | undefined): ItemPage<Item> | undefined {
  const start = token === undefined ? 0 : tokenPosition(token);
  if (start === undefined) return undefined;
  const end = start + size;
  return { items: items.slice(start, end), nextToken: end < items.length ? pageToken(end) : undefined };
}
