import type { Forfeit, JournalEntry, PlannedDocument } from "../journal.ts";
import type { OffsetRun } from "../offset-run.ts";
import type { DocumentRef, LaneId } from "../ports.ts";
import type { Doubt } from "./memory-doubt.ts";

export interface KnownPart {
  readonly plan: PlannedDocument["parts"][number];
  readonly document: KnownDocument;
  found: number | undefined;
  /** Records that are settled for it, without those that it forfeits. */
  settled: number;
  state: "open" | "closed" | "kept";
  forfeited: Forfeit | undefined;
}

export interface KnownDocument {
  readonly id: string;
  /** The how manieth. */
  readonly place: number;
  handle: string;
  readonly failedAtMs: number;
  readonly parts: KnownPart[];
  removed: boolean;
}

type Settled = Extract<JournalEntry, { kind: "settled" }>;

export interface KnownLane {
  readonly id: LaneId;
  /** In the order in which they are read. */
  readonly parts: KnownPart[];
  /** Disjoint, ascending. */
  readonly settled: Settled[];
  /** Batches without an answer that says what became of them. */
  readonly doubts: Map<number, Doubt>;
}

export function isRemovable({ parts, removed }: KnownDocument): boolean {
  return !removed && parts.every(({ state }) => state === "closed");
}

export function isKept({ parts, removed }: KnownDocument): boolean {
  return !removed && parts.every(({ state }) => state !== "open") && parts.some(({ state }) => state === "kept");
}

export function refOf({ id, handle }: KnownDocument): DocumentRef {
  return { id, handle };
}

export function sum(counted: readonly { readonly records: number }[]): number {
  return counted.reduce((total, { records }) => total + records, 0);
}

export function inOrder(a: KnownPart, b: KnownPart): number {
  return compare(a.plan.first, b.plan.first) || compare(a.plan.last, b.plan.last) || a.document.place - b.document.place;
}

export function compare<Value extends bigint | string>(a: Value, b: Value): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Those of the runs, which are disjoint and ascending, that have an offset of `run`. */
export function overlapping<Run extends OffsetRun>(runs: readonly Run[], { first, last }: OffsetRun): readonly Run[] {
  let [low, high] = [0, runs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((runs[middle]?.last ?? 0n) < first) low = middle + 1;
    else high = middle;
  }
  const found: Run[] = [];
  for (let run = runs[low]; run !== undefined && run.first <= last; run = runs[low + found.length]) found.push(run);
  return found;
}

/** From behind: mostly there is nothing to pass. */
export function insert<Item>(items: Item[], item: Item, order: (a: Item, b: Item) => number): void {
  let at = items.length;
  while (at > 0 && order(item, items[at - 1] as Item) < 0) at -= 1;
  items.splice(at, 0, item);
}
