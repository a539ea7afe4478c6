import type { JournalEntry, PlannedDocument, RunJournal } from "../../src/core/redrive/journal.ts";
import { ReopenableJournal } from "../support/redrive/reopenable-journal.ts";
import type { SimulatedDisk } from "./simulated-disk.ts";
import type { Sitting } from "./sitting.ts";

/**
 * A fault of the product, put in on purpose. `ack-first`: documents are removed before what became of their records is on disk. `forget-keys`:
 * the keys of poison records are not journalled.
 */
export const plants = ["ack-first", "forget-keys"] as const;
export type Plant = (typeof plants)[number];

/** How many writes an `ack-first` process is ahead of its disk. */
const lateWrites = 3;

/** A run's journal: what is on disk, and what each of its processes sees of it. */
export class JournalOfProcesses {
  readonly disk: SimulatedDisk;
  /** Told of entries that have reached the disk. */
  onWritten: (entries: readonly JournalEntry[]) => void = () => {};
  readonly #plant: Plant | undefined;
  /** Each write that has reached the disk. */
  readonly #written: ((journal: RunJournal) => unknown)[] = [];
  #pending: (() => void)[] = [];
  #onDisk: RunJournal;

  constructor(disk: SimulatedDisk, plant: Plant | undefined) {
    this.disk = disk;
    this.#plant = plant;
    this.#onDisk = disk.open(false);
  }

  get onDisk(): RunJournal {
    return this.#onDisk;
  }

  /** Outside of any process. */
  add(documents: readonly PlannedDocument[]): void {
    this.#write((journal) => journal.add(documents));
  }

  /** One process has ended; the next one opens what is there. */
  reopen(afterCrash: boolean): void {
    if (!afterCrash) for (const late of this.#pending) late();
    this.#pending = [];
    this.#onDisk = this.disk.open(afterCrash);
  }

  /** The journal as one process sees it: its writes may be the last thing that it does. */
  seenBy(process: Sitting): RunJournal {
    const disk = this.#onDisk;
    const seen = this.#plant === "ack-first" ? this.#copy() : disk;
    const written = <Given>(given: Given, apply: (journal: RunJournal, given: Given) => ReturnType<RunJournal["commit"]>) =>
      process.now(() => {
        if (seen === disk) return this.#write((journal) => apply(journal, given));
        // Planted: the process goes on with what is on disk some writes later.
        if (this.#pending.length >= lateWrites) this.#pending.shift()?.();
        this.#pending.push(() => this.#write((journal) => apply(journal, given)));
        return apply(seen, given);
      });
    return {
      add: (documents) => written(documents, (journal, given) => journal.add(given)),
      commit: (entries) => written(this.#kept(entries), (journal, given) => this.#commit(journal, given)),
      lanes: () => seen.lanes(),
      parts: (...given) => seen.parts(...given),
      settled: (...given) => seen.settled(...given),
      poisonKeys: (lane) => seen.poisonKeys(lane),
      keyMark: (key) => seen.keyMark(key),
      removable: (limit) => seen.removable(limit),
      unanswered: () => seen.unanswered(),
      nextBatch: () => seen.nextBatch(),
      counts: () => seen.counts(),
    };
  }

  #kept(entries: readonly JournalEntry[]): readonly JournalEntry[] {
    if (this.#plant !== "forget-keys") return entries;
    return entries.map((entry) => (entry.kind === "settled" ? { ...entry, keyMark: undefined } : entry));
  }

  #commit(journal: RunJournal, entries: readonly JournalEntry[]): ReturnType<RunJournal["commit"]> {
    const removable = journal.commit(entries);
    if (journal === this.#onDisk) this.onWritten(entries);
    return removable;
  }

  #write<Answer>(write: (journal: RunJournal) => Answer): Answer {
    const answer = write(this.#onDisk);
    this.#written.push(write);
    return answer;
  }

  #copy(): RunJournal {
    const copy = new ReopenableJournal();
    for (const write of this.#written) write(copy);
    return copy;
  }
}
