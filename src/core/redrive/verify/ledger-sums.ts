import { plural } from "../../figures.ts";
import type { WrittenBatch } from "../handover/read-ledger.ts";
import { laneText } from "../handover/told-places.ts";
import type { JournalEntry, PlannedDocument } from "../journal.ts";
import { laneName } from "../lane.ts";
import { createLaneRuns } from "../lane-runs.ts";
import type { LaneId } from "../ports.ts";
import type { Mismatches } from "./check.ts";
import type { LedgerEvidence } from "./ledger-check.ts";

interface PartSum {
  readonly document: string;
  readonly lane: LaneId;
  /** What it claims, or was found to hold. */
  records: number;
  settled: number;
  isClosed: boolean;
}

export interface LedgerSumsParts extends Pick<LedgerEvidence, "order" | "fingerprint" | "inventoryId"> {
  readonly mismatches: Mismatches;
}

/** What a ledger's batches say, added up by itself; what contradicts itself is told. Keeps numbers instead of ids, and runs of offsets. */
export class LedgerSums {
  readonly #parts: LedgerSumsParts;
  readonly #redriven = createLaneRuns(Number.POSITIVE_INFINITY);
  /** Whatever has become of them: of several batches the first counts, as in the run. */
  readonly #settled = createLaneRuns(Number.POSITIVE_INFINITY);
  readonly #removed = new Set<number>();
  /** Of documents with several lanes: a number for each share that is closed. */
  readonly #closedShares = new Set<number>();
  readonly #removedOpen: { readonly document: string; readonly lane: LaneId }[] = [];
  readonly #planned = new Set<number>();
  /** Of all documents that are planned or left. */
  readonly ids = new Set<number>();
  batches = 0;
  invocations = 0;
  workedOn = 0;
  /** In records; those that another batch has settled before do not count. */
  redriven = 0;

  constructor(parts: LedgerSumsParts) {
    this.#parts = parts;
  }

  get documents(): number {
    return this.#planned.size;
  }

  get removed(): number {
    return this.#removed.size;
  }

  /** `lane`: the only one that is the batch's; undefined: all of its documents'. */
  take({ name, turns, removed }: WrittenBatch, lane: LaneId | undefined): void {
    const { inventoryId, fingerprint } = this.#parts;
    this.batches += 1;
    const documents = new Map<string, PlannedDocument>();
    for (const { begun } of turns) {
      for (const document of begun?.documents ?? []) documents.set(document.id, document);
      for (const { id } of begun?.left ?? []) this.ids.add(fingerprint(inventoryId(id)));
    }
    for (const document of documents.values()) this.#plan(document, name);
    const sums = sumsOf(documents, lane);
    for (const { ended } of turns) for (const entry of ended?.entries ?? []) this.#entry(entry, sums, name);
    const newest = turns.at(-1);
    if (newest !== undefined && newest.ended === undefined) this.workedOn += 1;
    this.#compare(sums, { name, isDone: newest?.ended?.isDone === true });
    for (const id of removed?.documents ?? []) this.#remove(documents.get(id), id, sums);
  }

  /** Of documents that several batches share: what is closed in none of them. */
  finish(): void {
    for (const { document, lane } of this.#removedOpen.splice(0)) {
      if (!this.#closedShares.has(this.#share(document, lane)))
        this.#parts.mismatches.add(`${document} was removed, and the ledger does not say that ${laneText(lane)} of it was done with`);
    }
  }

  #plan({ id, parts }: PlannedDocument, batch: string): void {
    const { order, mismatches, fingerprint, inventoryId } = this.#parts;
    const number = fingerprint(id);
    const isShared = order === "partition" && parts.length > 1;
    if (this.#planned.has(number) && !isShared) mismatches.add(`${id} was planned twice, the second time in batch ${batch}`);
    this.#planned.add(number);
    this.ids.add(fingerprint(inventoryId(id)));
  }

  #entry(entry: JournalEntry, sums: ReadonlyMap<string, PartSum>, batch: string): void {
    if (entry.kind === "dispatched") this.invocations += 1;
    if (entry.kind !== "found" && entry.kind !== "settled" && entry.kind !== "closed") return;
    const part = sums.get(keyOf(entry.document, entry.lane));
    if (entry.kind === "settled" && entry.outcome === "redriven") this.#redrive(entry, batch);
    if (part === undefined) return;
    if (entry.kind === "settled") this.#settle(entry);
    if (entry.kind === "found") part.records = entry.records;
    else if (entry.kind === "settled") part.settled += entry.outcome === "absent" ? 0 : entry.records;
    else {
      part.settled += entry.forfeited?.records ?? 0;
      part.isClosed = true;
      if (this.#parts.order === "partition") this.#closedShares.add(this.#share(entry.document, entry.lane));
    }
  }

  #redrive({ lane, first, last }: Extract<JournalEntry, { kind: "settled" }>, batch: string): void {
    const twice = this.#redriven.add(lane, { first, last });
    if (twice > 0n)
      this.#parts.mismatches.add(
        `${laneText(lane)} ${first}..${last}: ${plural(Number(twice), "offset")} redriven twice, the second time by batch ${batch}`,
      );
  }

  #settle({ lane, first, last, records, outcome }: Extract<JournalEntry, { kind: "settled" }>): void {
    const before = this.#settled.add(lane, { first, last });
    if (outcome === "redriven") this.redriven += Math.max(0, records - Number(before));
  }

  #compare(sums: ReadonlyMap<string, PartSum>, { name, isDone }: { readonly name: string; readonly isDone: boolean }): void {
    for (const { document, lane, records, settled, isClosed } of sums.values()) {
      const place = `${document} in ${laneText(lane)}`;
      if (isClosed && settled !== records)
        this.#parts.mismatches.add(`${place}: ${plural(records, "record")}, and batch ${name} accounts for ${settled}`);
      if (isDone && !isClosed) this.#parts.mismatches.add(`${place} is not done with, and batch ${name} says that it is done`);
    }
  }

  #remove(document: PlannedDocument | undefined, id: string, sums: ReadonlyMap<string, PartSum>): void {
    this.#removed.add(this.#parts.fingerprint(id));
    if (document === undefined) this.#parts.mismatches.add(`${id} was removed, and its batch has not planned it`);
    for (const { lane } of document?.parts ?? [])
      if (sums.get(keyOf(id, lane))?.isClosed !== true) this.#removedOpen.push({ document: id, lane });
  }

  #share(document: string, lane: LaneId): number {
    return this.#parts.fingerprint(keyOf(document, lane));
  }
}

function sumsOf(documents: ReadonlyMap<string, PlannedDocument>, own: LaneId | undefined): ReadonlyMap<string, PartSum> {
  const sums = new Map<string, PartSum>();
  for (const { id, parts } of documents.values()) {
    for (const { lane, claimed } of parts) {
      if (own !== undefined && laneName(own) !== laneName(lane)) continue;
      sums.set(keyOf(id, lane), { document: id, lane, records: claimed, settled: 0, isClosed: false });
    }
  }
  return sums;
}

function keyOf(document: string, lane: LaneId): string {
  return `${document}\n${laneName(lane)}`;
}
