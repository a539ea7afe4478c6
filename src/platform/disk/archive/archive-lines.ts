import { isUtf8 } from "node:buffer";
import { hash } from "node:crypto";
import { isJsonObject } from "../../../core/json-value.ts";
import type { DocumentToArchive } from "../../../core/redrive/archive.ts";
import type { LaneId, PartContent, SettledRun } from "../../../core/redrive/ports.ts";

export interface ArchivedDocument {
  readonly id: string;
  readonly storedAtMs: number | undefined;
  readonly sha256: string;
  readonly bytes: Buffer;
}

export interface SegmentEnd {
  readonly documents: number;
  readonly records: number;
}

/** A document's bytes are asked for several times on their way, and may be many. */
const sums = new WeakMap<Uint8Array, string>();

/** The bytes must not change any more. */
export function sha256Of(bytes: Uint8Array): string {
  const sum = sums.get(bytes) ?? hash("sha256", bytes);
  sums.set(bytes, sum);
  return sum;
}

/** A document and what was saved of its records, one line each. */
export function linesOf({ id, bytes, storedAtMs, content }: DocumentToArchive): string {
  const storedAt = storedAtMs === undefined ? null : new Date(storedAtMs).toISOString();
  const document = { kind: "document", id, storedAt, sha256: sha256Of(bytes), ...spelled("text", "base64", bytes) };
  const lines = (content ?? []).flatMap(({ lane, content: { records, runs } }) => [
    ...records.map(({ topic, partition, offset, timestampMs, key, json }) => ({
      kind: "record",
      topic,
      partition,
      offset: `${offset}`,
      timestamp: timestampMs,
      key: key ?? null,
      ...spelled("json", "jsonBase64", json),
    })),
    ...runs.map(({ first, last, outcome, reason }) => ({
      kind: "gap",
      ...lane,
      first: `${first}`,
      last: `${last}`,
      outcome,
      reason: reason ?? null,
    })),
    // Tells a lane of which nothing was there from one that nobody read.
    ...(records.length + runs.length === 0 ? [{ kind: "empty", ...lane }] : []),
  ]);
  return [document, ...lines].map((line) => `${JSON.stringify(line)}\n`).join("");
}

export function endLine({ documents, records }: SegmentEnd): string {
  return `${JSON.stringify({ kind: "end", documents, records })}\n`;
}

/** Undefined: the line is no document. Throws for one that is not what was written. */
export function documentIn(line: string): ArchivedDocument | undefined {
  const value = objectIn(line);
  if (value["kind"] !== "document") return undefined;
  const bytes = bytesOf(value, "text", "base64");
  const sha256 = sha256Of(bytes);
  if (sha256 !== value["sha256"]) throw new Error("a document is not what was archived");
  const storedAt = value["storedAt"];
  return { id: String(value["id"]), storedAtMs: storedAt === null ? undefined : Date.parse(String(storedAt)), sha256, bytes };
}

export function endIn(line: string): SegmentEnd | undefined {
  const { kind, documents, records } = objectIn(line);
  return kind === "end" ? { documents: Number(documents), records: Number(records) } : undefined;
}

/** What the lines behind a document tell of one of its lanes; undefined: nothing was saved of it. */
export function contentIn(lines: readonly string[], { topic, partition }: LaneId): PartContent | undefined {
  const own = lines.map(objectIn).filter((line) => line["topic"] === topic && line["partition"] === partition);
  if (own.length === 0) return undefined;
  const records = own
    .filter(({ kind }) => kind === "record")
    .map((line) => ({
      topic,
      partition,
      offset: BigInt(String(line["offset"])),
      timestampMs: Number(line["timestamp"]),
      key: line["key"] === null ? undefined : String(line["key"]),
      json: bytesOf(line, "json", "jsonBase64"),
    }));
  const runs = own
    .filter(({ kind }) => kind === "gap")
    .map((line) => {
      const outcome = line["outcome"] as SettledRun["outcome"];
      const run = { first: BigInt(String(line["first"])), last: BigInt(String(line["last"])), outcome };
      return line["reason"] === null ? run : { ...run, reason: line["reason"] as NonNullable<SettledRun["reason"]> };
    });
  return { records, runs };
}

/** As text where that brings back the same bytes. */
function spelled(text: string, base64: string, bytes: Uint8Array): Readonly<Record<string, string>> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isUtf8(bytes) ? { [text]: buffer.toString("utf8") } : { [base64]: buffer.toString("base64") };
}

function bytesOf(line: Readonly<Record<string, unknown>>, text: string, base64: string): Buffer {
  return typeof line[text] === "string" ? Buffer.from(line[text]) : Buffer.from(String(line[base64]), "base64");
}

function objectIn(line: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(line);
  if (!isJsonObject(value)) throw new Error("a line is no object");
  return value;
}
