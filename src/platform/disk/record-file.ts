import { basename } from "node:path";
import { isJsonObject } from "../../core/json-value.ts";
import type { RecordFile } from "../../core/redrive/file-target.ts";
import { runsOf } from "../../core/redrive/offset-run.ts";
import { type OffsetSet, offsetSet } from "../../core/redrive/offset-set.ts";
import type { LaneId } from "../../core/redrive/ports.ts";
import { makePrivateFile, readPrivateText, renamePrivateFile, sizeOfFile, storageError, writeAt } from "./private-files.ts";

/** Where a file and its index are. */
export interface RecordFilePlace {
  /** Final; until then `.part` is behind it. */
  readonly path: string;
  /** Says after each batch how long the file is and which offsets it holds. */
  readonly index: string;
}

export interface OpenRecordFile extends RecordFile {
  readonly lane: LaneId;
  readonly bytes: number;
  readonly offsets: OffsetSet;
}

/** What an index tells. */
interface Known {
  readonly lane: LaneId;
  /** Of the file, as far as it is surely written. */
  bytes: number;
  readonly offsets: OffsetSet;
  /** Of the index itself, without a torn end. */
  indexBytes: number;
}

/** The file of a lane, made when there is none; what a crash left behind its last whole batch is cut off. Throws `storage`. */
export async function openRecordFile({ path, index }: RecordFilePlace, lane: LaneId): Promise<OpenRecordFile> {
  const text = await readPrivateText(index);
  const known = text?.includes("\n") ? readIndex(text, index) : await begin({ path, index }, lane, text);
  if (known.lane.topic !== lane.topic || known.lane.partition !== lane.partition)
    throw storageError(`${index} is of another partition`, index);
  await findPart(path, known.bytes);
  return recordFile({ path, index }, known);
}

/** The index comes first: a file without one is not ours. `text` is the beginning of one that a crash has cut. */
async function begin({ path, index }: RecordFilePlace, lane: LaneId, text: string | undefined): Promise<Known> {
  for (const each of [path, partOf(path)])
    if ((await sizeOfFile(each)) !== undefined) throw storageError(`${each} is there already, and not by this run`, each);
  const header = `${JSON.stringify({ topic: lane.topic, partition: lane.partition })}\n`;
  if (text === undefined) await makePrivateFile(index, header);
  else await writeAt(index, 0, Buffer.from(header));
  return { lane, bytes: 0, offsets: offsetSet(), indexBytes: Buffer.byteLength(header) };
}

/** A file that was finished before is open again. */
async function findPart(path: string, bytes: number): Promise<void> {
  const part = partOf(path);
  let size = await sizeOfFile(part);
  if (size === undefined && (await sizeOfFile(path)) !== undefined) {
    await renamePrivateFile(path, part);
    size = await sizeOfFile(part);
  }
  if (size === undefined && bytes === 0) return makePrivateFile(part);
  if (size === undefined) throw storageError(`${part} is gone, and ${bytes} bytes with it`, part);
  if (size !== bytes) await writeAt(part, bytes, new Uint8Array());
}

function recordFile({ path, index }: RecordFilePlace, known: Known): OpenRecordFile {
  let working: Promise<void> = Promise.resolve();

  async function append(chunk: string | Uint8Array, offsets: readonly bigint[]): Promise<void> {
    const data = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    const runs = runsOf(offsets);
    const [bytes, spelled] = [known.bytes + data.length, runs.map(({ first, last }) => [String(first), String(last)])];
    const entry = Buffer.from(`${JSON.stringify({ bytes, runs: spelled })}\n`);
    await writeAt(partOf(path), known.bytes, data);
    await writeAt(index, known.indexBytes, entry);
    [known.bytes, known.indexBytes] = [bytes, known.indexBytes + entry.length];
    for (const run of runs) known.offsets.add(run);
  }

  return {
    lane: known.lane,
    get bytes() {
      return known.bytes;
    },
    offsets: known.offsets,
    has: (offset) => known.offsets.has(offset),
    append(chunk, offsets) {
      // After a failure nobody knows what is on disk: everything behind it fails, too, until the file is opened anew.
      working = working.then(() => append(chunk, offsets));
      return working;
    },
  };
}

export function partOf(path: string): string {
  return `${path}.part`;
}

/** A torn end is what a crash leaves; anything else that cannot be read means that the index was damaged. */
function readIndex(text: string, index: string): Known {
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  const [header, ...entries] = whole.split("\n").slice(0, -1).map(parsed);
  const { topic, partition } = isJsonObject(header) ? header : {};
  if (typeof topic !== "string" || typeof partition !== "number") throw damaged(index);
  const known: Known = { lane: { topic, partition }, bytes: 0, offsets: offsetSet(), indexBytes: Buffer.byteLength(whole) };
  for (const entry of entries) {
    const { bytes, runs } = isJsonObject(entry) ? entry : {};
    if (typeof bytes !== "number" || bytes < known.bytes || !Array.isArray(runs)) throw damaged(index);
    known.bytes = bytes;
    for (const run of runs as readonly unknown[]) {
      if (!Array.isArray(run) || run.length !== 2 || !run.every((end) => /^\d+$/.test(String(end)))) throw damaged(index);
      known.offsets.add({ first: BigInt(run[0]), last: BigInt(run[1]) });
    }
  }
  return known;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function damaged(index: string) {
  return storageError(`${basename(index)} was damaged: it does not tell what its file holds`, index);
}
