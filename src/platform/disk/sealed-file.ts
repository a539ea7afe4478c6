import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { isJsonObject } from "../../core/json-value.ts";
import { reasonOf } from "./disk-error.ts";
import { storageError } from "./private-files.ts";
import { writePrivately } from "./synchronous-files.ts";

const schemaVersion = 1;

/** Writes `content` as JSON in one step, with a checksum. `kind` says what the file is. Throws `storage`. */
export function writeSealed(path: string, kind: string, content: unknown): void {
  writePrivately(path, sealedText(kind, content));
}

export function sealedText(kind: string, content: unknown): string {
  return `${JSON.stringify({ schemaVersion, kind, sha256: sumOf(content), content }, null, 2)}\n`;
}

/** Gives what `writeSealed` wrote; undefined when there is no such file. Throws `storage`, also for a file that was changed since. */
export function readSealed(path: string, kind: string): unknown {
  const text = textOf(path);
  return text === undefined ? undefined : unsealedText(text, path, kind);
}

/** Gives the content of what `sealedText` made; `path` is for the error. Throws `storage`. */
export function unsealedText(text: string, path: string, kind: string): unknown {
  const file = parsed(text);
  if (!isJsonObject(file) || file["kind"] !== kind) throw storageError(`${path} is not a ${kind} file of mskctl, or it is damaged`, path);
  if (file["schemaVersion"] !== schemaVersion)
    throw storageError(`${path} was written by another version of mskctl, or it is damaged (format ${file["schemaVersion"]})`, path);
  if (file["sha256"] !== sumOf(file["content"])) throw storageError(`${path} is damaged: it is not as it was written`, path);
  return file["content"];
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw storageError(`cannot read ${path}: ${reasonOf(error)}`, path, error);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sumOf(content: unknown): string {
  return hash("sha256", JSON.stringify(content) ?? "");
}
