import { placesOf } from "../piece.ts";
import type { RecordPlace, Share, TopicSource } from "../ports.ts";

/** The records of a batch whose key is the UTF-8 of one of `keys`. */
export function recordsWithKeys(keys: readonly string[], topic: TopicSource, shares: readonly Share[]): RecordPlace[] {
  const wanted = new Set(keys.map((key) => bytesAsText(Buffer.from(key, "utf8"))));
  return [...placesOf(shares)].filter(({ partition, offset }) => {
    const { key } = topic.record(partition, offset);
    return key !== null && wanted.has(bytesAsText(key));
  });
}

/** The same for the JSON text of a Kafka event, as whoever calls Invoke may send it; none in any other payload. */
export function eventRecordsWithKeys(keys: readonly string[], event: string): RecordPlace[] {
  const wanted = new Set<unknown>(keys.map((key) => Buffer.from(key, "utf8").toString("base64")));
  return recordsOf(event).flatMap((record) => {
    const { key, partition, offset } = (record ?? {}) as Readonly<Record<string, unknown>>;
    return wanted.has(key) ? [{ partition: Number(partition), offset: Number(offset) }] : [];
  });
}

function recordsOf(event: string): unknown[] {
  try {
    const { records } = JSON.parse(event) as { readonly records?: Readonly<Record<string, unknown>> };
    return Object.values(records ?? {}).flat();
  } catch {
    // No JSON, or null: no Kafka event.
    return [];
  }
}

/** A character a byte, so that bytes that are no UTF-8 stay apart. */
function bytesAsText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
