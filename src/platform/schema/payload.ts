import { inflateSync } from "node:zlib";
import type { Frame } from "../../core/record/framing.ts";
import { longestValue } from "./json-text.ts";
import { Undecodable } from "./undecodable.ts";

/** What is behind a header, no longer compressed. Throws Undecodable, also for a few bytes that would become gigabytes. */
export function payloadOf(frame: Frame): Uint8Array {
  if (frame.kind === "confluent" || frame.compression === "none") return frame.payload;
  try {
    return inflateSync(frame.payload, { maxOutputLength: longestValue });
  } catch (cause) {
    const isTooLong = (cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw new Undecodable(isTooLong ? "more than 16 MB when inflated" : "compressed bytes that cannot be inflated", { cause });
  }
}
