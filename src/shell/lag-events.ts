import type { LagEvent } from "../core/lag/feed.ts";
import { errorDocument } from "./error-report.ts";
import { type LagDocument, lagDocument } from "./render/lag/lag-document.ts";

type PictureEvent = Extract<LagEvent, { readonly kind: "picture" }>;

/** A line of `--ndjson`: a refresh. */
export function lagEventLine({ picture, intervalMs, costUsdPerHour }: PictureEvent, more: Pick<LagDocument, "untilLag"> = {}): string {
  return line({ type: "lag", at: instant(picture.atMs), ...lagDocument(picture), ...more, intervalMs, costUsdPerHour });
}

/** A line of `--ndjson`: what could not be read. `retryInMs` null: it ends the verb. */
export function errorEventLine(error: unknown, atMs: number, retryInMs: number | null): string {
  return line({ type: "error", at: instant(atMs), ...errorDocument(error), retryInMs });
}

function line(event: object): string {
  return JSON.stringify(event, (_, value) => (typeof value === "bigint" ? String(value) : value));
}

function instant(atMs: number): string {
  return new Date(atMs).toISOString();
}
