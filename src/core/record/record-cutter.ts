import type { ByteTools } from "./byte-tools.ts";
import type { EventRecord } from "./event-record.ts";
import { endOfJsonText } from "./json-text.ts";
import { countIn, offsetIn, textIn } from "./json-values.ts";
import { PlainRuns } from "./plain-runs.ts";
import { backslash, letterN, minus, openBrace, openBracket, quote, space } from "./sample-ascii.ts";
import { endOfJson, type JsonSpan, walkItems, walkMembers } from "./sample-json.ts";
import { notJson } from "./sample-json-faults.ts";
import { endOfJsonString, jsonNameAmong } from "./sample-json-scalar.ts";
import { parseTopicPartition, type TopicPartition } from "./topic-partition.ts";

/** Of a record; their places in what follows are by these numbers. */
const fieldNames = ["topic", "partition", "offset", "timestamp", "key"] as const;
const [topicField, partitionField, offsetField, timestampField, keyField] = [0, 1, 2, 3, 4] as const;
const otherField = -1;

/** Kafka's own number for a record without a time. */
const noTimestampMs = -1;

type CutterTools = Pick<ByteTools, "decodeUtf8" | "findBytes" | "textOfUtf8">;

/** Cuts the records out of an event's `records`. The bytes are known to be UTF-8. */
export class RecordCutter {
  records: EventRecord[] = [];
  /** Why a walk has ended, where it was not the JSON. */
  fault: string | undefined;
  readonly #bytes: Uint8Array;
  readonly #tools: CutterTools;
  readonly #runs: PlainRuns;
  readonly #lanes = new Set<string>();
  #lane: TopicPartition = { topic: "", partition: 0 };
  /** Of the fields of the record that is being cut. */
  readonly #spans: (JsonSpan | undefined)[] = fieldNames.map(() => undefined);
  /** The members of the last record that was walked through: most records of an event are written alike. */
  readonly #pattern: MemberPlace[] = [];
  /** What stands behind its last value. */
  #tail: JsonSpan = { start: 0, end: 0 };
  #valueEnd = 0;

  constructor(bytes: Uint8Array, tools: CutterTools) {
    this.#bytes = bytes;
    this.#tools = tools;
    this.#runs = new PlainRuns(bytes, tools.findBytes);
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
    const name = textIn(this.#bytes, { start: nameStart, end: nameEnd }, this.#tools.decodeUtf8) ?? "";
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
    this.#spans.fill(undefined);
    const like = this.#endLikeBefore(start);
    const end = like < 0 ? this.#endOf(start) : like;
    if (end < 0) return end;
    const record = this.#record(start, end);
    if (typeof record === "string") return this.#refuse(record);
    this.records.push(record);
    return end;
  };

  /** The offset behind a record whose names, and all else between its values, are those of the last one; -1 for any other. */
  #endLikeBefore(start: number): number {
    const bytes = this.#bytes;
    let at = start;
    for (const { from, length, field } of this.#pattern) {
      if (!isSame(bytes, from, at, length)) return -1;
      const valueStart = at + length;
      // A walk would go over white space.
      if ((bytes[valueStart] as number) <= space) return -1;
      at = this.#endOfValue(valueStart);
      if (at < 0) return -1;
      if (field !== otherField) this.#spans[field] = { start: valueStart, end: at };
    }
    const { start: from, end } = this.#tail;
    return at > start && isSame(bytes, from, at, end - from) ? at + end - from : -1;
  }

  #endOf(start: number): number {
    this.#spans.fill(undefined);
    this.#pattern.length = 0;
    this.#valueEnd = start;
    const end = walkMembers(this.#bytes, start, this.#bytes.length, this.#member);
    this.#tail = { start: this.#valueEnd, end };
    return end;
  }

  readonly #member = (nameStart: number, start: number): number => {
    const end = this.#endOfValue(start);
    const name = jsonNameAmong(fieldNames, this.#bytes, nameStart, this.#bytes.length) as (typeof fieldNames)[number] | undefined;
    const field = name === undefined ? otherField : fieldNames.indexOf(name);
    if (field !== otherField) this.#spans[field] = { start, end };
    this.#pattern.push({ from: this.#valueEnd, length: start - this.#valueEnd, field });
    this.#valueEnd = end;
    return end;
  };

  #endOfValue(start: number): number {
    const bytes = this.#bytes;
    return bytes[start] === quote ? endOfJsonText(bytes, start, this.#runs) : endOfJson(bytes, start, bytes.length);
  }

  #record(start: number, end: number): EventRecord | string {
    const { topic, partition } = this.#lane;
    const spans = this.#spans;
    const offset = offsetIn(this.#bytes, spans[offsetField]);
    if (offset === undefined) return "its event has a record without an offset";
    if (!this.#isTopic(spans[topicField], topic) || countIn(this.#bytes, spans[partitionField]) !== partition)
      return "its event has a record of another partition than its list";
    const key = this.#key(spans[keyField]);
    if (key === null) return "its event has a key that is no text";
    return { topic, partition, offset, timestampMs: this.#timestamp(spans[timestampField]), json: this.#bytes.subarray(start, end), key };
  }

  #isTopic(span: JsonSpan | undefined, topic: string): boolean {
    if (span === undefined || this.#bytes[span.start] !== quote) return false;
    if (span.end - span.start - 2 === topic.length) {
      let at = 0;
      while (at < topic.length && this.#bytes[span.start + 1 + at] === topic.charCodeAt(at)) at += 1;
      if (at === topic.length) return true;
    }
    return textIn(this.#bytes, span, this.#tools.decodeUtf8) === topic;
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
    const isText = this.#bytes[span.start] === quote;
    if (isText && isEscaped(this.#bytes, span)) return textIn(this.#bytes, span, this.#tools.decodeUtf8) ?? null;
    const quotes = isText ? 1 : 0;
    return this.#tools.textOfUtf8(this.#bytes, span.start + quotes, span.end - quotes);
  }

  #refuse(fault: string): number {
    this.fault = fault;
    return notJson;
  }
}

function isEscaped(bytes: Uint8Array, { start, end }: JsonSpan): boolean {
  for (let at = start; at < end; at += 1) if (bytes[at] === backslash) return true;
  return false;
}

/** A member of a record: what stands before its value, its name among it, and which field it is. */
interface MemberPlace {
  readonly from: number;
  readonly length: number;
  readonly field: number;
}

function isSame(bytes: Uint8Array, one: number, other: number, length: number): boolean {
  for (let index = 0; index < length; index += 1) if (bytes[one + index] !== bytes[other + index]) return false;
  return true;
}
