import { chmodSync, closeSync, fchmodSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { reasonOf } from "./disk-error.ts";
import { storageError } from "./private-files.ts";

const privateFile = 0o600;
const privateFolder = 0o700;

/** Makes a folder that only its owner may enter, whatever the umask, and those above it that are missing. Throws `storage`. */
export function makePrivateFolder(path: string): void {
  try {
    const first = mkdirSync(path, { recursive: true, mode: privateFolder });
    if (first === undefined) return;
    chmodSync(path, privateFolder);
    syncFolder(dirname(first));
  } catch (error) {
    throw storageError(`cannot make the folder ${path}: ${reasonOf(error)}`, path, error);
  }
}

/** Brings the names in a folder to disk: without it a file that is synced may be gone after a power cut. */
export function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Writes a file in one step, for its owner's eyes alone, and brings it to disk with its name. Throws `storage`. */
export function writePrivately(path: string, content: string | Uint8Array): void {
  const draft = `${path}.part`;
  try {
    rmSync(draft, { force: true });
    const file = openSync(draft, "wx", privateFile);
    try {
      fchmodSync(file, privateFile);
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
    syncFolder(dirname(path));
  } catch (error) {
    throw storageError(`cannot write ${path}: ${reasonOf(error)}`, path, error);
  }
}
