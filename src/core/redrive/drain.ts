import type { ArchiveWriter, DocumentToArchive } from "./archive.ts";
import type { Classified } from "./classify.ts";
import type { DocumentRef, DocumentSource, ListedDocument, Part, RecordReader } from "./ports.ts";
import { untilStopped } from "./until-stopped.ts";

export interface DrainParts {
  readonly source: DocumentSource;
  readonly archive: ArchiveWriter;
  readonly classify: (document: ListedDocument) => Classified;
  /** Reads back the records of documents that only point to them, so that they are saved as well. */
  readonly materialise?: RecordReader | undefined;
  /** False: what is archived stays at its source. */
  readonly removes: boolean;
  /** True: foreign and malformed documents are taken, too. */
  readonly takesEverything: boolean;
  /** Of a source that hides what it gives: so many are taken at a time, again and again until nothing comes. Undefined: it gives all at once. */
  readonly window: number | undefined;
  readonly onProgress: (counts: DrainCounts) => void;
  /** True: what is taken is brought to its end, and nothing else is begun. */
  readonly isStopped: () => boolean;
}

/** In documents, unless they say otherwise. */
export interface DrainCounts {
  readonly seen: number;
  /** Put into the archive by this drain, and there safely. */
  readonly archived: number;
  /** In it already. */
  readonly known: number;
  readonly removed: number;
  /** Safe in the archive, and still at the source. */
  readonly notRemoved: number;
  /** Why the last of them stayed; may hold text from outside. */
  readonly notRemovedReason: string | undefined;
  readonly foreign: number;
  readonly malformed: number;
  readonly unreadable: number;
  /** Removed by somebody else before they could be read. */
  readonly gone: number;
  /** Records, as the archived documents claim them. */
  readonly records: number;
  /** Records that were saved themselves. */
  readonly materialised: number;
}

/** Of sources that list beginnings. */
const fetchedAtOnce = 8;

/**
 * Brings a source's documents into an archive, and removes there what is safe here. It may end anywhere, and be begun again: whatever
 * is not in the archive is still at the source. Throws what its parts throw; documents in custody are given back.
 */
export async function drain(parts: DrainParts): Promise<DrainCounts> {
  const run = new Drain(parts);
  try {
    await run.toTheEnd();
    await run.passLeftAlone();
  } catch (error) {
    // What ended the drain is to be told, not that giving back fails for the same cause.
    await run.giveBack().catch(() => undefined);
    throw error;
  }
  await run.giveBack();
  return run.counts;
}

type Mutable = { -readonly [Name in keyof DrainCounts]: DrainCounts[Name] };

class Drain {
  readonly #parts: DrainParts;
  /** Taken from a source that hides them, and neither removed nor given back. */
  readonly #held = new Map<string, DocumentRef>();
  /** Safe, and the source did not remove them. */
  readonly #stayed = new Set<string>();
  /** To be removed once the archive is sealed. */
  #waiting: DocumentRef[] = [];
  /** Put into the archive since it was sealed last. */
  #unsealed = { archived: 0, records: 0, materialised: 0 };
  readonly #leftAlone = new Map<string, DocumentRef>();
  readonly counts: Mutable = {
    seen: 0,
    archived: 0,
    known: 0,
    removed: 0,
    notRemoved: 0,
    notRemovedReason: undefined,
    foreign: 0,
    malformed: 0,
    unreadable: 0,
    gone: 0,
    records: 0,
    materialised: 0,
  };

  constructor(parts: DrainParts) {
    this.#parts = parts;
  }

  async toTheEnd(): Promise<void> {
    const { window, isStopped } = this.#parts;
    // A round that brings nothing but what was left alone before is the last.
    for (let isMore = true; isMore && !isStopped(); ) {
      const isNew = await this.#round(window ?? Number.MAX_SAFE_INTEGER);
      isMore = isNew && window !== undefined;
    }
  }

  async #round(limit: number): Promise<boolean> {
    const { source, archive, window, isStopped } = this.#parts;
    let isNew = false;
    for await (const page of untilStopped(source.documents(limit), isStopped)) {
      if (window !== undefined) for (const { id, handle } of page) this.#held.set(id, { id, handle });
      for (let at = 0; at < page.length && !isStopped(); at += fetchedAtOnce) {
        const fresh = page.slice(at, at + fetchedAtOnce).filter(({ id }) => !this.#leftAlone.has(id) && !this.#stayed.has(id));
        isNew ||= fresh.length > 0;
        for (const document of await Promise.all(fresh.map((each) => this.#whole(each)))) await this.#take(document);
        if (archive.isFull) await this.#seal();
      }
      if (isStopped()) break;
    }
    await this.#seal();
    return isNew;
  }

  /** With its bytes, if there are any. */
  async #whole(listed: ListedDocument): Promise<ListedDocument> {
    if (listed.complete || listed.unreadable !== undefined) return listed;
    const bytes = await this.#parts.source.fetch(listed.id, listed.handle);
    return bytes === undefined ? { ...listed, bytes, unreadable: "gone" } : { ...listed, bytes, complete: true };
  }

  async #take(listed: ListedDocument): Promise<void> {
    const { classify, takesEverything } = this.#parts;
    const classified = classify(listed);
    this.counts.seen += 1;
    if (classified.kind === "planned") return this.#archive(listed, classified);
    // A whole document that tells not enough is malformed.
    const kind = classified.kind === "incomplete" ? "malformed" : classified.kind;
    const isGone = classified.kind === "unreadable" && classified.reason === "gone";
    this.counts[isGone ? "gone" : kind] += 1;
    if (takesEverything && listed.bytes !== undefined && kind !== "unreadable") return this.#archive(listed, undefined);
    this.#leftAlone.set(listed.id, { id: listed.id, handle: listed.handle });
  }

  async #archive(listed: ListedDocument, classified: Extract<Classified, { kind: "planned" }> | undefined): Promise<void> {
    const { archive, materialise } = this.#parts;
    const { id, handle, storedAtMs, bytes = new Uint8Array() } = listed;
    const pointsOnly = classified !== undefined && classified.document.event === undefined;
    const reader = pointsOnly ? materialise : undefined;
    if (archive.holds({ id, bytes }, reader === undefined ? "document" : "records")) this.counts.known += 1;
    else {
      const parts = classified?.planned.parts ?? [];
      const content = reader && (await contentOf(reader, { id, handle }, parts));
      archive.add({ id, bytes, storedAtMs, parts, content });
      this.#unsealed.archived += 1;
      this.#unsealed.records += classified?.planned.records ?? 0;
      this.#unsealed.materialised += (content ?? []).reduce((sum, { content: { records } }) => sum + records.length, 0);
    }
    this.#waiting.push({ id, handle });
  }

  async #seal(): Promise<void> {
    const { archive, source, removes, onProgress } = this.#parts;
    await archive.seal();
    for (const name of ["archived", "records", "materialised"] as const) this.counts[name] += this.#unsealed[name];
    this.#unsealed = { archived: 0, records: 0, materialised: 0 };
    const safe = this.#waiting.splice(0);
    const removals = removes && safe.length > 0 ? await source.remove(safe) : [];
    for (const [index, removal] of removals.entries()) {
      if (removal.kind === "failed") {
        this.counts.notRemoved += 1;
        this.counts.notRemovedReason = removal.reason;
        this.#stayed.add(safe[index]?.id ?? "");
        continue;
      }
      this.counts.removed += 1;
      this.#held.delete(safe[index]?.id ?? "");
    }
    onProgress({ ...this.counts });
  }

  async passLeftAlone(): Promise<void> {
    if (this.#leftAlone.size > 0) await this.#parts.source.pass?.([...this.#leftAlone.values()]);
  }

  /** So that nobody has to wait until a queue shows again what stays. */
  async giveBack(): Promise<void> {
    if (this.#held.size > 0) await this.#parts.source.release([...this.#held.values()]);
  }
}

type PlannedParts = Extract<Classified, { kind: "planned" }>["planned"]["parts"];

async function contentOf(reader: RecordReader, document: DocumentRef, parts: PlannedParts): Promise<DocumentToArchive["content"]> {
  const contents = [];
  for (const planned of parts) {
    const part: Part = { ...planned, document: document.id, handle: document.handle, found: undefined, settled: 0 };
    contents.push({ lane: planned.lane, content: await reader.read(part) });
  }
  return contents;
}
