import { constants, fstatSync, open as openDescriptor, type Stats } from "node:fs";
import { open } from "node:fs/promises";
import { promisify } from "node:util";
import type { ByteReader } from "./byte-reader.ts";
import { unreadable } from "./read-error.ts";
import { socketReader } from "./socket-reader.ts";

/** The bytes of a file, a device or a named pipe. Throws `usage` when it cannot be read. */
export async function openBytes(path: string, stats: Stats): Promise<ByteReader> {
  try {
    return reportedAs(path, stats.isFIFO() ? await openPipe(path) : await openFile(path));
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function openFile(path: string): Promise<ByteReader> {
  const file = await open(path);
  return {
    read: async (target) => (await file.read(target, 0, target.length, null)).bytesRead,
    close: () => void file.close().catch(() => undefined),
  };
}

/** The bytes of a descriptor that is a pipe; undefined for anything else. */
export function openedPipe(descriptor: number): ByteReader | undefined {
  return fstatSync(descriptor).isFIFO() ? socketReader(descriptor) : undefined;
}

/** `<(command)` of a shell is one. */
async function openPipe(path: string): Promise<ByteReader> {
  const descriptor = await promisify(openDescriptor)(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return socketReader(descriptor);
}

/** Names what is read in the errors of `reader`. */
export function reportedAs(name: string, reader: ByteReader): ByteReader {
  return {
    async read(target) {
      try {
        return await reader.read(target);
      } catch (error) {
        throw unreadable(name, error);
      }
    },
    close: () => reader.close(),
  };
}
