import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { lstat, open, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { isJsonObject } from "../../core/json-value.ts";
import type { FileFormat, RecordFiles } from "../../core/redrive/file-target.ts";
import type { LaneId } from "../../core/redrive/ports.ts";
import {
  makePrivateFile,
  makePrivateFolder,
  readPrivateText,
  removeFile,
  renamePrivateFile,
  replacePrivateFile,
  sizeOfFile,
  storageError,
  storing,
} from "./private-files.ts";
import { type OpenRecordFile, openRecordFile, partOf, type RecordFilePlace } from "./record-file.ts";
import { safeFileName } from "./safe-file-name.ts";

export interface RecordFolder {
  readonly folder: string;
  readonly runId: string;
  readonly format: FileFormat;
}

const endings: Readonly<Record<FileFormat, string>> = { jsonl: ".jsonl", "kafka-event": ".events.jsonl", raw: ".raw" };
/** Ours, in the folder. */
const indexFolder = ".mskctl";
const indexEnding = ".index";
const manifestName = "manifest.json";

/**
 * Files of one run in a folder of their own. Whoever resumes the run opens them again. What `.mskctl` holds says what is written;
 * `manifest.json`, with a SHA-256 of each file, is there when the run is finished. Throws `storage`, also for a folder of another run.
 */
export async function openRecordFiles({ folder, runId, format }: RecordFolder): Promise<RecordFiles> {
  const indexes = join(folder, indexFolder);
  await makePrivateFolder(folder);
  await makePrivateFolder(indexes);
  // What is written there must not go elsewhere.
  if (!(await lstat(indexes)).isDirectory()) throw storageError(`${indexes} is a link`, indexes);
  await takeFolder(join(indexes, "run.json"), { folder, runId, format });
  const opened = new Map<string, Promise<OpenRecordFile>>();

  function placeOf(name: string): RecordFilePlace {
    return { path: join(folder, name), index: join(indexes, `${name}${indexEnding}`) };
  }

  async function open(lane: LaneId): Promise<OpenRecordFile> {
    const name = `${safeFileName(`${lane.topic}-${lane.partition}`)}${endings[format]}`;
    const opening = opened.get(name) ?? openRecordFile(placeOf(name), lane);
    opened.set(name, opening);
    const file = await opening;
    // Two names with one hash: there is no harm in not going on.
    if (file.lane.topic !== lane.topic) throw storageError(`${name} is the file of another topic`, join(folder, name));
    return file;
  }

  async function finish(): Promise<void> {
    const names = (await storing(`read ${indexes}`, indexes, () => readdir(indexes)))
      .filter((name) => name.endsWith(indexEnding))
      .map((name) => name.slice(0, -indexEnding.length))
      .sort();
    const files = [];
    for (const name of names) {
      const place = placeOf(name);
      const lane = await laneOf(place.index);
      if (lane === undefined) continue;
      files.push(await described(place.path, await (opened.get(name) ?? openRecordFile(place, lane))));
    }
    await replacePrivateFile(
      join(folder, manifestName),
      `${JSON.stringify({ schemaVersion: 1, kind: "record-files", runId, format, files }, null, 2)}\n`,
    );
    opened.clear();
  }

  // Without it the folder is not a finished one.
  await removeFile(join(folder, manifestName));
  return { open, finish };
}

/** A folder belongs to the run that came first. */
async function takeFolder(path: string, { folder, runId, format }: RecordFolder): Promise<void> {
  const text = await readPrivateText(path);
  const ours = `${JSON.stringify({ runId, format })}\n`;
  if (text === undefined) return makePrivateFile(path, ours);
  // A crash came between the name and what is in it.
  if (text === "") return replacePrivateFile(path, ours);
  const owner = parsed(text);
  if (owner["runId"] !== runId || owner["format"] !== format)
    throw storageError(
      `${folder} holds the records of another run${typeof owner["runId"] === "string" ? `, ${owner["runId"]}` : ""}`,
      folder,
    );
}

/** Undefined: a crash came before anything was written. */
async function laneOf(index: string): Promise<LaneId | undefined> {
  const text = (await readPrivateText(index)) ?? "";
  if (!text.includes("\n")) return undefined;
  const { topic, partition } = parsed(text.split("\n")[0] ?? "");
  if (typeof topic !== "string" || typeof partition !== "number") throw storageError(`${index} was damaged`, index);
  return { topic, partition };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** Gives the file its final name. */
async function described(path: string, { lane, bytes, offsets }: OpenRecordFile): Promise<object> {
  const sha256 = await storing(`read ${path}`, path, () => digestOf(partOf(path)));
  if ((await sizeOfFile(path)) !== undefined) throw storageError(`${path} is there already, and not by this run`, path);
  await renamePrivateFile(partOf(path), path);
  const runs = offsets.runs().map(({ first, last }) => [String(first), String(last)]);
  const records = offsets.runs().reduce((count, { first, last }) => count + Number(last - first) + 1, 0);
  return { name: basename(path), topic: lane.topic, partition: lane.partition, records, bytes, sha256, offsets: runs };
}

async function digestOf(path: string): Promise<string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  const hash = createHash("sha256");
  for await (const chunk of file.createReadStream()) hash.update(chunk);
  return hash.digest("hex");
}
