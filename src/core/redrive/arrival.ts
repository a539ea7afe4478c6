import type { JournalEntry, KnownRun } from "./journal.ts";
import type { Lane, OpenPart, WaitingRecord } from "./lane.ts";
import { type OffsetRun, offsetsIn, runsOf, runWith, without } from "./offset-run.ts";
import type { Part, PartContent, SettledRun } from "./ports.ts";
import { closed, forfeitOf, foundIn } from "./settling.ts";

/** A part that was read, and what of its offsets was settled before. */
export interface ReadPart {
  readonly part: Part;
  readonly content: PartContent;
  readonly settled: readonly KnownRun[];
}

/** Parts of one read, in order. What one of them settles is not on disk yet, and those behind it have to know. */
export function arriveTogether(lane: Lane, parts: readonly ReadPart[], removeUnrecoverable: boolean): JournalEntry[] {
  const entries: JournalEntry[] = [];
  const settledNow: KnownRun[] = [];
  for (const part of parts) {
    const settled = settledNow.length === 0 ? part.settled : [...part.settled, ...settledNow].toSorted(byFirst);
    const more = arrive(lane, { ...part, settled }, removeUnrecoverable);
    for (const entry of more) if (entry.kind === "settled") settledNow.push(entry);
    entries.push(...more);
  }
  return entries;
}

function byFirst(a: KnownRun, b: KnownRun): number {
  return a.first < b.first ? -1 : 1;
}

/**
 * Puts a part's records behind those that wait. A record that is settled, or that waits already because of an overlapping
 * document, is not sent again. Gives what has to be written: counts, offsets that will not be sent, and the end of a part
 * that has nothing to wait for.
 */
function arrive(lane: Lane, { part, content, settled }: ReadPart, removeUnrecoverable: boolean): JournalEntry[] {
  const open: OpenPart = { part, unsettled: 0, keep: false, forfeited: undefined, found: undefined };
  const fresh = freshRecords(lane, open, content, settled);
  enqueue(lane, fresh);
  const notSent = content.runs.filter((run) => !isForfeit(run)).flatMap((run) => settledRuns(lane, open, run, settled));
  const counted = fresh.length + notSent.reduce((sum, { records }) => sum + records, 0);
  const shared = part.found === undefined ? content.records.length - fresh.length : 0;
  const [lost] = content.runs.filter(isForfeit);
  if (lost !== undefined) {
    const left = (part.found ?? part.claimed) - part.settled - shared - counted;
    open.forfeited = forfeitOf(left, lost.outcome === "unrecoverable" ? "unrecoverable" : "parked", lost.reason);
  }
  open.keep ||= lost !== undefined || (!removeUnrecoverable && content.runs.some(({ outcome }) => outcome === "unrecoverable"));
  const found = part.settled + counted + (open.forfeited?.records ?? 0);
  // What it claims was counted when it was planned: that can wait for what is written then.
  const mayWait = part.found === undefined && found === part.claimed && fresh.length > 0 && notSent.length === 0 && lost === undefined;
  if (mayWait) open.found = found;
  return [...(part.found === found || mayWait ? [] : [foundIn(part, found)]), ...notSent, ...(open.unsettled === 0 ? [closed(open)] : [])];
}

function freshRecords(lane: Lane, open: OpenPart, { records }: PartContent, settled: readonly KnownRun[]): WaitingRecord[] {
  const fresh: WaitingRecord[] = [];
  for (const record of records) {
    const before = runWith(settled, record.offset);
    // What did not reach the target stays in every document that has it.
    open.keep ||= before?.outcome === "parked" || before?.outcome === "unrecoverable";
    if (before !== undefined) continue;
    open.unsettled += 1;
    const known = lane.byOffset.get(record.offset);
    if (known !== undefined) {
      known.owners.push(open);
      continue;
    }
    const waiting = { record, owners: [open] };
    lane.byOffset.set(record.offset, waiting);
    fresh.push(waiting);
    lane.read.bytes += record.json.length;
    lane.waitingBytes += record.json.length;
  }
  lane.read.records += fresh.length;
  return fresh;
}

/**
 * What a reader could not get hold of says nothing about its offsets: another document may have the same records, or be of
 * the topic that has their name now. What brokers have let go is gone for all of them.
 */
function isForfeit({ outcome, reason }: SettledRun): boolean {
  return outcome === "parked" || (outcome === "unrecoverable" && reason !== "expired");
}

function settledRuns(
  lane: Lane,
  open: OpenPart,
  run: SettledRun,
  settled: readonly KnownRun[],
): Extract<JournalEntry, { kind: "settled" }>[] {
  const { part } = open;
  const unsettled = without(run, settled).flatMap((left) => without(left, shareWaiting(lane, open, left)));
  return unsettled.map((left) => ({
    kind: "settled",
    document: part.document,
    lane: part.lane,
    ...left,
    records: run.outcome === "absent" ? 0 : offsetsIn(left),
    outcome: run.outcome,
    reason: run.reason,
    batch: undefined,
  }));
}

/**
 * Records that wait because another part has them, whatever has become of them since for who reads this part: brokers let go of records, and
 * filters change. They will be settled by being sent.
 */
function shareWaiting(lane: Lane, open: OpenPart, run: OffsetRun): readonly OffsetRun[] {
  const shared = waitingIn(lane, run);
  for (const { owners } of shared) owners.push(open);
  open.unsettled += shared.length;
  return runsOf(shared.map(({ record }) => record.offset));
}

function waitingIn({ byOffset }: Lane, { first, last }: OffsetRun): WaitingRecord[] {
  const isIn = ({ record: { offset } }: WaitingRecord) => offset >= first && offset <= last;
  if (last - first > BigInt(byOffset.size)) return [...byOffset.values()].filter(isIn).sort(byOffsetOf);
  const waiting: WaitingRecord[] = [];
  for (let offset = first; offset <= last; offset++) {
    const record = byOffset.get(offset);
    if (record !== undefined) waiting.push(record);
  }
  return waiting;
}

function byOffsetOf(a: WaitingRecord, b: WaitingRecord): number {
  return a.record.offset < b.record.offset ? -1 : 1;
}

/** Mostly behind all others. Documents of a later window may come before what waits. */
function enqueue(lane: Lane, fresh: readonly WaitingRecord[]): void {
  const [first] = fresh;
  const last = lane.waiting.at(-1);
  lane.waiting.push(...fresh);
  if (first === undefined || last === undefined || last.record.offset < first.record.offset) return;
  lane.waiting.sort(byOffsetOf);
}
