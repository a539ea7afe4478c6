import { onlyJson } from "../record/sample-json.ts";
import type { Sample } from "./sample.ts";
import { eventSamples, failureSamples } from "./sample-event.ts";
import type { SampleFormat } from "./sample-formats.ts";
import { kafkaSample, kcatSample, notJsonReason, undecodable } from "./sample-record.ts";

/** Formats whose samples have to be taken out of JSON. */
export type DocumentFormat = Exclude<SampleFormat, "text" | "avro" | "protobuf">;

/**
 * The samples in one JSON document, or one line of JSON. `line` is where it begins; events and failure documents number their
 * records from `first` instead. Whatever it is, there is an answer: what does not fit gives one sample that says why.
 */
export function* documentSamples(
  format: DocumentFormat,
  bytes: Uint8Array,
  place: { readonly line: number; readonly first: number },
): Generator<Sample, void> {
  const { line, first } = place;
  if (format === "kafka") return yield kafkaSample(bytes, line);
  if (format === "kcat") return yield kcatSample(bytes, line);
  const document = onlyJson(bytes, 0, bytes.length);
  if (document === undefined) yield undecodable(holdsRecords(format) ? first : line, notJsonReason);
  else if (format === "values") yield { line, value: bytes.subarray(document.start, document.end) };
  else yield* (format === "event" ? eventSamples : failureSamples)(bytes, document, first);
}

/** Whether a document holds records, which then are numbered by themselves. */
export function holdsRecords(format: SampleFormat): boolean {
  return format === "event" || format === "failure";
}
