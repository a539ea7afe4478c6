import { invalidToken } from "./errors.ts";
import type { LogEvent } from "./log-store.ts";

/** Where a page ended. Events come and go between two pages, so it is a place among them and no index. */
export interface PageMark {
  readonly direction: "f" | "b";
  readonly atMs: number;
  readonly sequence: number;
}

export type PagePlace = Pick<LogEvent, "atMs" | "sequence">;

/** Both operations that give events: at most this many, and at most 1 MB (API reference). */
export const mostEventsPerPage = 10_000;
const mostBytesPerPage = 1_048_576;
/** What CloudWatch Logs adds to each event (PutLogEvents). */
const overheadBytes = 26;

export function markToken({ direction, atMs, sequence }: PageMark): string {
  return `${direction}/${Buffer.from(`${atMs},${sequence}`).toString("base64url")}`;
}

/** Throws InvalidParameterException for a token that `markToken` did not give. */
export function tokenMark(token: string): PageMark {
  const [, direction, place = ""] = /^([fb])\/([\w-]+)$/.exec(token) ?? [];
  const [, atMs, sequence] = /^(-?\d+(?:\.\d+)?),(-?\d+)$/.exec(Buffer.from(place, "base64url").toString("utf8")) ?? [];
  if ((direction !== "f" && direction !== "b") || atMs === undefined) throw invalidToken();
  return { direction, atMs: Number(atMs), sequence: Number(sequence) };
}

/** Negative when `a` comes before `b`: by time, then in the order in which they came. */
export function compareEvents(a: PagePlace, b: PagePlace): number {
  return a.atMs - b.atMs || a.sequence - b.sequence;
}

/** As many of the first events as fit into a page; one always does. */
export function firstPage(events: readonly LogEvent[], limit: number): LogEvent[] {
  let bytes = 0;
  const page: LogEvent[] = [];
  for (const event of events) {
    bytes += Buffer.byteLength(event.message) + overheadBytes;
    if (page.length === limit || (page.length > 0 && bytes > mostBytesPerPage)) break;
    page.push(event);
  }
  return page;
}
