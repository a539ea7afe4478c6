import { hash } from "node:crypto";
import { MskctlError } from "../../../core/errors.ts";
import type { ArchiveReader, ArchiveStore } from "../../../core/redrive/archive.ts";
import type { ListedDocument } from "../../../core/redrive/ports.ts";
import { archivedDocuments, handleOf } from "./archived-documents.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { documentsOf, type PlacedDocument, segmentsOf } from "./segments.ts";

/** Bytes of documents that a page holds at most, unless one document alone has more. */
const pageBytes = 8 * 2 ** 20;

/** Opens an archive as a source. Throws `not-found`, `storage`, and what the store throws. */
export async function openArchiveReader(store: ArchiveStore): Promise<ArchiveReader> {
  const [manifest, files] = [await readManifest(store), await store.list()];
  const segments = segmentsOf(store, files, manifest);
  if (manifest === undefined && segments.length === 0)
    throw new MskctlError("not-found", `there is no archive in ${store.name}`, { suggestions: ["mskctl drain SOURCE --to FOLDER"] });
  const { facts, lanes, segments: known } = manifest ?? { facts: unknownFacts, lanes: [], segments: [] };
  const sum = (name: "documents" | "records" | "materialised") => known.reduce((total, segment) => total + segment[name], 0);
  const { fetch, records } = archivedDocuments(store);
  return {
    summary: {
      facts,
      lanes,
      segments: segments.length,
      documents: sum("documents"),
      records: sum("records"),
      materialised: sum("materialised"),
    },
    documents: (limit) => pagesOf(store, segments, manifest, limit),
    fetch,
    records,
    remove: async (documents) => documents.map(() => ({ kind: "removed" })),
    release: async () => {},
    close: () => store.close(),
  };
}

const unknownFacts = { source: "unknown", mappingUuid: undefined, functionName: undefined, accountId: undefined, region: undefined };

async function* pagesOf(
  store: ArchiveStore,
  files: readonly string[],
  manifest: Manifest | undefined,
  limit: number,
): AsyncIterable<readonly ListedDocument[]> {
  const names = new DocumentNames();
  let [page, size] = [[] as ListedDocument[], 0];
  for (const file of files) {
    const known = manifest?.segments.find((segment) => segment.file === file);
    for await (const placed of documentsOf(store, file, known)) {
      for (const document of placed) {
        const id = names.nameOf(document);
        if (id === undefined) continue;
        page.push({ id, handle: handleOf(document.place), bytes: document.bytes, complete: true, storedAtMs: document.storedAtMs });
        size += document.bytes.length;
        if (page.length < limit && size < pageBytes) continue;
        yield page;
        [page, size] = [[], 0];
      }
    }
  }
  if (page.length > 0) yield page;
}

/** Tells documents apart that an archive has more than once. Ids are kept as 128 bits each. */
class DocumentNames {
  readonly #ids = new Set<string>();
  readonly #documents = new Set<string>();

  /** Undefined: the same document came already. One of the same id that says something else gets a name of its own. */
  nameOf({ id, sha256 }: PlacedDocument): string | undefined {
    const document = shortHash(`${sha256} ${id}`);
    if (this.#documents.has(document)) return undefined;
    this.#documents.add(document);
    const key = shortHash(id);
    if (!this.#ids.has(key)) {
      this.#ids.add(key);
      return id;
    }
    return `${id}#${sha256.slice(0, 16)}`;
  }
}

function shortHash(text: string): string {
  return hash("sha256", text, "buffer").toString("latin1", 0, 16);
}
