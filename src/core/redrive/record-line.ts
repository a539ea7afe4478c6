import type { ByteTools } from "../record/byte-tools.ts";
import type { EventRecord } from "../record/event-record.ts";
import type { KafkaRecord } from "../record/kafka-record.ts";

/**
 * A record as a line of JSON. `value` is the value as JSON where it is JSON, with every digit; `valueText` other UTF-8, `valueBase64` any other bytes.
 * A key is `key` as text or `keyBase64`; headers alike, in order. What Kafka has as null is null.
 */
export function recordLine(
  { topic, partition, offset, timestampMs }: Pick<EventRecord, "topic" | "partition" | "offset" | "timestampMs">,
  { key, value, headers }: Pick<KafkaRecord, "key" | "value" | "headers">,
  bytes: Pick<ByteTools, "decodeUtf8" | "encodeBase64">,
): string {
  const headerTexts = headers.map((header) => `{"key":${JSON.stringify(header.key)},${textMember("value", header.value, bytes)}}`);
  return `{${[
    `"topic":${JSON.stringify(topic)}`,
    `"partition":${partition}`,
    `"offset":"${offset}"`,
    `"timestamp":${JSON.stringify(isoTime(timestampMs))}`,
    textMember("key", key, bytes),
    valueMember(value, bytes),
    `"headers":[${headerTexts.join(",")}]`,
  ].join(",")}}\n`;
}

function valueMember(value: Uint8Array | null, bytes: Pick<ByteTools, "decodeUtf8" | "encodeBase64">): string {
  const text = value === null ? undefined : bytes.decodeUtf8(value);
  if (text === undefined) return textMember("value", value, bytes);
  // Line breaks in JSON stand between tokens, or not at all.
  return isJson(text) ? `"value":${text.replaceAll(/[\r\n]/g, " ")}` : `"valueText":${JSON.stringify(text)}`;
}

function textMember(
  name: "key" | "value",
  value: Uint8Array | null,
  { decodeUtf8, encodeBase64 }: Pick<ByteTools, "decodeUtf8" | "encodeBase64">,
) {
  if (value === null) return `"${name}":null`;
  const text = decodeUtf8(value);
  return text === undefined ? `"${name}Base64":"${encodeBase64(value)}"` : `"${name}":${JSON.stringify(text)}`;
}

/** The text `null` is not taken for JSON: it would look like a record without a value. */
function isJson(text: string): boolean {
  try {
    return JSON.parse(text) !== null;
  } catch {
    return false;
  }
}

/** Null for a time that no calendar has. */
function isoTime(atMs: number): string | null {
  return Math.abs(atMs) <= 8.64e15 ? new Date(atMs).toISOString() : null;
}
