import type { ByteTools } from "./byte-tools.ts";
import type { EventOrigin, EventRecord } from "./event-record.ts";
import { serversIn, textIn } from "./json-values.ts";
import { RecordCutter } from "./record-cutter.ts";
import { openBrace } from "./sample-ascii.ts";
import { endOfJson, type JsonSpan, skipJsonSpace, walkMembers } from "./sample-json.ts";
import { jsonNameAmong } from "./sample-json-scalar.ts";

/** An event as it is handed to a function. */
export interface ReadEvent {
  readonly origin: EventOrigin;
  /** In the event's order; their JSON is a view of the event's bytes. */
  readonly records: readonly EventRecord[];
}

export type EventTools = Pick<ByteTools, "decodeUtf8" | "findBytes" | "isUtf8" | "textOfUtf8">;

/**
 * Takes an event apart, in one walk over its bytes, which stay as they are: numbers, escapes and fields that nobody knows yet go to the
 * function as Lambda wrote them. `malformed` is a short phrase of ours.
 */
export function readEvent(bytes: Uint8Array, tools: EventTools): ReadEvent | { readonly malformed: string } {
  const start = skipJsonSpace(bytes, 0, bytes.length);
  if (!tools.isUtf8(bytes) || bytes[start] !== openBrace) return { malformed: "its event is no JSON object" };
  const cutter = new RecordCutter(bytes, tools);
  const values = new Map<string, JsonSpan>();
  const end = walkMembers(bytes, start, bytes.length, (nameStart, valueStart) => {
    const name = jsonNameAmong(memberNames, bytes, nameStart, bytes.length);
    const valueEnd = name === "records" ? cutter.cut(valueStart) : endOfJson(bytes, valueStart, bytes.length);
    if (name !== undefined) values.set(name, { start: valueStart, end: valueEnd });
    return valueEnd;
  });
  if (end < 0 || skipJsonSpace(bytes, end, bytes.length) < bytes.length) return { malformed: cutter.fault ?? "its event is no JSON" };
  if (!values.has("records")) return { malformed: "its event has no records" };
  const text = (name: string) => textIn(bytes, values.get(name), tools.decodeUtf8);
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
