import type { ByteTools } from "../record/byte-tools.ts";
import type { EventOrigin, EventRecord } from "../record/event-record.ts";
import type { LaneId, Reason, RedriveTarget } from "./ports.ts";
import { recordLine } from "./record-line.ts";
import type { Unshape } from "./topic-target.ts";

/** Files of records in one folder, one a partition. All throw `storage`. */
export interface RecordFiles {
  /** Made when there is none. */
  open(lane: LaneId): Promise<RecordFile>;
  /** When everything is written: files get their final names, and the folder a list of them. */
  finish(): Promise<void>;
}

export interface RecordFile {
  /** Whether the file holds this record, also from before a crash. */
  has(offset: bigint): boolean;
  /** Adds records, all or none of them; on disk when it resolves. */
  append(chunk: string | Uint8Array, offsets: readonly bigint[]): Promise<void>;
}

/**
 * `jsonl`: a record a line, decoded (see `recordLine`). `kafka-event`: an event a line, as the function would get it. `raw`: a value
 * a line, nothing else.
 */
export type FileFormat = "jsonl" | "kafka-event" | "raw";

export interface FileTargetOptions {
  readonly files: RecordFiles;
  readonly format: FileFormat;
  readonly origin: EventOrigin;
  readonly eventBytes: (origin: EventOrigin, records: readonly EventRecord[]) => Uint8Array;
  readonly unshape: Unshape;
  readonly bytes: Pick<ByteTools, "decodeUtf8" | "encodeBase64" | "findBytes">;
}

export interface FileTarget extends RedriveTarget {
  /** Only after a run that is finished: until then files are called `.part`. */
  finish(): Promise<void>;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;

/** Writes records to files, each of them once: what is there already from before a crash is left out. */
export function fileTarget({ files, format, ...options }: FileTargetOptions): FileTarget {
  const write = writers[format];
  return {
    async send({ lane, records }) {
      const file = await files.open(lane);
      const missing = records.filter(({ offset }) => !file.has(offset));
      if (missing.length === 0) return { kind: "delivered" };
      const chunk = write(missing, options);
      if ("refused" in chunk) return { kind: "refused", offset: chunk.offset, reason: chunk.refused };
      const offsets = missing.map(({ offset }) => offset);
      await file.append(chunk.bytes, offsets);
      return { kind: "delivered" };
    },
    finish: () => files.finish(),
    close: async () => undefined,
  };
}

type Writing = Pick<FileTargetOptions, "origin" | "eventBytes" | "unshape" | "bytes">;
type Refused = { readonly refused: Reason; readonly offset: bigint };
type Writer = (records: readonly EventRecord[], options: Writing) => { readonly bytes: string | Uint8Array } | Refused;

const writers: Readonly<Record<FileFormat, Writer>> = {
  jsonl(records, { unshape, bytes }) {
    const lines: string[] = [];
    for (const record of records) {
      const original = unshape(record);
      if ("refused" in original) return { refused: original.refused, offset: record.offset };
      lines.push(recordLine(record, original, bytes));
    }
    return { bytes: lines.join("") };
  },
  "kafka-event": (records, { origin, eventBytes }) => ({ bytes: asLine(eventBytes(origin, records)) }),
  raw(records, { unshape, bytes }) {
    const values: Uint8Array[] = [];
    for (const record of records) {
      const original = unshape(record);
      if ("refused" in original) return { refused: original.refused, offset: record.offset };
      const { value } = original;
      // Neither could be told from something else.
      if (value === null || bytes.findBytes(value, lineFeed, 0) >= 0) return { refused: "not-taken", offset: record.offset };
      values.push(value);
    }
    return { bytes: joined(values) };
  },
};

/** Line breaks in JSON stand between tokens, or not at all. */
function asLine(json: Uint8Array): Uint8Array {
  const line = new Uint8Array(json.length + 1);
  line.set(json.includes(lineFeed) || json.includes(carriageReturn) ? json.map((byte) => (isBreak(byte) ? space : byte)) : json);
  line[json.length] = lineFeed;
  return line;
}

function isBreak(byte: number): boolean {
  return byte === lineFeed || byte === carriageReturn;
}

function joined(values: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(values.reduce((length, value) => length + value.length + 1, 0));
  let at = 0;
  for (const value of values) {
    all.set(value, at);
    all[at + value.length] = lineFeed;
    at += value.length + 1;
  }
  return all;
}
