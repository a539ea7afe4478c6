import type { JournalEntry, PlannedDocument } from "../journal.ts";
import { laneName } from "../lane.ts";
import { type OffsetRun, offsetsIn, without } from "../offset-run.ts";
import { offsetSet } from "../offset-set.ts";
import type { LaneId } from "../ports.ts";
import type { OpenRun, PartStanding } from "../runs.ts";
import { foundIn, isOpen, offsetsOfLanes, type PartInBatch, partInBatch } from "./part-in-batch.ts";
import { laneText, type ToldPlaces } from "./told-places.ts";

type Entry<Kind extends JournalEntry["kind"]> = Extract<JournalEntry, { readonly kind: Kind }>;

/** What is found wrong on the way. */
interface BatchComplaints {
  /** Offsets that another batch has settled before. */
  readonly doubles: ToldPlaces;
  /** Entries that no journal takes. */
  readonly refused: ToldPlaces;
}

export interface BatchContext extends BatchComplaints {
  readonly name: string;
  readonly run: Pick<OpenRun, "journal" | "partsOf">;
  /** Only this lane of its documents is the batch's; undefined: all. */
  readonly lane: LaneId | undefined;
  /** Gives numbers that no other batch of the run has. */
  readonly nextBatch: () => number;
}

/** A batch of the ledger on its way into a run's journal: its entries, as that journal takes them. */
export class ImportedBatch {
  readonly #context: BatchContext;
  readonly #parts = new Map<string, PartInBatch>();
  readonly #planned = new Map<string, PlannedDocument>();
  readonly #known = new Map<string, readonly PartStanding[]>();
  readonly #settled = offsetsOfLanes();
  /** By their numbers in the ledger. */
  readonly #numbers = new Map<number, number>();
  readonly #entries: JournalEntry[] = [];
  /** Documents that the run does not have yet. */
  readonly fresh: PlannedDocument[] = [];

  constructor(context: BatchContext) {
    this.#context = context;
  }

  /** A document that the run has already is not added again: that would say that its source lists it anew. */
  plan(documents: readonly PlannedDocument[]): void {
    for (const document of documents) {
      if (this.#planned.has(document.id)) continue;
      this.#planned.set(document.id, document);
      const known = this.#context.run.partsOf(document.id);
      if (known === undefined) this.fresh.push(document);
      this.#known.set(document.id, known ?? document.parts.map(untouched));
    }
  }

  /** `object`: where it stands, to be told. */
  take(entry: JournalEntry, object: string): void {
    switch (entry.kind) {
      case "dispatched":
        this.#dispatched(entry);
        break;
      case "answered":
        this.#answered(entry, object);
        break;
      case "found":
        this.#found(entry, object);
        break;
      case "settled":
        this.#settle(entry, object);
        break;
      case "closed":
        this.#closed(entry, object);
        break;
      case "removed":
        this.removed(entry.documents, object);
        break;
      case "remark":
        this.#entries.push(entry);
    }
  }

  removed(documents: readonly string[], object: string): void {
    const known = documents.filter((id) => this.#planned.has(id));
    for (const id of documents) if (!this.#planned.has(id)) this.#refuse(object, `${id} was removed and never planned`);
    if (known.length > 0) this.#entries.push({ kind: "removed", documents: known });
  }

  /** All that is open may have been sent until then: nobody has told. */
  perhapsSent(atMs: number): void {
    for (const { lane, offsets, records } of this.#openLanes().values()) {
      const batch = this.#context.nextBatch();
      this.#entries.push({ kind: "dispatched", batch, lane, runs: offsets.runs(), records, attempt: 1, atMs });
    }
  }

  /** For one commit. */
  entries(): readonly JournalEntry[] {
    const found: JournalEntry[] = [];
    for (const [key, part] of this.#parts) {
      const records = foundIn(part);
      if (records !== undefined)
        found.push({ kind: "found", document: key.slice(0, key.lastIndexOf("\n")), lane: part.before.lane, records });
    }
    return [...found, ...this.#entries];
  }

  #openLanes() {
    const { run, lane: own } = this.#context;
    const lanes = new Map<string, { readonly lane: LaneId; readonly offsets: ReturnType<typeof offsetSet>; records: number }>();
    for (const { id, parts } of this.#planned.values()) {
      for (const { lane, first, last } of parts) {
        const part = this.#partOf(id, lane);
        if (part === undefined || !isOpen(part) || (own !== undefined && laneName(own) !== laneName(lane))) continue;
        const known = lanes.get(laneName(lane)) ?? { lane, offsets: offsetSet(), records: 0 };
        const settled = [run.journal.settled(lane, { first, last }), this.#settled(laneName(lane)).runs()];
        for (const open of settled.reduce<readonly OffsetRun[]>(withoutAll, [{ first, last }])) known.offsets.add(open);
        known.records += Math.max(0, (part.found ?? part.before.found ?? part.before.claimed) - part.before.settled - part.settled);
        lanes.set(laneName(lane), known);
      }
    }
    for (const [name, { offsets }] of lanes) if (offsets.size === 0) lanes.delete(name);
    return lanes;
  }

  #dispatched(entry: Entry<"dispatched">): void {
    const batch = this.#context.nextBatch();
    this.#numbers.set(entry.batch, batch);
    this.#entries.push({ ...entry, batch });
  }

  #answered(entry: Entry<"answered">, object: string): void {
    const batch = this.#numbers.get(entry.batch);
    if (batch === undefined) {
      this.#refuse(object, `batch ${entry.batch} was answered and never sent`);
      return;
    }
    this.#entries.push({ ...entry, batch });
  }

  #found({ document, lane, records }: Entry<"found">, object: string): void {
    const part = this.#partOf(document, lane);
    if (part === undefined) {
      this.#refuse(object, unplanned(document, lane));
      return;
    }
    part.found = records;
  }

  #settle(entry: Entry<"settled">, object: string): void {
    const { document, lane, outcome } = entry;
    const part = this.#partOf(document, lane);
    if (part === undefined) {
      this.#refuse(object, unplanned(document, lane));
      return;
    }
    const own = this.#settled(laneName(lane));
    const twice = own.common(entry);
    if (twice > 0n) this.#refuse(object, `${placeOf(entry)}: ${twice} settled twice`);
    const elsewhere = this.#context.run.journal.settled(lane, entry);
    const left = withoutAll(withoutAll([entry], own.runs()), elsewhere);
    for (const known of elsewhere) this.#double(entry, known, part);
    for (const { first, last } of left) {
      const run = { first, last };
      own.add(run);
      const records = left.length === 1 && sameRun(run, entry) ? entry.records : Math.min(entry.records, offsetsIn(run));
      const batch = entry.batch === undefined ? undefined : this.#numbers.get(entry.batch);
      // A poison record's mark stands where that record stands.
      const keyMark = first === entry.first ? entry.keyMark : undefined;
      this.#entries.push({ ...entry, ...run, records, batch, keyMark });
      if (outcome !== "absent") part.settled += records;
    }
  }

  /** What was never sent, and is so by both, is no double. */
  #double(entry: Entry<"settled">, known: OffsetRun & { readonly outcome: string }, part: PartInBatch): void {
    const { first, last } = common(entry, known);
    const offsets = offsetsIn({ first, last });
    if (entry.outcome !== "absent") part.dropped += Math.min(entry.records, offsets);
    if (known.outcome === entry.outcome && (entry.outcome === "absent" || entry.outcome === "filtered")) return;
    const place = placeOf({ lane: entry.lane, first, last });
    this.#context.doubles.add(`${place}: ${entry.outcome} by batch ${this.#context.name}, ${known.outcome} by one before it`, offsets);
  }

  #closed(entry: Entry<"closed">, object: string): void {
    const part = this.#partOf(entry.document, entry.lane);
    if (part === undefined) {
      this.#refuse(object, unplanned(entry.document, entry.lane));
      return;
    }
    if (part.isClosed) {
      this.#refuse(object, `${entry.document} is closed twice in ${laneText(entry.lane)}`);
      return;
    }
    // Another batch that had the document, too, has closed it: that stands.
    if (!part.before.isOpen) return;
    part.isClosed = true;
    part.forfeited = entry.forfeited?.records ?? 0;
    this.#entries.push(entry);
  }

  #partOf(document: string, lane: LaneId): PartInBatch | undefined {
    const key = `${document}\n${laneName(lane)}`;
    const known = this.#parts.get(key);
    if (known !== undefined) return known;
    const before = this.#known.get(document)?.find((part) => laneName(part.lane) === laneName(lane));
    if (before === undefined) return undefined;
    const part = partInBatch(before);
    this.#parts.set(key, part);
    return part;
  }

  #refuse(object: string, why: string): void {
    this.#context.refused.add(`${object}: ${why}`);
  }
}

function untouched({ lane, claimed }: PlannedDocument["parts"][number]): PartStanding {
  return { lane, claimed, found: undefined, settled: 0, isOpen: true };
}

function withoutAll(runs: readonly OffsetRun[], taken: readonly OffsetRun[]): readonly OffsetRun[] {
  return runs.flatMap((run) => without(run, taken));
}

function common(a: OffsetRun, b: OffsetRun): OffsetRun {
  const [first, last] = [[a.first, b.first].toSorted(ascending)[1], [a.last, b.last].toSorted(ascending)[0]];
  return { first: first ?? a.first, last: last ?? a.last };
}

function ascending(a: bigint, b: bigint): number {
  return a < b ? -1 : 1;
}

function sameRun(a: OffsetRun, b: OffsetRun): boolean {
  return a.first === b.first && a.last === b.last;
}

function placeOf({ lane, first, last }: OffsetRun & { readonly lane: LaneId }): string {
  return `${laneText(lane)} ${first}..${last}`;
}

function unplanned(document: string, lane: LaneId): string {
  return `${document} is not planned in ${laneText(lane)}`;
}
