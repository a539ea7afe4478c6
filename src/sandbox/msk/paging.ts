import { pageToken, tokenPosition } from "../protocols/page-token.ts";
import { badRequest } from "./errors.ts";

/** The service model's bounds of MaxResults. */
const maximumResults = 100;

/** One page by `maxResults` and `nextToken`, under the name that the operation's answer gives its list. */
export function pageOf<Name extends string, Item>(name: Name, items: readonly Item[], query: URLSearchParams) {
  const start = positionOf(query.get("nextToken"));
  const end = start + sizeOf(query.get("maxResults"));
  const next = end < items.length ? { nextToken: pageToken(end) } : {};
  return { [name]: items.slice(start, end), ...next };
}

function sizeOf(text: string | null): number {
  if (text === null) return maximumResults;
  const size = Number(text);
  if (Number.isInteger(size) && size >= 1 && size <= maximumResults) return size;
  throw badRequest("maxResults", `The maximum number of results must be between 1 and ${maximumResults}.`);
}

function positionOf(token: string | null): number {
  if (token === null) return 0;
  const position = tokenPosition(token);
  if (position === undefined) throw badRequest("nextToken", "The pagination token is not valid.");
  return position;
}
