import type { ByteTools } from "./byte-tools.ts";
import type { EventRecord } from "./event-record.ts";
import type { KafkaRecord, RecordHeader } from "./kafka-record.ts";

/**
 * The record as Lambda writes it into an event (Lambda Developer Guide, "Using Lambda with Amazon MSK", event; header bytes are signed:
 * aws-powertools powertools-lambda-python#6862). A record without a key or value lacks the member. Throws RangeError for an offset that
 * is beyond a double: whoever reads the event would get another one.
 */
export function shapeRecord(
  topic: string,
  record: KafkaRecord,
  { encodeUtf8, encodeBase64 }: Pick<ByteTools, "encodeUtf8" | "encodeBase64">,
): EventRecord {
  const { partition, offset, timestampMs, timestampType } = record;
  if (offset > largestOffset) throw new RangeError(`offset ${offset} of partition ${partition} has no exact JSON number`);
  const key = record.key === null ? undefined : encodeBase64(record.key);
  const head = `{"topic":"${topic}","partition":${partition},"offset":${offset},"timestamp":${timestampMs},"timestampType":"${timestampType}",`;
  const keyMember = key === undefined ? "" : `"key":"${key}",`;
  const valueMember = record.value === null ? "" : `"value":"${encodeBase64(record.value)}",`;
  const json = encodeUtf8(`${head}${keyMember}${valueMember}"headers":${headersJson(record.headers)}}`);
  return { topic, partition, offset, timestampMs, json, key };
}

const largestOffset = BigInt(Number.MAX_SAFE_INTEGER);

/** A header without a value is null: UNCONFIRMED, Lambda's spelling of it was not seen. */
function headersJson(headers: readonly RecordHeader[]): string {
  if (headers.length === 0) return "[]";
  return `[${headers.map(({ key, value }) => `{${JSON.stringify(key)}:${value === null ? "null" : `[${new Int8Array(value).join(",")}]`}}`).join(",")}]`;
}
