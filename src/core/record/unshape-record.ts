import type { DecodeUtf8 } from "./byte-tools.ts";
import { membersIn } from "./document-members.ts";
import type { EventRecord } from "./event-record.ts";
import { textIn } from "./json-values.ts";
import type { KafkaRecord, RecordHeader } from "./kafka-record.ts";
import { digitNine, digitZero, letterN, minus, openBrace, openBracket, quote } from "./sample-ascii.ts";
import { canonicalBase64 } from "./sample-base64.ts";
import { type JsonSpan, jsonItems, jsonMembers } from "./sample-json.ts";
import { endOfJsonString, jsonStringText } from "./sample-json-scalar.ts";

/** Why a record of an event is none that a topic could hold. */
export type UnshapeRefusal = { readonly refused: "schema" | "malformed" };

/**
 * The Kafka record that Lambda made the record of an event from. `schema`: a schema registry decoded key or value, whose bytes are lost.
 */
export function kafkaRecordOf(record: EventRecord, { decodeUtf8 }: { readonly decodeUtf8: DecodeUtf8 }): KafkaRecord | UnshapeRefusal {
  const { partition, offset, timestampMs, json } = record;
  const members = membersIn(json, { start: 0, end: json.length }, memberNames);
  const isThere = (name: string) => {
    const span = members.get(name);
    return span !== undefined && json[span.start] !== letterN;
  };
  if (isThere("keySchemaMetadata") || isThere("valueSchemaMetadata")) return { refused: "schema" };
  const timestampType = textIn(json, members.get("timestampType"), decodeUtf8) ?? "CREATE_TIME";
  const key = bytesIn(json, members.get("key"));
  const value = bytesIn(json, members.get("value"));
  const headers = headersIn(json, members.get("headers"), decodeUtf8);
  if (timestampType !== "CREATE_TIME" && timestampType !== "LOG_APPEND_TIME") return malformed;
  if (key === undefined || value === undefined || headers === undefined) return malformed;
  return { partition, offset, timestampMs, timestampType, key, value, headers };
}

const memberNames = ["timestampType", "key", "value", "headers", "keySchemaMetadata", "valueSchemaMetadata"];

const malformed: UnshapeRefusal = { refused: "malformed" };

/** The bytes of a key or value, null where there is none; undefined for anything but base64. */
function bytesIn(json: Uint8Array, span: JsonSpan | undefined): Uint8Array | null | undefined {
  if (span === undefined || json[span.start] === letterN) return null;
  const text = json[span.start] === quote ? jsonStringText(json, span.start, span.end) : undefined;
  return text && canonicalBase64(text);
}

/** A list of objects, each member of which is a header. */
function headersIn(json: Uint8Array, span: JsonSpan | undefined, decodeUtf8: DecodeUtf8): readonly RecordHeader[] | undefined {
  if (span === undefined || json[span.start] === letterN) return [];
  if (json[span.start] !== openBracket) return undefined;
  const headers: RecordHeader[] = [];
  for (const item of jsonItems(json, span.start, span.end)) {
    if (json[item.start] !== openBrace) return undefined;
    for (const member of jsonMembers(json, item.start, item.end, [])) {
      const key = textIn(json, { start: member.nameStart, end: endOfJsonString(json, member.nameStart, item.end) }, decodeUtf8);
      const value = json[member.start] === letterN ? null : byteList(json, member);
      if (key === undefined || value === undefined) return undefined;
      headers.push({ key, value });
    }
  }
  return headers;
}

/** Bytes as Java has them, from -128 to 127, or from 0 to 255. */
function byteList(json: Uint8Array, span: JsonSpan): Uint8Array | undefined {
  if (json[span.start] !== openBracket) return undefined;
  const bytes: number[] = [];
  for (const { start, end } of jsonItems(json, span.start, span.end)) {
    const byte = smallNumber(json, start, end);
    if (byte === undefined || byte < -128 || byte > 255) return undefined;
    bytes.push(byte & 0xff);
  }
  return new Uint8Array(bytes);
}

function smallNumber(json: Uint8Array, start: number, end: number): number | undefined {
  const first = json[start] === minus ? start + 1 : start;
  if (end - first < 1 || end - first > 3) return undefined;
  let value = 0;
  for (let at = first; at < end; at += 1) {
    const digit = json[at] ?? 0;
    if (digit < digitZero || digit > digitNine) return undefined;
    value = value * 10 + digit - digitZero;
  }
  return first === start ? value : -value;
}
