import { batchNames, membersIn } from "../record/document-members.ts";
import { letterN, openBrace, openBracket, quote } from "../record/sample-ascii.ts";
import { type JsonSpan, jsonItems, jsonMembers, onlyJson } from "../record/sample-json.ts";
import { jsonStringText } from "../record/sample-json-scalar.ts";
import type { Sample } from "./sample.ts";
import { lambdaSample, undecodable } from "./sample-record.ts";

/**
 * The records of an event that Lambda gives to a function (`records`: lists by topic and partition), numbered from `first`. What
 * is no such event, or no such list, is one sample that cannot be decoded. The document has passed `endOfJson`.
 */
export function* eventSamples(bytes: Uint8Array, document: JsonSpan, first: number): Generator<Sample, void> {
  const records = membersIn(bytes, document, ["records"]).get("records");
  if (records === undefined || bytes[records.start] !== openBrace) {
    yield undecodable(first, "no Lambda event: it is no object with `records` by topic and partition");
    return;
  }
  let number = first;
  for (const list of jsonMembers(bytes, records.start, records.end, [])) {
    if (bytes[list.start] !== openBracket) yield undecodable(number++, "what stands under a topic and partition is no list of records");
    else for (const record of jsonItems(bytes, list.start, list.end)) yield lambdaSample(bytes, record, number++);
  }
}

/**
 * The records of a document that Lambda wrote to an on-failure destination. `payload` is the event: as text in S3, as an object on
 * a Kafka topic (Lambda Developer Guide, kafka-on-failure). SQS and SNS get no payload, and so does any destination when the
 * event is too large for it: such a document gives one sample that says so.
 */
export function* failureSamples(bytes: Uint8Array, document: JsonSpan, first: number): Generator<Sample, void> {
  if (membersIn(bytes, document, batchNames).size === 0) {
    yield undecodable(first, "no failure document: it is no object with `KafkaBatchInfo`");
    return;
  }
  const payload = membersIn(bytes, document, ["payload"]).get("payload");
  if (payload === undefined || bytes[payload.start] === letterN) {
    yield undecodable(
      first,
      "a failure document without records, as SQS and SNS get it: they are still on the topic, at the offsets it names",
    );
    return;
  }
  if (bytes[payload.start] !== quote) {
    yield* eventSamples(bytes, payload, first);
    return;
  }
  const text = jsonStringText(bytes, payload.start, payload.end);
  const event = text === undefined ? undefined : onlyJson(text, 0, text.length);
  if (text === undefined || event === undefined) yield undecodable(first, "the `payload` of this failure document is no JSON");
  else yield* eventSamples(text, event, first);
}
