import type { ByteTools, DecodeUtf8 } from "./byte-tools.ts";
import { batchNames, type DocumentMembers, documentMembers, membersIn } from "./document-members.ts";
import { type DocumentRanges, rangesIn, singleRange, timeIn } from "./document-ranges.ts";
import type { FailureDocument, ReadFailureDocument } from "./failure-document.ts";
import { foreignKind } from "./foreign-document.ts";
import { countIn, serversIn, textIn } from "./json-values.ts";
import { letterN, openBrace, quote } from "./sample-ascii.ts";
import type { JsonSpan } from "./sample-json.ts";
import { jsonStringText } from "./sample-json-scalar.ts";

/** An event has 6 MB, thrice that when every character of it is escaped. */
export const largestDocumentBytes = 64 * 1024 * 1024;

export interface ReadDocumentOptions {
  /** False: `bytes` is the beginning of a document. */
  readonly complete: boolean;
  readonly decodeUtf8: DecodeUtf8;
  /** Makes whole documents with their events much faster. */
  readonly findBytes?: ByteTools["findBytes"];
}

/**
 * Reads what Lambda wrote for SQS, SNS (in SNS's envelope, too), S3 or a Kafka topic (Lambda Developer Guide, kafka-on-failure and
 * kafka-on-failure-destination). A beginning that has everything but the payload gives the document without its event; one that
 * does not tell enough is `incomplete`. Whatever `bytes` are, there is an answer.
 */
export function readFailureDocument(
  bytes: Uint8Array,
  options: ReadDocumentOptions,
): ReadFailureDocument | { readonly kind: "incomplete" } {
  if (bytes.length > largestDocumentBytes) return malformed(`larger than ${largestDocumentBytes / 1024 / 1024} MiB`);
  const { findBytes = findPlainly } = options;
  const members = documentMembers(bytes, findBytes);
  const message = snsMessage(members, options.decodeUtf8);
  if (message === "incomplete") return options.complete ? malformed("it breaks off") : { kind: "incomplete" };
  if (message === undefined) return read(members, options);
  return message === "no text"
    ? malformed("the message of SNS is no text")
    : read(documentMembers(message, findBytes), { ...options, complete: true });
}

function findPlainly(haystack: Uint8Array, needle: number, from: number): number {
  return haystack.indexOf(needle, from);
}

function read(
  members: DocumentMembers,
  { complete, decodeUtf8 }: ReadDocumentOptions,
): ReadFailureDocument | { readonly kind: "incomplete" } {
  const { names, state } = members;
  if (state === "not-json") return malformed("it is no JSON, or nested beyond all measure");
  if (state === "unfinished" && complete) return malformed("it breaks off");
  if (!batchNames.some((name) => names.has(name))) {
    const what = foreignKind(members, decodeUtf8);
    return what === undefined ? { kind: "incomplete" } : { kind: "foreign", what };
  }
  if (state === "unfinished" && !isReadable(members)) return { kind: "incomplete" };
  const document = documentOf(members, decodeUtf8);
  return typeof document === "string" ? malformed(document) : { kind: "document", document };
}

function malformed(why: string): ReadFailureDocument {
  return { kind: "malformed", why };
}

/** What is in SNS's envelope; undefined when it is none. */
function snsMessage(
  { bytes, names, values, state }: DocumentMembers,
  decodeUtf8: DecodeUtf8,
): Uint8Array | "incomplete" | "no text" | undefined {
  if (!names.has("TopicArn") || !names.has("Message") || textIn(bytes, values.get("Type"), decodeUtf8) !== "Notification") return undefined;
  const message = values.get("Message");
  if (state !== "whole" || message === undefined) return state === "not-json" ? undefined : "incomplete";
  return (bytes[message.start] === quote ? jsonStringText(bytes, message.start, message.end) : undefined) ?? "no text";
}

/** Whether nothing but a payload can be missing from a beginning. On a Kafka topic the payload is needed, too. */
function isReadable({ bytes, values }: DocumentMembers): boolean {
  const batch = batchOf(values);
  const known = ["requestContext", "responseContext", "timestamp"].every((name) => values.has(name)) && batch !== undefined;
  return known && (values.has("payload") || !membersIn(bytes, batch, ["recordInfo"]).has("recordInfo"));
}

function batchOf(values: DocumentMembers["values"]): JsonSpan | undefined {
  for (const name of batchNames) if (values.has(name)) return values.get(name);
  return undefined;
}

/** The document, or what is wrong with it. */
function documentOf({ bytes, values, payloadText }: DocumentMembers, decodeUtf8: DecodeUtf8): FailureDocument | string {
  const request = membersIn(bytes, values.get("requestContext"), ["requestId", "functionArn", "condition", "approximateInvokeCount"]);
  const batch = membersIn(bytes, batchOf(values), ["batchSize", "eventSourceArn", "bootstrapServers", "recordsInfo", "recordInfo"]);
  const text = (members: ReadonlyMap<string, JsonSpan>, name: string) => textIn(bytes, members.get(name), decodeUtf8);
  const functionArn = text(request, "functionArn");
  const condition = text(request, "condition");
  const failedAtMs = timeIn(bytes, values.get("timestamp"), decodeUtf8);
  const batchSize = countIn(bytes, batch.get("batchSize"));
  if (functionArn === undefined || functionArn === "") return "it names no function";
  if (condition === undefined || condition === "") return "it has no condition";
  if (failedAtMs === undefined) return "it does not say when Lambda gave up";
  if (batchSize === undefined || batchSize === 0) return "its `batchSize` is no number of records";
  const payload = values.get("payload");
  const ranges = documentRanges(bytes, batch, payload, decodeUtf8);
  if (typeof ranges === "string") return ranges;
  const event = eventIn(bytes, payload, payloadText);
  if (typeof event === "string") return event;
  return {
    functionArn,
    condition,
    approximateInvokeCount: countIn(bytes, request.get("approximateInvokeCount")),
    requestId: text(request, "requestId"),
    failedAtMs,
    response: responseIn(bytes, values.get("responseContext"), decodeUtf8),
    eventSourceArn: text(batch, "eventSourceArn"),
    bootstrapServers: serversIn(text(batch, "bootstrapServers")),
    batchSize,
    ranges,
    event,
  };
}

function documentRanges(
  bytes: Uint8Array,
  batch: ReadonlyMap<string, JsonSpan>,
  payload: JsonSpan | undefined,
  decodeUtf8: DecodeUtf8,
): DocumentRanges {
  const [several, single] = [batch.get("recordsInfo"), batch.get("recordInfo")];
  if (several !== undefined) return rangesIn(bytes, several, decodeUtf8);
  return single === undefined ? "it names no records" : singleRange(bytes, single, payload, decodeUtf8);
}

function responseIn(bytes: Uint8Array, span: JsonSpan | undefined, decodeUtf8: DecodeUtf8): FailureDocument["response"] {
  if (span === undefined || bytes[span.start] !== openBrace) return undefined;
  const members = membersIn(bytes, span, ["statusCode", "executedVersion", "functionError"]);
  return {
    statusCode: countIn(bytes, members.get("statusCode")),
    executedVersion: textIn(bytes, members.get("executedVersion"), decodeUtf8),
    functionError: textIn(bytes, members.get("functionError"), decodeUtf8),
  };
}

/** In S3 the event is a text, on a Kafka topic an object. Neither is looked into here. */
function eventIn(bytes: Uint8Array, payload: JsonSpan | undefined, text: Uint8Array | undefined): Uint8Array | string | undefined {
  const first = payload && bytes[payload.start];
  if (payload === undefined || first === letterN) return undefined;
  if (first === openBrace) return bytes.subarray(payload.start, payload.end);
  if (first !== quote) return "its payload is no event";
  return text ?? "its payload has half of a surrogate pair, which no bytes stand for";
}
