import type { JournalEntry, KnownRun, PlannedDocument, RunCounts, RunJournal } from "../journal.ts";
import { laneName } from "../lane.ts";
import type { OffsetRun } from "../offset-run.ts";
import { offsetSet } from "../offset-set.ts";
import type { MarkOf, PoisonKey } from "../poison-keys.ts";
import type { DocumentRef, LaneId, Outcome, Part } from "../ports.ts";
import {
  compare,
  inOrder,
  insert,
  isKept,
  isRemovable,
  type KnownDocument,
  type KnownLane,
  type KnownPart,
  overlapping,
  refOf,
  sum,
} from "./memory-content.ts";
import { isInDoubt, isWaitedFor } from "./memory-doubt.ts";

export interface MemoryJournalOptions {
  readonly markOf: MarkOf;
  /** Of every lane: keys behind which records were parked before this journal began. */
  readonly carried?: readonly PoisonKey[] | undefined;
}

/**
 * What a journal means, told in the plainest way: what was said is kept as it came, and each question adds it all up. It lasts as long as the
 * process; whoever needs it longer writes its entries down and says them again.
 */
export class MemoryJournal implements RunJournal {
  protected readonly documents = new Map<string, KnownDocument>();
  protected readonly knownLanes = new Map<string, KnownLane>();
  readonly #markOf: MarkOf;
  readonly #carried: readonly PoisonKey[];
  #invocations = 0;
  #lastBatch = 0;

  constructor({ markOf, carried = [] }: MemoryJournalOptions) {
    this.#markOf = markOf;
    this.#carried = carried;
  }

  add(documents: readonly PlannedDocument[]): readonly DocumentRef[] {
    return documents.flatMap((planned) => {
      const known = this.documents.get(planned.id);
      if (known === undefined) {
        this.#addNew(planned);
        return [];
      }
      known.handle = planned.handle;
      known.removed = false;
      return isRemovable(known) ? [refOf(known)] : [];
    });
  }

  #addNew({ id, handle, failedAtMs, parts }: PlannedDocument): void {
    const document: KnownDocument = { id, place: this.documents.size, handle, failedAtMs, parts: [], removed: false };
    for (const plan of parts) {
      const part: KnownPart = { plan, document, found: undefined, settled: 0, state: "open", forfeited: undefined };
      document.parts.push(part);
      insert(this.#lane(plan.lane).parts, part, inOrder);
    }
    this.documents.set(id, document);
  }

  commit(entries: readonly JournalEntry[]): readonly DocumentRef[] {
    return entries.flatMap((entry) => this.#take(entry) ?? []);
  }

  #take(entry: JournalEntry): DocumentRef | undefined {
    switch (entry.kind) {
      case "dispatched":
        return this.#dispatched(entry);
      case "answered":
        if (entry.outcome !== "unknown") for (const { doubts } of this.knownLanes.values()) doubts.delete(entry.batch);
        return undefined;
      case "found":
        this.#part(entry.document, entry.lane).found = entry.records;
        return undefined;
      case "settled":
        return this.#settled(entry);
      case "closed":
        return this.#closed(entry);
      case "removed":
        for (const id of entry.documents) this.#document(id).removed = true;
        return undefined;
      case "remark":
        return undefined;
    }
  }

  #dispatched(entry: Extract<JournalEntry, { kind: "dispatched" }>): undefined {
    const { doubts } = this.#lane(entry.lane);
    for (const { sentAfter } of doubts.values()) for (const run of entry.runs) sentAfter.add(run);
    doubts.set(entry.batch, { sent: entry, sentAfter: offsetSet() });
    this.#invocations += 1;
    this.#lastBatch = Math.max(this.#lastBatch, entry.batch);
  }

  #settled(entry: Extract<JournalEntry, { kind: "settled" }>): undefined {
    const part = this.#part(entry.document, entry.lane);
    if (this.settled(entry.lane, entry).length > 0) throw new Error(`${laneName(entry.lane)}@${entry.first} is settled twice`);
    insert(this.#lane(entry.lane).settled, entry, (a, b) => compare(a.first, b.first));
    part.settled += entry.records;
  }

  #closed({ document, lane, keep, forfeited }: Extract<JournalEntry, { kind: "closed" }>): DocumentRef | undefined {
    const part = this.#part(document, lane);
    if (part.state !== "open") throw new Error(`part ${document} ${laneName(lane)} is closed twice`);
    part.state = keep ? "kept" : "closed";
    part.forfeited = forfeited;
    return isRemovable(part.document) ? refOf(part.document) : undefined;
  }

  lanes(): readonly LaneId[] {
    return [...this.knownLanes.values()]
      .flatMap(({ id, parts }) => {
        const next = parts.find(({ state }) => state === "open");
        return next === undefined ? [] : [{ id, failedAtMs: next.document.failedAtMs }];
      })
      .sort((a, b) => a.failedAtMs - b.failedAtMs || compare(a.id.topic, b.id.topic) || a.id.partition - b.id.partition)
      .map(({ id }) => id);
  }

  parts(lane: LaneId, after: Part | undefined, limit: number): readonly Part[] {
    const last = after === undefined ? undefined : this.#part(after.document, after.lane);
    return this.#lane(lane)
      .parts.filter((part) => part.state === "open" && (last === undefined || inOrder(last, part) < 0))
      .slice(0, limit)
      .map(({ plan, document, found, settled, forfeited }) => ({
        ...plan,
        document: document.id,
        handle: document.handle,
        found,
        settled: settled + (forfeited?.records ?? 0),
      }));
  }

  settled(lane: LaneId, run: OffsetRun): readonly KnownRun[] {
    return overlapping(this.#lane(lane).settled, run).map(({ first, last, outcome }) => ({ first, last, outcome }));
  }

  poisonKeys(lane: LaneId): readonly PoisonKey[] {
    const own = this.#lane(lane).settled.flatMap(({ first, keyMark }) => (keyMark === undefined ? [] : [{ mark: keyMark, offset: first }]));
    return [...this.#carried, ...own];
  }

  keyMark(key: string): string {
    return this.#markOf(key);
  }

  removable(limit: number): readonly DocumentRef[] {
    return [...this.documents.values()].filter(isRemovable).map(refOf).slice(0, limit);
  }

  unanswered(): ReturnType<RunJournal["unanswered"]> {
    return [...this.knownLanes.values()]
      .flatMap((lane) => [...lane.doubts.values()].filter((doubt) => isWaitedFor(doubt, lane)))
      .map(({ sent }) => sent)
      .sort((a, b) => a.batch - b.batch)
      .map(({ lane, runs, records, atMs }) => ({ lane, runs, records, atMs }));
  }

  nextBatch(): number {
    return this.#lastBatch + 1;
  }

  counts(): RunCounts {
    const documents = [...this.documents.values()];
    const lanes = [...this.knownLanes.values()];
    const parts = lanes.flatMap((lane) => lane.parts);
    const terminal = [...lanes.flatMap(({ settled }) => settled), ...parts.flatMap(({ forfeited }) => forfeited ?? [])];
    const of = (outcome: Outcome) => sum(terminal.filter((each) => each.outcome === outcome));
    const seen = parts.reduce((total, { found, plan }) => total + (found ?? plan.claimed), 0);
    const outcomes = { redriven: of("redriven"), parked: of("parked"), unrecoverable: of("unrecoverable"), filtered: of("filtered") };
    const inDoubt = lanes.flatMap((lane) => [...lane.doubts.values()].filter((doubt) => isInDoubt(doubt, lane)));
    return {
      documents: documents.length,
      removed: documents.filter(({ removed }) => removed).length,
      kept: documents.filter(isKept).length,
      seen,
      ...outcomes,
      remaining: seen - outcomes.redriven - outcomes.parked - outcomes.unrecoverable - outcomes.filtered,
      possibleDuplicates: sum(inDoubt.map(({ sent }) => sent)),
      invocations: this.#invocations,
    };
  }

  #document(id: string): KnownDocument {
    const known = this.documents.get(id);
    if (known === undefined) throw new Error(`no document ${id}`);
    return known;
  }

  #part(document: string, lane: LaneId): KnownPart {
    const part = this.#document(document).parts.find(({ plan }) => isSame(plan.lane, lane));
    if (part === undefined) throw new Error(`no part ${document} ${laneName(lane)}`);
    return part;
  }

  #lane(id: LaneId): KnownLane {
    const known = this.knownLanes.get(laneName(id)) ?? { id, parts: [], settled: [], doubts: new Map() };
    this.knownLanes.set(laneName(id), known);
    return known;
  }
}

function isSame(a: LaneId, b: LaneId): boolean {
  return a.partition === b.partition && a.topic === b.topic;
}
