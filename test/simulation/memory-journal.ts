import { BatchesInDoubt, leavesDoubt, without } from "../../src/core/redrive/batches-in-doubt.ts";
import type { JournalEntry, KnownRun, PlannedDocument, RunCounts, RunJournal } from "../../src/core/redrive/journal.ts";
import { laneName } from "../../src/core/redrive/lane.ts";
import type { OffsetRun } from "../../src/core/redrive/offset-run.ts";
import type { DocumentRef, LaneId, Outcome, Part } from "../../src/core/redrive/ports.ts";

interface KnownPart {
  part: Part;
  isOpen: boolean;
}

interface KnownDocument {
  handle: string;
  readonly parts: KnownPart[];
  keep: boolean;
  removed: boolean;
}

interface KnownLane {
  readonly id: LaneId;
  /** In the order in which they are read. */
  readonly parts: KnownPart[];
  /** Disjoint, ascending. */
  readonly settled: KnownRun[];
}

type Dispatched = Extract<JournalEntry, { kind: "dispatched" }>;
type Answered = Extract<JournalEntry, { kind: "answered" }>;

/** A journal that keeps what was committed. It is what a disk would hold: a crashed run's successor opens the same one. */
export class MemoryJournal implements RunJournal {
  readonly entries: JournalEntry[] = [];
  readonly #documents = new Map<string, KnownDocument>();
  readonly #lanes = new Map<string, KnownLane>();
  readonly #planned: PlannedDocument[] = [];
  readonly #totals = new Map<Outcome, number>();
  readonly #inDoubt = new Map<number, Dispatched & { isSentAgain: boolean }>();
  readonly #doubt = new BatchesInDoubt();
  #seen = 0;
  #invocations = 0;

  /** Another one that holds the same. */
  copy(): MemoryJournal {
    const copy = new MemoryJournal();
    copy.add(this.#planned);
    copy.commit(this.entries);
    return copy;
  }

  isKept(id: string): boolean {
    return this.#documents.get(id)?.keep === true;
  }

  add(documents: readonly PlannedDocument[]): readonly DocumentRef[] {
    const removable: DocumentRef[] = [];
    for (const planned of documents) {
      const { id, handle } = planned;
      const known = this.#documents.get(id);
      if (known === undefined) this.#addNew(planned);
      else {
        known.handle = handle;
        known.removed = false;
        for (const each of known.parts) each.part = { ...each.part, handle };
        if (isClosed(known)) removable.push({ id, handle });
      }
    }
    return removable;
  }

  #addNew(planned: PlannedDocument): void {
    const { id, handle } = planned;
    this.#planned.push(planned);
    const parts: KnownPart[] = [];
    for (const part of planned.parts) {
      const known = { part: { ...part, document: id, handle, found: undefined, settled: 0 }, isOpen: true };
      parts.push(known);
      insert(this.#lane(part.lane).parts, known, (a, b) => inOrder(a.part, b.part));
      this.#seen += part.claimed;
    }
    this.#documents.set(id, { handle, parts, keep: false, removed: false });
  }

  commit(entries: readonly JournalEntry[]): readonly DocumentRef[] {
    const removable: DocumentRef[] = [];
    for (const entry of entries) {
      this.entries.push(entry);
      const closed = this.#commit(entry);
      if (closed !== undefined) removable.push(closed);
    }
    return removable;
  }

  #commit(entry: JournalEntry): DocumentRef | undefined {
    switch (entry.kind) {
      case "dispatched":
        this.#dispatch(entry);
        return undefined;
      case "answered":
        this.#answer(entry);
        return undefined;
      case "found": {
        const known = this.#part(entry.document, entry.lane);
        this.#seen += entry.records - (known.part.found ?? known.part.claimed);
        known.part = { ...known.part, found: entry.records };
        return undefined;
      }
      case "settled": {
        const { first, last, outcome } = entry;
        this.#doubt.settled(entry.lane, { first, last });
        insert(this.#lane(entry.lane).settled, { first, last, outcome }, (a, b) => (a.first < b.first ? -1 : 1));
        this.#count(this.#part(entry.document, entry.lane), outcome, entry.records);
        return undefined;
      }
      case "closed":
        return this.#close(entry);
      case "removed":
        for (const id of entry.documents) this.#document(id).removed = true;
        return undefined;
      case "remark":
        return undefined;
    }
  }

  #dispatch(entry: Dispatched): void {
    const { batch, lane, runs, records, atMs } = entry;
    const open = runs.flatMap((run) => this.settled(lane, run)).reduce(without, [...runs]);
    for (const earlier of this.#doubt.sent({ batch, lane, runs, records, atMs, open })) {
      const known = this.#inDoubt.get(earlier.batch);
      if (known !== undefined) known.isSentAgain = true;
    }
    this.#inDoubt.set(batch, { ...entry, isSentAgain: false });
    this.#invocations += 1;
  }

  #answer({ batch, outcome }: Answered): void {
    const known = this.#inDoubt.get(batch);
    if (known === undefined || leavesDoubt(outcome)) return;
    this.#doubt.answered(known);
    this.#inDoubt.delete(batch);
  }

  #close({ document, lane, keep, forfeited }: Extract<JournalEntry, { kind: "closed" }>): DocumentRef | undefined {
    const known = this.#document(document);
    const part = this.#part(document, lane);
    if (!part.isOpen) throw new Error(`part ${document} ${laneName(lane)} was closed twice`);
    part.isOpen = false;
    known.keep ||= keep;
    if (forfeited !== undefined) this.#count(part, forfeited.outcome, forfeited.records);
    return isClosed(known) && !known.removed ? { id: document, handle: known.handle } : undefined;
  }

  lanes(): readonly LaneId[] {
    return [...this.#lanes.values()].filter(({ parts }) => parts.some(({ isOpen }) => isOpen)).map(({ id }) => id);
  }

  parts(lane: LaneId, after: Part | undefined, limit: number): readonly Part[] {
    const open = this.#lane(lane).parts.filter(({ isOpen }) => isOpen);
    return open
      .map(({ part }) => part)
      .filter((part) => after === undefined || inOrder(after, part) < 0)
      .slice(0, limit);
  }

  settled(lane: LaneId, { first, last }: OffsetRun): readonly KnownRun[] {
    return this.#lane(lane)
      .settled.filter((run) => run.last >= first && run.first <= last)
      .map((run) => ({ ...run, first: run.first < first ? first : run.first, last: run.last > last ? last : run.last }));
  }

  removable(limit: number): readonly DocumentRef[] {
    return [...this.#documents]
      .filter(([, known]) => isClosed(known) && !known.removed)
      .map(([id, { handle }]) => ({ id, handle }))
      .slice(0, limit);
  }

  unanswered(): ReturnType<RunJournal["unanswered"]> {
    return this.#doubt.batches().map(({ lane, runs, records, atMs }) => ({ lane, runs, records, atMs }));
  }

  nextBatch(): number {
    return this.#invocations + 1;
  }

  counts(): RunCounts {
    const [redriven, parked, unrecoverable, filtered] = (["redriven", "parked", "unrecoverable", "filtered"] as const).map(
      (outcome) => this.#totals.get(outcome) ?? 0,
    ) as [number, number, number, number];
    const documents = [...this.#documents.values()];
    return {
      documents: documents.length,
      removed: documents.filter(({ removed }) => removed).length,
      kept: documents.filter(({ keep, parts, removed }) => keep && !removed && parts.every(({ isOpen }) => !isOpen)).length,
      seen: this.#seen,
      redriven,
      parked,
      unrecoverable,
      filtered,
      remaining: this.#seen - redriven - parked - unrecoverable - filtered,
      possibleDuplicates: this.#doubt.records,
      invocations: this.#invocations,
    };
  }

  #document(id: string): KnownDocument {
    const known = this.#documents.get(id);
    if (known === undefined) throw new Error(`no document ${id}`);
    return known;
  }

  #part(document: string, lane: LaneId): KnownPart {
    const part = this.#document(document).parts.find(({ part: each }) => laneName(each.lane) === laneName(lane));
    if (part === undefined) throw new Error(`no part ${document} ${laneName(lane)}`);
    return part;
  }

  #lane(id: LaneId): KnownLane {
    const known = this.#lanes.get(laneName(id)) ?? { id, parts: [], settled: [] };
    this.#lanes.set(laneName(id), known);
    return known;
  }

  #count(known: KnownPart, outcome: Outcome, records: number): void {
    this.#totals.set(outcome, (this.#totals.get(outcome) ?? 0) + records);
    known.part = { ...known.part, settled: known.part.settled + records };
  }
}

function isClosed({ parts, keep }: KnownDocument): boolean {
  return !keep && parts.every(({ isOpen }) => !isOpen);
}

function inOrder(a: Part, b: Part): number {
  if (a.first !== b.first) return a.first < b.first ? -1 : 1;
  if (a.last !== b.last) return a.last < b.last ? -1 : 1;
  return a.document < b.document ? -1 : a.document > b.document ? 1 : 0;
}

/** From behind: mostly there is nothing to pass. */
function insert<Item>(items: Item[], item: Item, order: (a: Item, b: Item) => number): void {
  let at = items.length;
  while (at > 0 && order(item, items[at - 1] as Item) < 0) at -= 1;
  items.splice(at, 0, item);
}
