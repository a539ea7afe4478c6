import { pageToken, tokenPosition } from "../protocols/page-token.ts";
import { invalidParameter } from "./lambda-error.ts";
import { integerFrom } from "./model-constraints.ts";

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: { readonly NextMarker?: string };
}

/** One page by `Marker` and `MaxItems`; Lambda gives at most `limit` items whatever was asked. */
export function pageOf<Item>(items: readonly Item[], query: URLSearchParams, limit: number, maximumAsked = 10_000): Page<Item> {
  const size = Math.min(integerFrom(query, "MaxItems", 1, maximumAsked) ?? limit, limit);
  const start = positionOf(query.get("Marker"));
  const end = start + size;
  return {
    items: items.slice(start, end),
    next: end < items.length ? { NextMarker: pageToken(end) } : {},
  };
}

function positionOf(marker: string | null): number {
  if (marker === null || marker === "") return 0;
  const position = tokenPosition(marker);
  // Text UNCONFIRMED.
  if (position === undefined) throw invalidParameter("Invalid Marker.");
  return position;
}
