import type { ArchiveReader, ArchiveStore } from "../../../core/redrive/archive.ts";
import { segmentNumber } from "./manifest.ts";
import { type DocumentPlace, readContent, readDocument } from "./segments.ts";

/** Documents of an archive by their handles, without reading the rest of it. */
export function archivedDocuments(store: ArchiveStore): Pick<ArchiveReader, "fetch" | "records"> {
  const read = (handle: string) => readDocument(store, placeOf(handle));
  return {
    fetch: async (_, handle) => (await read(handle)).document.bytes,
    async records({ handle, lane }) {
      const { lines } = await read(handle);
      return readContent(store, placeOf(handle).file, lines, lane);
    },
  };
}

export function handleOf({ file, from, bytes, line }: DocumentPlace): string {
  return `${segmentNumber(file)}:${from}:${bytes}:${line}:${file}`;
}

function placeOf(handle: string): DocumentPlace {
  const [, from, bytes, line, file = ""] = handle.split(":");
  if (segmentNumber(file) === undefined) throw new Error(`${handle} is no place in an archive`);
  return { file, from: Number(from), bytes: Number(bytes), line: Number(line) };
}
