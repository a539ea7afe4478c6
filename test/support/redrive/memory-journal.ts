import type { Forfeit, JournalEntry, KnownRun, PlannedDocument, RunCounts, RunJournal } from "../../../src/core/redrive/journal.ts";
import { laneName } from "../../../src/core/redrive/lane.ts";
import type { OffsetRun } from "../../../src/core/redrive/offset-run.ts";
import type { PoisonKey } from "../../../src/core/redrive/poison-keys.ts";
import type { DocumentRef, LaneId, Outcome, Part, Reason } from "../../../src/core/redrive/ports.ts";
import {
  compare,
  inOrder,
  insert,
  isKept,
  isRemovable,
  isSettledIn,
  type KnownDocument,
  type KnownLane,
  type KnownPart,
  refOf,
  sum,
} from "./memory-content.ts";
import { isInDoubt, isWaitedFor } from "./memory-doubt.ts";

/**
 * What a journal means, told in the plainest way: what was said is kept as it came, and each question adds it all up. It is also what a disk would
 * hold: a crashed run's successor opens the same one.
 */
export class MemoryJournal implements RunJournal {
  readonly #entries: JournalEntry[] = [];
  readonly #documents = new Map<string, KnownDocument>();
  readonly #lanes = new Map<string, KnownLane>();
  #invocations = 0;
  #lastBatch = 0;

  add(documents: readonly PlannedDocument[]): readonly DocumentRef[] {
    return documents.flatMap((planned) => {
      const known = this.#documents.get(planned.id);
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
    const document: KnownDocument = { id, place: this.#documents.size, handle, failedAtMs, parts: [], removed: false };
    for (const plan of parts) {
      const part: KnownPart = { plan, document, found: undefined, state: "open", forfeited: undefined };
      document.parts.push(part);
      insert(this.#lane(plan.lane).parts, part, inOrder);
    }
    this.#documents.set(id, document);
  }

  commit(entries: readonly JournalEntry[]): readonly DocumentRef[] {
    return entries.flatMap((entry) => {
      this.#entries.push(entry);
      return this.#take(entry) ?? [];
    });
  }

  #take(entry: JournalEntry): DocumentRef | undefined {
    switch (entry.kind) {
      case "dispatched":
        return this.#dispatched(entry);
      case "answered":
        if (entry.outcome !== "unknown") for (const { doubts } of this.#lanes.values()) doubts.delete(entry.batch);
        return undefined;
      case "found":
        this.#part(entry.document, entry.lane).found = entry.records;
        return undefined;
      case "settled":
        this.#part(entry.document, entry.lane);
        if (this.settled(entry.lane, entry).length > 0) throw new Error(`${laneName(entry.lane)}@${entry.first} is settled twice`);
        insert(this.#lane(entry.lane).settled, entry, (a, b) => compare(a.first, b.first));
        return undefined;
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
    for (const earlier of doubts.values()) earlier.sentAfter.push(...entry.runs);
    doubts.set(entry.batch, { sent: entry, sentAfter: [] });
    this.#invocations += 1;
    this.#lastBatch = Math.max(this.#lastBatch, entry.batch);
  }

  #closed({ document, lane, keep, forfeited }: Extract<JournalEntry, { kind: "closed" }>): DocumentRef | undefined {
    const part = this.#part(document, lane);
    if (part.state !== "open") throw new Error(`part ${document} ${laneName(lane)} is closed twice`);
    part.state = keep ? "kept" : "closed";
    part.forfeited = forfeited;
    return isRemovable(part.document) ? refOf(part.document) : undefined;
  }

  lanes(): readonly LaneId[] {
    const nextFailureMs = ({ parts }: KnownLane) => parts.find(({ state }) => state === "open")?.document.failedAtMs ?? 0;
    return [...this.#lanes.values()]
      .filter(({ parts }) => parts.some(({ state }) => state === "open"))
      .sort((a, b) => nextFailureMs(a) - nextFailureMs(b) || compare(a.id.topic, b.id.topic) || a.id.partition - b.id.partition)
      .map(({ id }) => id);
  }

  parts(lane: LaneId, after: Part | undefined, limit: number): readonly Part[] {
    const last = after === undefined ? undefined : this.#part(after.document, after.lane);
    return this.#lane(lane)
      .parts.filter((part) => part.state === "open" && (last === undefined || inOrder(last, part) < 0))
      .slice(0, limit)
      .map((part) => ({
        ...part.plan,
        document: part.document.id,
        handle: part.document.handle,
        found: part.found,
        settled: this.#settledOf(part),
      }));
  }

  settled(lane: LaneId, { first, last }: OffsetRun): readonly KnownRun[] {
    return this.#lane(lane)
      .settled.filter((run) => run.last >= first && run.first <= last)
      .map((run) => ({ first: run.first, last: run.last, outcome: run.outcome }));
  }

  poisonKeys(lane: LaneId): readonly PoisonKey[] {
    return this.#lane(lane).settled.flatMap(({ first, keyMark }) => (keyMark === undefined ? [] : [{ mark: keyMark, offset: first }]));
  }

  keyMark(key: string): string {
    return `mark of ${key}`;
  }

  removable(limit: number): readonly DocumentRef[] {
    return [...this.#documents.values()].filter(isRemovable).map(refOf).slice(0, limit);
  }

  unanswered(): ReturnType<RunJournal["unanswered"]> {
    return [...this.#lanes.values()]
      .flatMap((lane) => [...lane.doubts.values()].filter((doubt) => isWaitedFor(doubt, isSettledIn(lane))))
      .map(({ sent }) => sent)
      .sort((a, b) => a.batch - b.batch)
      .map(({ lane, runs, records, atMs }) => ({ lane, runs, records, atMs }));
  }

  nextBatch(): number {
    return this.#lastBatch + 1;
  }

  counts(): RunCounts {
    const documents = [...this.#documents.values()];
    const lanes = [...this.#lanes.values()];
    const parts = lanes.flatMap((lane) => lane.parts);
    const terminal = [...lanes.flatMap(({ settled }) => settled), ...parts.flatMap(({ forfeited }) => forfeited ?? [])];
    const of = (outcome: Outcome) => sum(terminal.filter((each) => each.outcome === outcome));
    const seen = parts.reduce((total, { found, plan }) => total + (found ?? plan.claimed), 0);
    const outcomes = { redriven: of("redriven"), parked: of("parked"), unrecoverable: of("unrecoverable"), filtered: of("filtered") };
    const inDoubt = lanes.flatMap((lane) => [...lane.doubts.values()].filter((doubt) => isInDoubt(doubt, isSettledIn(lane))));
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

  /** As `OpenRun.entries`, but with all that was taken back since. */
  entries(kinds: readonly JournalEntry["kind"][]): readonly JournalEntry[] {
    return this.#entries.filter(({ kind }) => kinds.includes(kind));
  }

  /** As `OpenRun.kept`. */
  kept(): readonly DocumentRef[] {
    return [...this.#documents.values()].filter(isKept).map(refOf);
  }

  /** As `OpenRun.reopen`. */
  reopen(reasons: readonly Reason[] | undefined): number {
    const before = this.counts().parked;
    const isMeant = ({ outcome, reason }: Pick<Forfeit, "reason"> & { readonly outcome: Outcome }) =>
      outcome === "parked" && (reasons === undefined || (reason !== undefined && reasons.includes(reason)));
    for (const lane of this.#lanes.values()) {
      const rows = lane.settled.filter((row) => isMeant(row) && !this.#document(row.document).removed);
      const left = lane.settled.filter((row) => !rows.includes(row));
      lane.settled.splice(0, lane.settled.length, ...left);
      for (const part of lane.parts) {
        const isOwner = rows.some((row) => row.document === part.document.id);
        const shares = part.state === "kept" && rows.some((row) => row.first <= part.plan.last && row.last >= part.plan.first);
        const isForfeited = part.forfeited !== undefined && isMeant(part.forfeited);
        if (part.document.removed || !(isOwner || shares || isForfeited)) continue;
        part.state = "open";
        part.forfeited = undefined;
      }
    }
    return before - this.counts().parked;
  }

  #settledOf({ plan, document, forfeited }: KnownPart): number {
    return sum(this.#lane(plan.lane).settled.filter((row) => row.document === document.id)) + (forfeited?.records ?? 0);
  }

  #document(id: string): KnownDocument {
    const known = this.#documents.get(id);
    if (known === undefined) throw new Error(`no document ${id}`);
    return known;
  }

  #part(document: string, lane: LaneId): KnownPart {
    const part = this.#document(document).parts.find(({ plan }) => laneName(plan.lane) === laneName(lane));
    if (part === undefined) throw new Error(`no part ${document} ${laneName(lane)}`);
    return part;
  }

  #lane(id: LaneId): KnownLane {
    const known = this.#lanes.get(laneName(id)) ?? { id, parts: [], settled: [], doubts: new Map() };
    this.#lanes.set(laneName(id), known);
    return known;
  }
}
