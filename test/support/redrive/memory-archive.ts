import { MskctlError } from "../../../src/core/errors.ts";
import type { ArchiveStore } from "../../../src/core/redrive/archive.ts";

/** An archive's files in memory. `before` and `after` each effect something may be thrown, as a crash would. */
export function memoryArchive(
  files: Map<string, Uint8Array> = new Map(),
  effect: (name: string, carryOut: () => void) => void = (_, carryOut) => carryOut(),
): ArchiveStore & { readonly files: Map<string, Uint8Array> } {
  return {
    name: "memory",
    files,
    async put(file, content, how) {
      if (how === "new" && files.has(file)) throw new MskctlError("conflict", `${file} exists already`);
      effect(`put ${file}`, () => void files.set(file, Uint8Array.from(content)));
    },
    async get(file, range) {
      const content = files.get(file);
      return range === undefined ? content : content?.subarray(range.from, range.from + range.bytes);
    },
    list: async () => [...files.keys()],
    async close() {},
  };
}
