import type { Forfeit, JournalEntry, KnownRun, PlannedDocument, RunCounts, RunJournal } from "../../../src/core/redrive/journal.ts";
import type { OffsetRun } from "../../../src/core/redrive/offset-run.ts";
import type { DocumentRef, LaneId, Part } from "../../../src/core/redrive/ports.ts";

interface ModelPart {
  readonly plan: PlannedDocument["parts"][number];
  readonly place: number;
  found: number | undefined;
  closed: "no" | "done" | "keep";
  forfeited: Forfeit | undefined;
}

interface ModelDocument {
  readonly id: string;
  handle: string;
  readonly parts: ModelPart[];
  removed: boolean;
}

/**
 * What a journal means, told in the plainest way: everything that happened is kept as it came, and each question goes through all of it,
 * offset by offset. Only for small offsets.
 */
export class JournalModel implements RunJournal {
  readonly #documents = new Map<string, ModelDocument>();
  readonly #entries: JournalEntry[] = [];

  add(documents: readonly PlannedDocument[]): readonly DocumentRef[] {
    const settled: DocumentRef[] = [];
    for (const { id, handle, parts } of documents) {
      const known = this.#documents.get(id);
      if (known === undefined) {
        const place = this.#documents.size;
        this.#documents.set(id, {
          id,
          handle,
          parts: parts.map((plan) => ({ plan, place, found: undefined, closed: "no", forfeited: undefined })),
          removed: false,
        });
        continue;
      }
      known.handle = handle;
      known.removed = false;
      if (isRemovable(known)) settled.push({ id, handle });
    }
    return settled;
  }

  commit(entries: readonly JournalEntry[]): readonly DocumentRef[] {
    return entries.flatMap((entry) => {
      this.#entries.push(entry);
      if (entry.kind === "removed") for (const id of entry.documents) this.#document(id).removed = true;
      if (entry.kind !== "found" && entry.kind !== "closed") return [];
      const document = this.#document(entry.document);
      const part = document.parts.find(({ plan }) => sameLane(plan.lane, entry.lane));
      if (part === undefined) throw new Error("no such part");
      if (entry.kind === "found") {
        part.found = entry.records;
        return [];
      }
      if (part.closed !== "no") return [];
      part.closed = entry.keep ? "keep" : "done";
      part.forfeited = entry.forfeited;
      return isRemovable(document) ? [{ id: document.id, handle: document.handle }] : [];
    });
  }

  lanes(): readonly LaneId[] {
    const open = this.#openParts().map(([, { plan }]) => plan.lane);
    return open.filter((lane, index) => open.findIndex((other) => sameLane(lane, other)) === index);
  }

  parts(lane: LaneId, after: Part | undefined, limit: number): readonly Part[] {
    const open = this.#openParts()
      .filter(([, { plan }]) => sameLane(plan.lane, lane))
      .sort(([, a], [, b]) => order(a.plan.first, b.plan.first) || order(a.plan.last, b.plan.last) || a.place - b.place)
      .map(([{ id: document, handle }, { plan, found }]) => ({
        document,
        handle,
        found,
        settled: this.#settledOf(document, plan.lane),
        ...plan,
      }));
    const behind = after === undefined ? open : open.filter((part) => this.#isBehind(part, after));
    return behind.slice(0, limit);
  }

  settled(lane: LaneId, { first, last }: OffsetRun): readonly KnownRun[] {
    return this.#of("settled")
      .filter((entry) => sameLane(entry.lane, lane))
      .flatMap((entry) => offsetsOf(entry).map((offset) => ({ first: offset, last: offset, outcome: entry.outcome })))
      .filter((each) => each.first >= first && each.last <= last)
      .sort((a, b) => order(a.first, b.first));
  }

  removable(limit: number): readonly DocumentRef[] {
    return [...this.#documents.values()]
      .filter(isRemovable)
      .map(({ id, handle }) => ({ id, handle }))
      .slice(0, limit);
  }

  unanswered() {
    return this.#inDoubt()
      .filter(({ open }) => open > 0)
      .map(({ sent: { lane, runs, records, atMs } }) => ({ lane, runs, records, atMs }));
  }

  nextBatch(): number {
    return Math.max(0, ...this.#of("dispatched").map(({ batch }) => batch)) + 1;
  }

  counts(): RunCounts {
    const documents = [...this.#documents.values()];
    const forfeits = documents.flatMap(({ parts }) => parts).flatMap(({ forfeited }) => forfeited ?? []);
    const sum = (outcome: string) =>
      [...this.#of("settled"), ...forfeits].filter((each) => each.outcome === outcome).reduce((total, { records }) => total + records, 0);
    const seen = documents.flatMap(({ parts }) => parts).reduce((total, { found, plan }) => total + (found ?? plan.claimed), 0);
    const settled = { redriven: sum("redriven"), parked: sum("parked"), unrecoverable: sum("unrecoverable"), filtered: sum("filtered") };
    return {
      documents: documents.length,
      removed: documents.filter(({ removed }) => removed).length,
      kept: documents.filter((document) => isSettled(document) && !isRemovable(document) && !document.removed).length,
      seen,
      ...settled,
      remaining: seen - settled.redriven - settled.parked - settled.unrecoverable - settled.filtered,
      possibleDuplicates: this.#inDoubt()
        .filter(({ isSentAgain, open }) => isSentAgain || open > 0)
        .reduce((total, { sent }) => total + sent.records, 0),
      invocations: this.#of("dispatched").length,
    };
  }

  #inDoubt() {
    return this.#of("dispatched")
      .filter(({ batch }) => {
        const answer = this.#of("answered").findLast((entry) => entry.batch === batch);
        return answer === undefined || answer.outcome === "unknown";
      })
      .map((sent) => {
        const offsets = sent.runs.flatMap(offsetsOf);
        const later = this.#of("dispatched").filter(
          (other) => this.#entries.indexOf(other) > this.#entries.indexOf(sent) && sameLane(other.lane, sent.lane),
        );
        const sentAgain = new Set(later.flatMap(({ runs }) => runs.flatMap(offsetsOf)));
        const settled = new Set(this.#settledOffsets(sent.lane));
        return {
          sent,
          isSentAgain: offsets.some((offset) => sentAgain.has(offset)),
          open: offsets.filter((offset) => !sentAgain.has(offset) && !settled.has(offset)).length,
        };
      })
      .sort((a, b) => a.sent.batch - b.sent.batch);
  }

  #settledOf(document: string, lane: LaneId): number {
    const entries = this.#of("settled").filter((entry) => entry.document === document && sameLane(entry.lane, lane));
    return entries.reduce((total, { records }) => total + records, 0);
  }

  #isBehind(part: Part, after: Part): boolean {
    const place = (document: string) => this.#document(document).parts[0]?.place ?? 0;
    const by = order(part.first, after.first) || order(part.last, after.last) || place(part.document) - place(after.document);
    return by > 0;
  }

  #openParts(): [ModelDocument, ModelPart][] {
    return [...this.#documents.values()].flatMap((document) =>
      document.parts.filter(({ closed }) => closed === "no").map((part): [ModelDocument, ModelPart] => [document, part]),
    );
  }

  #settledOffsets(lane: LaneId): bigint[] {
    return this.#of("settled")
      .filter((entry) => sameLane(entry.lane, lane))
      .flatMap(offsetsOf);
  }

  #of<Kind extends JournalEntry["kind"]>(kind: Kind) {
    return this.#entries.filter((entry): entry is Extract<JournalEntry, { kind: Kind }> => entry.kind === kind);
  }

  #document(id: string): ModelDocument {
    const document = this.#documents.get(id);
    if (document === undefined) throw new Error(`document ${id} is not in the plan`);
    return document;
  }
}

export function offsetsOf({ first, last }: OffsetRun): bigint[] {
  return Array.from({ length: Number(last - first) + 1 }, (_, index) => first + BigInt(index));
}

function isSettled({ parts }: ModelDocument): boolean {
  return parts.every(({ closed }) => closed !== "no");
}

function isRemovable(document: ModelDocument): boolean {
  return !document.removed && isSettled(document) && document.parts.every(({ closed }) => closed === "done");
}

function sameLane(a: LaneId, b: LaneId): boolean {
  return a.topic === b.topic && a.partition === b.partition;
}

function order(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
