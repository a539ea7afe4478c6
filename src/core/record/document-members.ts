import type { ByteTools } from "./byte-tools.ts";
import { readJsonText } from "./json-text.ts";
import { openBrace, quote } from "./sample-ascii.ts";
import { endOfJson, type JsonSpan, jsonMembers, skipJsonSpace, walkMembers } from "./sample-json.ts";
import { notJson, unfinishedJson } from "./sample-json-faults.ts";
import { jsonNameAmong } from "./sample-json-scalar.ts";

/** What stands in the outermost object of a document, as far as its bytes go. */
export interface DocumentMembers {
  readonly bytes: Uint8Array;
  /** Where values stand that are whole, by name. The last of doubled names counts, as with every JSON parser on the way. */
  readonly values: ReadonlyMap<string, JsonSpan>;
  /** Names that were met, the last one's value perhaps unfinished. */
  readonly names: ReadonlySet<string>;
  /** Of a whole payload that is a JSON string; undefined for any other, and where an escape in it is half of a surrogate pair. */
  readonly payloadText: Uint8Array | undefined;
  readonly state:
    | "whole"
    | "unfinished" // the text goes on
    | "not-object" // some other JSON, perhaps
    | "not-json"; // or nested too deeply
}

/** Levels of brackets, the payload's own left out; Lambda's documents have four. */
const deepestDocument = 64;

/** All that tells what a document is. The payload is not looked into. */
const memberNames = [
  "requestContext",
  "responseContext",
  "timestamp",
  "KafkaBatchInfo",
  "kafkaBatchInfo",
  "payload",
  // An SNS message around it.
  "Type",
  "TopicArn",
  "Message",
  // What else is found in the same places.
  "KinesisBatchInfo",
  "DDBStreamBatchInfo",
  "Records",
  "records",
  "Service",
  "Event",
  "requestPayload",
] as const;

/** The samples of AWS's documentation begin with a capital, as no other member does: both spellings are taken. */
export const batchNames = ["KafkaBatchInfo", "kafkaBatchInfo"] as const;

/** Takes the outermost object apart, once over its bytes. */
export function documentMembers(bytes: Uint8Array, findBytes: ByteTools["findBytes"]): DocumentMembers {
  const values = new Map<string, JsonSpan>();
  const names = new Set<string>();
  let payloadText: Uint8Array | undefined;
  const payloadEnd = (start: number) => {
    const { end, text } =
      bytes[start] === quote ? readJsonText(bytes, start, findBytes) : { end: endOfJson(bytes, start, bytes.length), text: undefined };
    payloadText = text;
    return end;
  };
  const start = skipJsonSpace(bytes, 0, bytes.length);
  if (bytes[start] !== openBrace)
    return { bytes, values, names, payloadText, state: stateOf(bytes, endOfJson(bytes, start, bytes.length), "not-object") };
  const behind = walkMembers(bytes, start, bytes.length, (nameStart, valueStart) => {
    const name = jsonNameAmong(memberNames, bytes, nameStart, bytes.length);
    const end = name === "payload" ? payloadEnd(valueStart) : endOfJson(bytes, valueStart, bytes.length, deepestDocument - 1);
    if (name === undefined) return end;
    names.add(name);
    values.delete(name);
    if (end >= 0) values.set(name, { start: valueStart, end });
    return end;
  });
  return { bytes, values, names, payloadText, state: stateOf(bytes, behind, "whole") };
}

function stateOf(bytes: Uint8Array, end: number, ifWhole: "whole" | "not-object"): DocumentMembers["state"] {
  if (end === unfinishedJson) return "unfinished";
  return end === notJson || skipJsonSpace(bytes, end, bytes.length) < bytes.length ? "not-json" : ifWhole;
}

/** The members of an object in a document; none of any other value. */
export function membersIn(bytes: Uint8Array, span: JsonSpan | undefined, names: readonly string[]): ReadonlyMap<string, JsonSpan> {
  const found = new Map<string, JsonSpan>();
  if (span === undefined || bytes[span.start] !== openBrace) return found;
  for (const member of jsonMembers(bytes, span.start, span.end, names)) if (member.name !== undefined) found.set(member.name, member);
  return found;
}
