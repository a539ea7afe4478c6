import { hash } from "node:crypto";
import { chmod, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { MskctlError } from "../../../core/errors.ts";
import type { ArchiveStore } from "../../../core/redrive/archive.ts";
import { reasonOf } from "../disk-error.ts";
import { loadSqlite } from "../journal/sqlite.ts";
import { makePrivateFolder, storageError, storing } from "../private-files.ts";
import { type ProcessLock, takeLock } from "../process-lock.ts";
import { syncFolder } from "../synchronous-files.ts";

const lockFile = ".lock";

/**
 * An archive's files in a folder that only its owner may enter. For writing it is made when it is missing, and held until it is closed: throws
 * `unavailable` while somebody else writes it. Throws `storage`.
 */
export async function archiveFolder(path: string, purpose: "reading" | "writing"): Promise<ArchiveStore> {
  const lock = purpose === "writing" ? await lockedFolder(path) : undefined;
  return {
    name: path,
    put: (file, content, how) => storing(`write ${join(path, file)}`, path, () => putFile(path, file, content, how)),
    get: (file, range) => getFile(join(path, file), range),
    async list() {
      const names = await readdir(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT" && purpose === "reading") return [];
        throw storageError(`cannot read ${path}: ${reasonOf(error)}`, path, error);
      });
      // What a crash left half written was never said to be there.
      return names.filter((name) => name !== lockFile && !name.endsWith(".part"));
    },
    async close() {
      lock?.release();
    },
  };
}

async function lockedFolder(path: string): Promise<ProcessLock> {
  await makePrivateFolder(path);
  const isEmpty = (await storing(`read ${path}`, path, () => readdir(path))).length === 0;
  // A folder that was there keeps its permissions when others' files are in it.
  if (isEmpty) await storing(`make ${path} private`, path, () => chmod(path, 0o700));
  const lock = takeLock(await loadSqlite(), join(path, lockFile));
  if (lock !== undefined) return lock;
  throw new MskctlError("unavailable", `another drain writes into ${path} now`, {
    suggestions: ["mskctl redrive list", "wait until it is done, or give another folder"],
    details: { path },
  });
}

async function putFile(folder: string, file: string, content: Uint8Array, how: "new" | "replace"): Promise<void> {
  const path = join(folder, file);
  if (how === "new" && (await exists(path))) throw new MskctlError("conflict", `${path} exists already`, { details: { path } });
  await rm(`${path}.part`, { force: true });
  const draft = await open(`${path}.part`, "wx", 0o600);
  try {
    await draft.chmod(0o600);
    await draft.writeFile(content);
    await draft.sync();
  } finally {
    await draft.close();
  }
  await rename(`${path}.part`, path);
  syncFolder(folder);
  if (hash("sha256", await readFile(path)) !== hash("sha256", content)) throw storageError(`${path} does not hold what was written`, path);
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

async function getFile(
  path: string,
  range: { readonly from: number; readonly bytes: number } | undefined,
): Promise<Uint8Array | undefined> {
  try {
    if (range === undefined) return await readFile(path);
    const file = await open(path, "r");
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(range.bytes), 0, range.bytes, range.from);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw storageError(`cannot read ${path}: ${reasonOf(error)}`, path, error);
  }
}
