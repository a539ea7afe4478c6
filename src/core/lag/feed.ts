import type { MskctlError } from "../errors.ts";
import type { LagPicture } from "./report.ts";

/** What a watcher is told. */
export type LagEvent =
  | { readonly kind: "reading"; readonly atMs: number }
  | { readonly kind: "picture"; readonly picture: LagPicture; readonly intervalMs: number; readonly costUsdPerHour: number }
  /** The last picture still stands; it is tried again after `intervalMs`. */
  | { readonly kind: "failed"; readonly error: MskctlError; readonly atMs: number; readonly intervalMs: number };

/** Reads again and again until it is closed. */
export interface LagFeed {
  /** Ends when the feed is closed; throws what ends the verb (credentials, interruption, a bug). */
  readonly events: AsyncIterable<LagEvent>;
  /** All that can be known is read of these mappings, by UUID, from the next reading on, which begins at once. */
  lookAt(uuids: ReadonlySet<string>): void;
  refreshNow(): void;
  close(): void;
}
