import type { ByteTools, DecodeUtf8 } from "./byte-tools.ts";
import type { EventOrigin, EventRecord } from "./event-record.ts";
import { countIn, offsetIn, serversIn, textIn } from "./json-values.ts";
import { letterN, minus, openBrace, openBracket, quote } from "./sample-ascii.ts";
import { endOfJson, type JsonSpan, skipJsonSpace, walkItems, walkMembers } from "./sample-json.ts";
import { endOfJsonString, jsonNameAmong, notJson } from "./sample-json-scalar.ts";
import { parseTopicPartition, type TopicPartition } from "./topic-partition.ts";

/** An event as it is handed to a function. */
export interface ReadEvent {
  readonly origin: EventOrigin;
  /** In the event's order; their JSON is a view of the event's bytes. */
  readonly records: readonly EventRecord[];
}

/**
 * Takes an event apart, in one walk over its bytes, which stay as they are: numbers, escapes and fields that nobody knows yet go to the
 * function as Lambda wrote them. `malformed` is a short phrase of ours.
 */
export function readEvent(
  bytes: Uint8Array,
  { decodeUtf8, isUtf8 }: Pick<ByteTools, "decodeUtf8" | "isUtf8">,
): ReadEvent | { readonly malformed: string } {
  const start = skipJsonSpace(bytes, 0, bytes.length);
  if (!isUtf8(bytes) || bytes[start] !== openBrace) return { malformed: "its event is no JSON object" };
  const cutter = new RecordCutter(bytes, decodeUtf8);
  const values = new Map<string, JsonSpan>();
  const end = walkMembers(bytes, start, bytes.length, (nameStart, valueStart) => {
    const name = jsonNameAmong(memberNames, bytes, nameStart, bytes.length);
    const valueEnd = name === "records" ? cutter.cut(valueStart) : endOfJson(bytes, valueStart, bytes.length);
    if (name !== undefined) values.set(name, { start: valueStart, end: valueEnd });
    return valueEnd;
  });
  if (end < 0 || skipJsonSpace(bytes, end, bytes.length) < bytes.length) return { malformed: cutter.fault ?? "its event is no JSON" };
  if (!values.has("records")) return { malformed: "its event has no records" };
  const text = (name: string) => textIn(bytes, values.get(name), decodeUtf8);
  const eventSource = text("eventSource");
  if (eventSource !== "aws:kafka" && eventSource !== "SelfManagedKafka") return { malformed: "its event is none of Kafka" };
  const origin: EventOrigin = {
    eventSource,
    eventSourceArn: text("eventSourceArn"),
    bootstrapServers: serversIn(text("bootstrapServers")),
  };
  return { origin, records: cutter.records };
}

const memberNames = ["eventSource", "eventSourceArn", "bootstrapServers", "records"];

const fieldNames = ["topic", "partition", "offset", "timestamp", "key"] as const;
type Fields = { [Name in (typeof fieldNames)[number]]?: JsonSpan };

/** Kafka's own number for a record without a time. */
const noTimestampMs = -1;

/** Cuts the records out of `records`. */
class RecordCutter {
  records: EventRecord[] = [];
  /** Why a walk has ended, where it was not the JSON. */
  fault: string | undefined;
  readonly #bytes: Uint8Array;
  readonly #decodeUtf8: DecodeUtf8;
  readonly #lanes = new Set<string>();
  #lane: TopicPartition = { topic: "", partition: 0 };
  #fields: Fields = {};

  constructor(bytes: Uint8Array, decodeUtf8: DecodeUtf8) {
    this.#bytes = bytes;
    this.#decodeUtf8 = decodeUtf8;
  }

  /** The offset behind the value at `start`, or a fault. A second `records` takes the place of the first, as with every JSON parser. */
  cut(start: number): number {
    this.records = [];
    this.#lanes.clear();
    if (this.#bytes[start] !== openBrace) return this.#refuse("its event has no lists of records");
    return walkMembers(this.#bytes, start, this.#bytes.length, this.#list);
  }

  readonly #list = (nameStart: number, valueStart: number): number => {
    const nameEnd = endOfJsonString(this.#bytes, nameStart, this.#bytes.length);
    const name = textIn(this.#bytes, { start: nameStart, end: nameEnd }, this.#decodeUtf8) ?? "";
    const lane = parseTopicPartition(name);
    if (lane === undefined || this.#bytes[valueStart] !== openBracket)
      return this.#refuse("its event has a list of no topic and partition");
    if (this.#lanes.has(name)) return this.#refuse("its event has two lists of a partition");
    this.#lanes.add(name);
    this.#lane = lane;
    return walkItems(this.#bytes, valueStart, this.#bytes.length, this.#item);
  };

  readonly #item = (start: number): number => {
    if (this.#bytes[start] !== openBrace) return this.#refuse("its event has a record that is no object");
    this.#fields = {};
    const end = walkMembers(this.#bytes, start, this.#bytes.length, this.#field);
    if (end < 0) return end;
    const record = this.#record(start, end);
    if (typeof record === "string") return this.#refuse(record);
    this.records.push(record);
    return end;
  };

  readonly #field = (nameStart: number, start: number): number => {
    const end = endOfJson(this.#bytes, start, this.#bytes.length);
    const name = jsonNameAmong(fieldNames, this.#bytes, nameStart, this.#bytes.length) as keyof Fields | undefined;
    if (name !== undefined) this.#fields[name] = { start, end };
    return end;
  };

  #record(start: number, end: number): EventRecord | string {
    const { topic, partition } = this.#lane;
    const fields = this.#fields;
    const offset = offsetIn(this.#bytes, fields.offset);
    if (offset === undefined) return "its event has a record without an offset";
    if (!this.#isTopic(fields.topic, topic) || countIn(this.#bytes, fields.partition) !== partition)
      return "its event has a record of another partition than its list";
    const key = this.#key(fields.key);
    if (key === null) return "its event has a key that is no text";
    return { topic, partition, offset, timestampMs: this.#timestamp(fields.timestamp), json: this.#bytes.subarray(start, end), key };
  }

  #isTopic(span: JsonSpan | undefined, topic: string): boolean {
    if (span === undefined || this.#bytes[span.start] !== quote) return false;
    if (span.end - span.start - 2 === topic.length) {
      let at = 0;
      while (at < topic.length && this.#bytes[span.start + 1 + at] === topic.charCodeAt(at)) at += 1;
      if (at === topic.length) return true;
    }
    return textIn(this.#bytes, span, this.#decodeUtf8) === topic;
  }

  #timestamp(span: JsonSpan | undefined): number {
    const isNegative = span !== undefined && this.#bytes[span.start] === minus;
    const ms = countIn(this.#bytes, isNegative ? { start: span.start + 1, end: span.end } : span);
    if (ms === undefined) return noTimestampMs;
    return isNegative ? -ms : ms;
  }

  /** null: it cannot be told. A key that a schema has made an object, or a number, is its JSON. */
  #key(span: JsonSpan | undefined): string | undefined | null {
    if (span === undefined || this.#bytes[span.start] === letterN) return undefined;
    if (this.#bytes[span.start] === quote) return textIn(this.#bytes, span, this.#decodeUtf8) ?? null;
    return this.#decodeUtf8(this.#bytes.subarray(span.start, span.end)) ?? null;
  }

  #refuse(fault: string): number {
    this.fault = fault;
    return notJson;
  }
}
