import { randomUUID } from "node:crypto";
import { lstat, open, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { MskctlError } from "../../core/errors.ts";
import { reasonOf } from "./disk-error.ts";

const schemaVersion = 1;

/**
 * Writes `state` as JSON in one step: whoever reads `path`, also after a crash, finds the old file or the new one.
 * `kind` says what the file is, e.g. `paused-mappings`. Throws `storage`.
 */
export async function writeState(path: string, kind: string, state: unknown): Promise<void> {
  await writeInOneStep(path, () => `${JSON.stringify({ schemaVersion, kind, state }, null, 2)}\n`);
}

/**
 * Writes a text file in one step: whoever reads `path`, also after a crash, finds the old file or the new one. What is there
 * already keeps its permissions, and a link keeps pointing to what is written. Throws `storage`.
 */
export async function writeText(path: string, text: string): Promise<void> {
  await writeInOneStep(path, () => text);
}

async function writeInOneStep(path: string, makeText: () => string): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const draft = `${target}.${randomUUID()}.tmp`;
  try {
    const mode = await stat(target).then(
      (found) => found.mode & 0o777,
      () => undefined,
    );
    await writeThrough(draft, makeText(), mode);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw storageError(`cannot write ${path}: ${reasonOf(error)}`, path, error);
  }
}

/** Whether something stands at `path`, of whatever kind. */
export async function pathExists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw storageError(`cannot read ${path}: ${reasonOf(error)}`, path, error);
  }
}

/** Gives the `state` of a file that `writeState` wrote. Throws `storage`, also for a file of another kind or a newer version. */
export async function readState(path: string, kind: string): Promise<unknown> {
  const { schemaVersion: version, kind: found, state } = await readJson(path);
  if (found !== kind || typeof version !== "number") throw storageError(`${path} is no ${kind} file of mskctl`, path);
  if (version !== schemaVersion)
    throw storageError(`${path} was written by another version of mskctl (format ${version}, this one reads ${schemaVersion})`, path);
  return state;
}

async function readJson(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return Object(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    const reason = error instanceof SyntaxError ? "it is not JSON" : reasonOf(error);
    throw storageError(`cannot read ${path}: ${reason}`, path, error);
  }
}

async function writeThrough(path: string, text: string, mode: number | undefined): Promise<void> {
  const file = await open(path, "wx");
  try {
    if (mode !== undefined) await file.chmod(mode);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function storageError(message: string, path: string, cause?: unknown): MskctlError {
  return new MskctlError("storage", message, { details: { path }, ...(cause === undefined ? {} : { cause }) });
}
