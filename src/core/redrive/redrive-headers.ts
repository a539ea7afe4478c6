import type { KafkaRecord, RecordHeader } from "../record/kafka-record.ts";
import type { LaneId } from "./ports.ts";

/** `<cluster>/<topic>/<partition>/<offset>`: where the record was taken from. The same for a record that is written twice. */
const originHeader = "mskctl-origin";
const runHeader = "mskctl-run";
/** How often the record has been written by redrives, this time included. */
const countHeader = "mskctl-redrive-count";

const ours: ReadonlySet<string> = new Set([originHeader, runHeader, countHeader]);

/** What our headers say of a record; the texts are ASCII. */
export interface RedriveMark {
  readonly origin: string;
  readonly runId: string;
  readonly count: number;
}

/** The record's own headers, in order and each as often as it has them, then ours; those of an earlier redrive are replaced. */
export function markedHeaders(headers: readonly RecordHeader[], { origin, runId, count }: RedriveMark): readonly RecordHeader[] {
  const marks = [
    [originHeader, origin],
    [runHeader, runId],
    [countHeader, String(count)],
  ] as const;
  return [...headers.filter(({ key }) => !ours.has(key)), ...marks.map(([key, text]) => ({ key, value: asciiBytes(text) }))];
}

/** How often a record was written by redrives; 0 when its headers do not say, or not legibly. */
export function redriveCount({ headers }: Pick<KafkaRecord, "headers">): number {
  const value = headers.findLast(({ key }) => key === countHeader)?.value ?? new Uint8Array();
  const text = String.fromCharCode(...value.subarray(0, mostDigits + 1));
  return value.length <= mostDigits && /^\d+$/.test(text) ? Number(text) : 0;
}

/** What a run has written to a record: which run it was, and where the record was taken from. */
export interface RedriveOrigin {
  readonly runId: string;
  readonly lane: LaneId;
  readonly offset: bigint;
}

/** Undefined for a record that no run has written, or whose headers are not legible. */
export function redriveOrigin({ headers }: Pick<KafkaRecord, "headers">): RedriveOrigin | undefined {
  const text = (name: string) =>
    String.fromCharCode(...(headers.findLast(({ key }) => key === name)?.value ?? new Uint8Array()).subarray(0, longestOrigin));
  const runId = text(runHeader);
  const [, topic = "", partition, offset = ""] = /\/([^/]+)\/(\d{1,10})\/(\d{1,19})$/.exec(text(originHeader)) ?? [];
  return runId === "" || partition === undefined
    ? undefined
    : { runId, lane: { topic, partition: Number(partition) }, offset: BigInt(offset) };
}

/** An ARN or a name, a topic of 249 characters, and two numbers. */
const longestOrigin = 4_096;
const mostDigits = 9;

function asciiBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}
