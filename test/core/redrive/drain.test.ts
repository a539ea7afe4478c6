import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import type { ArchiveWriter } from "../../../src/core/redrive/archive.ts";
import type { Classified } from "../../../src/core/redrive/classify.ts";
import { type DrainParts, drain } from "../../../src/core/redrive/drain.ts";
import type { DocumentRef, DocumentSource, ListedDocument, Part, Removal } from "../../../src/core/redrive/ports.ts";
import { openArchiveReader } from "../../../src/platform/disk/archive/archive-reader.ts";
import { openArchiveWriter } from "../../../src/platform/disk/archive/archive-writer.ts";
import { allOf, archiveFacts, archiveLane, savedContent } from "../../support/redrive/archived.ts";
import { memoryArchive } from "../../support/redrive/memory-archive.ts";

type Effect = (name: string, carryOut: () => void) => void;
const carriedOut: Effect = (_, carryOut) => carryOut();

/** Documents by their ids; what `takes` hides what it gives until it is released. */
class FakeSource implements DocumentSource {
  readonly documentsThere: Map<string, string>;
  readonly released: string[] = [];
  readonly passed: string[] = [];
  readonly #hidden = new Set<string>();
  readonly #options: { readonly takes: boolean; readonly heads: boolean; readonly effect: Effect };
  removal: (id: string) => Removal = () => ({ kind: "removed" });

  constructor(documents: Iterable<readonly [string, string]>, options: { takes?: boolean; heads?: boolean; effect?: Effect } = {}) {
    this.documentsThere = new Map(documents);
    this.#options = { takes: false, heads: false, effect: carriedOut, ...options };
  }

  async *documents(limit: number): AsyncIterable<readonly ListedDocument[]> {
    const { takes, heads } = this.#options;
    const ids = [...this.documentsThere.keys()].filter((id) => !this.#hidden.has(id)).slice(0, takes ? limit : undefined);
    for (let at = 0; at < ids.length; at += 4) {
      const page = ids.slice(at, at + 4);
      if (takes) for (const id of page) this.#hidden.add(id);
      yield page.map((id) => {
        const text = this.documentsThere.get(id) ?? "";
        const bytes = Buffer.from(heads ? text.slice(0, 1) : text);
        return { id, handle: `handle ${id}`, bytes, complete: !heads, storedAtMs: 5 };
      });
    }
  }

  async fetch(id: string): Promise<Uint8Array | undefined> {
    const text = this.documentsThere.get(id);
    return text === undefined ? undefined : Buffer.from(text);
  }

  async remove(documents: readonly DocumentRef[]): Promise<readonly Removal[]> {
    return documents.map(({ id }) => {
      const removal = this.removal(id);
      if (removal.kind === "removed") this.#options.effect(`remove ${id}`, () => void this.documentsThere.delete(id));
      return removal;
    });
  }

  async pass(documents: readonly DocumentRef[]): Promise<void> {
    this.passed.push(...documents.map(({ id }) => id));
  }

  async release(documents: readonly DocumentRef[]): Promise<void> {
    for (const { id } of documents) this.#hidden.delete(id);
    this.released.push(...documents.map(({ id }) => id));
  }

  async close(): Promise<void> {}
}

/** `foreign…` and `malformed…` are what they say; anything else is a document, with its event unless it begins with `pointer`. */
function classify({ id, handle, bytes, unreadable }: ListedDocument): Classified {
  if (unreadable !== undefined) return { kind: "unreadable", reason: unreadable };
  const text = Buffer.from(bytes ?? []).toString();
  if (text.startsWith("foreign")) return { kind: "foreign", what: "something else" };
  if (text.startsWith("malformed")) return { kind: "malformed", why: "it is broken" };
  const parts = [{ lane: archiveLane, first: 0n, last: 9n, claimed: 10, firstTimestampMs: undefined, lastTimestampMs: undefined }];
  const planned = { id, handle, condition: "RetriesExhausted", failedAtMs: 0, records: 10, parts };
  const event = text.startsWith("pointer") ? undefined : new Uint8Array();
  return { kind: "planned", planned, document: { event } as never };
}

const documents = (count: number, text = "document") =>
  Array.from({ length: count }, (_, index): [string, string] => [`id ${index}`, `${text} ${index} ${"x".repeat(40)}`]);

async function drained(source: DocumentSource, some: Partial<DrainParts> = {}, files = new Map<string, Uint8Array>(), effect = carriedOut) {
  const store = memoryArchive(files, effect);
  const archive = await openArchiveWriter(store, { facts: archiveFacts, nowMs: 0, segmentSize: 700 });
  const rest = { removes: true, takesEverything: false, window: undefined, onProgress: () => {}, isStopped: () => false };
  return drain({ source, archive, classify, ...rest, ...some });
}

async function archivedIds(files: Map<string, Uint8Array>): Promise<string[]> {
  if (files.size === 0) return [];
  return (await allOf(await openArchiveReader(memoryArchive(files)))).map(({ id }) => id).sort();
}

describe("draining", () => {
  it.each([
    ["a source that gives all", {}, undefined],
    ["a source that gives beginnings", { heads: true }, undefined],
    ["a source that hides what it gives", { takes: true }, 7],
  ])("empties %s into the archive", async (_, options, window) => {
    const source = new FakeSource(documents(25), options);
    const files = new Map<string, Uint8Array>();
    const counts = await drained(source, { window }, files);
    expect(counts).toMatchObject({ seen: 25, archived: 25, removed: 25, records: 250, known: 0, notRemoved: 0 });
    expect(source.documentsThere.size).toBe(0);
    expect(await archivedIds(files)).toHaveLength(25);
    expect(source.released).toEqual([]);
  });

  it("leaves alone what is none of ours, gives it back, and ends", async () => {
    const source = new FakeSource([...documents(5), ["f", "foreign"], ["m", "malformed"]], { takes: true });
    const files = new Map<string, Uint8Array>();
    expect(await drained(source, { window: 3 }, files)).toMatchObject({ archived: 5, removed: 5, foreign: 1, malformed: 1 });
    expect([...source.documentsThere.keys()]).toEqual(["f", "m"]);
    expect([source.released, source.passed]).toEqual([
      ["f", "m"],
      ["f", "m"],
    ]);
    expect(await archivedIds(files)).not.toContain("f");
  });

  it("takes everything when it is asked to", async () => {
    const source = new FakeSource([...documents(1), ["f", "foreign"], ["m", "malformed"]]);
    const files = new Map<string, Uint8Array>();
    expect(await drained(source, { takesEverything: true }, files)).toMatchObject({ archived: 3, removed: 3, foreign: 1, records: 10 });
    expect(await archivedIds(files)).toEqual(["f", "id 0", "m"]);
  });

  it("removes nothing where nothing is to be removed, and takes nothing twice", async () => {
    const source = new FakeSource(documents(6));
    const files = new Map<string, Uint8Array>();
    await drained(source, { removes: false }, files);
    expect(await drained(source, { removes: false }, files)).toMatchObject({ archived: 0, known: 6, removed: 0 });
    expect(source.documentsThere.size).toBe(6);
    expect(await drained(source, {}, files)).toMatchObject({ archived: 0, known: 6, removed: 6 });
    expect(await archivedIds(files)).toHaveLength(6);
  });

  it("counts what the source did not remove, and goes on", async () => {
    const source = new FakeSource(documents(6), { takes: true });
    source.removal = (id) => (id === "id 2" ? { kind: "failed", reason: "receipt expired" } : { kind: "removed" });
    expect(await drained(source, { window: 2 })).toMatchObject({
      archived: 6,
      removed: 5,
      notRemoved: 1,
      notRemovedReason: "receipt expired",
    });
    expect(source.released).toEqual(["id 2"]);
  });

  it("counts what is gone or cannot be read", async () => {
    const source = new FakeSource(documents(3), { heads: true });
    source.fetch = async (id) => (id === "id 1" ? undefined : Buffer.from("document"));
    expect(await drained(source)).toMatchObject({ seen: 3, archived: 2, gone: 1, unreadable: 0 });
  });

  it("saves the records of pointers, and of them only", async () => {
    const read: Part[] = [];
    const materialise = {
      async read(part: Part) {
        read.push(part);
        return savedContent(1n, 2n);
      },
    };
    const source = new FakeSource([["a", "pointer"], ...documents(1)]);
    const files = new Map<string, Uint8Array>();
    expect(await drained(source, { materialise }, files)).toMatchObject({ archived: 2, materialised: 2 });
    expect(read).toMatchObject([{ document: "a", handle: "handle a", lane: archiveLane, first: 0n, last: 9n, settled: 0 }]);
    const reader = await openArchiveReader(memoryArchive(files));
    const handle = (await allOf(reader)).find(({ id }) => id === "a")?.handle ?? "";
    expect(await reader.records({ document: "a", handle, lane: archiveLane })).toEqual(savedContent(1n, 2n));
  });

  it("archives a pointer again when only now its records are wanted", async () => {
    const source = new FakeSource([["a", "pointer"]]);
    const files = new Map<string, Uint8Array>();
    await drained(source, { removes: false }, files);
    const materialise = { read: async () => savedContent(1n) };
    expect(await drained(source, { materialise, removes: false }, files)).toMatchObject({ archived: 1, known: 0, materialised: 1 });
    expect(await drained(source, { materialise }, files)).toMatchObject({ archived: 0, known: 1, removed: 1 });
    expect(await archivedIds(files)).toEqual(["a"]);
  });

  it("stops where it is told to: what was taken is safe and removed, the rest is given back", async () => {
    const source = new FakeSource(documents(40), { takes: true });
    const files = new Map<string, Uint8Array>();
    let asked = 0;
    const counts = await drained(source, { window: 20, isStopped: () => ++asked > 5 }, files);
    expect(counts.removed).toBe(counts.archived);
    expect(source.documentsThere.size).toBe(40 - counts.removed);
    expect(counts.removed).toBeGreaterThan(0);
    expect(counts.removed).toBeLessThan(40);
    expect(source.released.every((id) => source.documentsThere.has(id))).toBe(true);
    await drained(source, { window: 20 }, files);
    expect(await archivedIds(files)).toHaveLength(40);
  });

  it("tells how far it is", async () => {
    const told: number[] = [];
    await drained(new FakeSource(documents(30)), { onProgress: ({ removed }) => told.push(removed) });
    expect(told.length).toBeGreaterThan(2);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(30);
  });

  it("removes nothing when the archive cannot be written", async () => {
    const source = new FakeSource(documents(5), { takes: true });
    const archive = {
      holds: () => false,
      add() {},
      isFull: false,
      seal: () => Promise.reject(new MskctlError("storage", "the disk is full")),
    } as unknown as ArchiveWriter;
    await expect(drained(source, { archive, window: 3 })).rejects.toMatchObject({ code: "storage" });
    expect(source.documentsThere.size).toBe(5);
    expect(source.released).toHaveLength(3);
  });
});

describe("a crash while draining", () => {
  const all = [...documents(9), ["f", "foreign"] as [string, string]];

  /** Whatever is not at the source can be read in the archive: after each effect. */
  async function expectNothingLost(source: FakeSource, files: Map<string, Uint8Array>): Promise<void> {
    const archived = new Set(await archivedIds(files));
    for (const [id] of all) expect(source.documentsThere.has(id) || archived.has(id), id).toBe(true);
  }

  it.each(["before it is done", "after it was done"])("at any effect, %s, loses nothing, and the next drain ends it", async (when) => {
    for (let at = 1, isOver = false; !isOver; at++) {
      let count = 0;
      const states: (() => Promise<void>)[] = [];
      const files = new Map<string, Uint8Array>();
      const effect: Effect = (_, carryOut) => {
        count += 1;
        if (count !== at || when !== "before it is done") carryOut();
        const [now, there] = [new Map(files), new Map(source.documentsThere)];
        states.push(() => expectNothingLost(Object.assign(new FakeSource(there)), now));
        if (count === at) throw new Error("the machine is gone");
      };
      const source = new FakeSource(all, { takes: true, effect });
      isOver = await drained(source, { window: 5 }, files, effect).then(
        () => true,
        () => false,
      );
      for (const state of states) await state();
      const later = new FakeSource(source.documentsThere, { takes: true });
      await drained(later, { window: 5 }, files);
      expect([...later.documentsThere.keys()], `effect ${at}`).toEqual(["f"]);
      expect(await archivedIds(files), `effect ${at}`).toEqual(documents(9).map(([id]) => id));
      expect(at).toBeLessThan(100);
    }
  });
});
