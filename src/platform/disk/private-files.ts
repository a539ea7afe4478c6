import { constants } from "node:fs";
import { type FileHandle, lstat, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { MskctlError } from "../../core/errors.ts";
import { reasonOf } from "./disk-error.ts";

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDONLY, O_RDWR } = constants;

/** Makes a folder that nobody else may look into, and those above it; one that is there stays as it is. Durable. Throws `storage`. */
export async function makePrivateFolder(path: string): Promise<void> {
  await storing(`make ${path}`, path, async () => {
    const whole = resolve(path);
    const first = await mkdir(whole, { recursive: true, mode: 0o700 });
    if (first === undefined) return;
    for (let made = whole; made !== dirname(first); made = dirname(made)) await syncFolder(dirname(made));
  });
}

/** Makes a file that nobody else may read; what is there, a link too, is left alone. Durable with what `fill` writes. Throws `storage`. */
export async function makePrivateFile(path: string, text = ""): Promise<void> {
  await storing(`make ${path}`, path, async () => {
    const file = await open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    await closing(file, async () => {
      await file.chmod(0o600);
      await file.writeFile(text);
      await file.sync();
    });
    await syncFolder(dirname(path));
  });
}

/** Writes a file in one step, private and durable. Throws `storage`. */
export async function replacePrivateFile(path: string, text: string): Promise<void> {
  await removeFile(`${path}.part`);
  await makePrivateFile(`${path}.part`, text);
  await renamePrivateFile(`${path}.part`, path);
}

/** One that is not there is fine. Throws `storage`. */
export async function removeFile(path: string): Promise<void> {
  await storing(`remove ${path}`, path, () => rm(path, { force: true }));
}

/** Durable. Throws `storage`. */
export async function renamePrivateFile(from: string, to: string): Promise<void> {
  await storing(`rename ${from}`, from, async () => {
    await rename(from, to);
    await syncFolder(dirname(to));
  });
}

/** Writes behind the first bytes of a file that is there, follows no link, and cuts off what was behind them; durable. Throws `storage`. */
export async function writeAt(path: string, position: number, bytes: Uint8Array): Promise<void> {
  await storing(`write ${path}`, path, async () => {
    const file = await open(path, O_RDWR | O_NOFOLLOW);
    await closing(file, async () => {
      const { size } = await file.stat();
      if (size < position) throw storageError(`${path} was cut: ${size} of ${position} bytes are there`, path);
      if (size > position) await file.truncate(position);
      for (let written = 0; written < bytes.length; ) {
        const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
        written += bytesWritten;
      }
      await file.sync();
    });
  });
}

/** Follows no link. Undefined: there is no such file. Throws `storage`. */
export async function readPrivateText(path: string): Promise<string | undefined> {
  if ((await sizeOfFile(path)) === undefined) return undefined;
  return storing(`read ${path}`, path, () => readFile(path, { encoding: "utf8", flag: O_RDONLY | O_NOFOLLOW }));
}

/** Of a plain file, in bytes; undefined: nothing is there. Throws `storage` for a link, a folder and the like. */
export async function sizeOfFile(path: string): Promise<number | undefined> {
  const found = await storing(`read ${path}`, path, () =>
    lstat(path).catch((error: NodeJS.ErrnoException) => (error.code === "ENOENT" ? undefined : Promise.reject(error))),
  );
  if (found !== undefined && !found.isFile()) throw storageError(`${path} is not a plain file`, path);
  return found?.size;
}

export function storageError(message: string, path: string, cause?: unknown): MskctlError {
  return new MskctlError("storage", message, { details: { path }, ...(cause === undefined ? {} : { cause }) });
}

/** Runs `work`; throws `storage` for what the file system says. */
export async function storing<Result>(what: string, path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof MskctlError) throw error;
    throw storageError(`cannot ${what}: ${reasonOf(error)}`, path, error);
  }
}

/** A new name is durable when its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, O_RDONLY);
  await closing(folder, () => folder.sync());
}

async function closing(file: FileHandle, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } finally {
    await file.close();
  }
}
