import { parseTimestamp } from "../time.ts";
import type { DecodeUtf8 } from "./byte-tools.ts";
import { membersIn } from "./document-members.ts";
import type { DocumentRange } from "./failure-document.ts";
import { countIn, offsetIn, textIn } from "./json-values.ts";
import { openBrace } from "./sample-ascii.ts";
import { type JsonSpan, jsonMembers } from "./sample-json.ts";
import { endOfJsonString } from "./sample-json-scalar.ts";
import { parseTopicPartition, type TopicPartition } from "./topic-partition.ts";

/** Ranges, or why there are none. */
export type DocumentRanges = readonly DocumentRange[] | string;

/** `recordsInfo` of a document for SQS, SNS or S3: a range for each partition. */
export function rangesIn(bytes: Uint8Array, recordsInfo: JsonSpan, decodeUtf8: DecodeUtf8): DocumentRanges {
  if (bytes[recordsInfo.start] !== openBrace) return "its `recordsInfo` is no object";
  const ranges = new Map<string, DocumentRange>();
  for (const member of jsonMembers(bytes, recordsInfo.start, recordsInfo.end, [])) {
    const name = nameOf(bytes, member.nameStart, decodeUtf8);
    const lane = name === undefined ? undefined : parseTopicPartition(name);
    if (name === undefined || lane === undefined) return "a name in `recordsInfo` is no topic and partition";
    const range = rangeIn(bytes, member, lane, decodeUtf8);
    if (typeof range === "string") return range;
    ranges.set(name, range);
  }
  return ranges.size === 0 ? "its `recordsInfo` is empty" : [...ranges.values()];
}

const rangeNames = ["firstRecordOffset", "lastRecordOffset", "firstRecordTimestamp", "lastRecordTimestamp"];

function rangeIn(bytes: Uint8Array, span: JsonSpan, lane: TopicPartition, decodeUtf8: DecodeUtf8): DocumentRange | string {
  const members = membersIn(bytes, span, rangeNames);
  const first = offsetIn(bytes, members.get("firstRecordOffset"));
  const last = offsetIn(bytes, members.get("lastRecordOffset"));
  if (first === undefined || last === undefined) return "an offset in `recordsInfo` is none";
  if (first > last) return "a range in `recordsInfo` ends before it begins";
  const time = (name: string) => timeIn(bytes, members.get(name), decodeUtf8);
  return { ...lane, first, last, firstTimestampMs: time("firstRecordTimestamp"), lastTimestampMs: time("lastRecordTimestamp") };
}

/** `recordInfo` of a message on a Kafka topic: one record, whose partition only the payload tells. */
export function singleRange(
  bytes: Uint8Array,
  recordInfo: JsonSpan,
  payload: JsonSpan | undefined,
  decodeUtf8: DecodeUtf8,
): DocumentRanges {
  const members = membersIn(bytes, recordInfo, ["offset", "timestamp"]);
  const offset = offsetIn(bytes, members.get("offset"));
  if (offset === undefined) return "the offset in its `recordInfo` is none";
  const lane = onlyLaneIn(bytes, payload, decodeUtf8);
  if (lane === undefined) return "its payload does not name one topic and partition";
  const atMs = timeIn(bytes, members.get("timestamp"), decodeUtf8);
  return [{ ...lane, first: offset, last: offset, firstTimestampMs: atMs, lastTimestampMs: atMs }];
}

function onlyLaneIn(bytes: Uint8Array, payload: JsonSpan | undefined, decodeUtf8: DecodeUtf8): TopicPartition | undefined {
  const records = membersIn(bytes, payload, ["records"]).get("records");
  if (records === undefined || bytes[records.start] !== openBrace) return undefined;
  const [lane, ...others] = jsonMembers(bytes, records.start, records.end, []);
  const name = lane === undefined || others.length > 0 ? undefined : nameOf(bytes, lane.nameStart, decodeUtf8);
  return name === undefined ? undefined : parseTopicPartition(name);
}

function nameOf(bytes: Uint8Array, start: number, decodeUtf8: DecodeUtf8): string | undefined {
  return textIn(bytes, { start, end: endOfJsonString(bytes, start, bytes.length) }, decodeUtf8);
}

/** RFC 3339, as documented, or milliseconds since the epoch; undefined for anything else. */
export function timeIn(bytes: Uint8Array, span: JsonSpan | undefined, decodeUtf8: DecodeUtf8): number | undefined {
  const text = textIn(bytes, span, decodeUtf8);
  return text === undefined ? countIn(bytes, span) : parseTimestamp(text);
}
