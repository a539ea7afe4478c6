import type { OffsetRun } from "./offset-run.ts";
import type { LaneId } from "./ports.ts";

/** A batch of which nobody knows what came of it: without an answer, or with the answer `unknown`. */
export interface BatchInDoubt {
  readonly batch: number;
  readonly lane: LaneId;
  readonly runs: readonly OffsetRun[];
  readonly records: number;
  readonly atMs: number;
  /** Some of its offsets were sent again since. */
  readonly isSentAgain: boolean;
  /** Offsets that are neither settled nor sent again. */
  readonly open: readonly OffsetRun[];
}

/** Whether an answer says what became of a batch. */
export function leavesDoubt(outcome: string | undefined): boolean {
  return outcome === undefined || outcome === "unknown";
}

/**
 * Counts records that were perhaps processed twice: those of batches in doubt of which some offset was sent again or is
 * neither settled nor sent again, batch by batch and whole, so that it is a bound. Only batches with such open offsets are kept in memory.
 */
export class BatchesInDoubt {
  readonly #byLane = new Map<string, Map<number, BatchInDoubt>>();
  #records = 0;

  /** Of a batch that a journal knows from before; `open` and `isSentAgain` say how it stands now. */
  restore(batch: BatchInDoubt): void {
    if (counts(batch)) this.#records += batch.records;
    this.#keep(batch);
  }

  /** Counts batches whose offsets were all sent again, which nothing that is settled or sent changes any more. */
  restoreSentAgain(records: number): void {
    this.#records += records;
  }

  /** A new batch. Gives the earlier ones that it sends again, as they stand now. */
  sent(batch: Omit<BatchInDoubt, "isSentAgain">): readonly BatchInDoubt[] {
    const again = this.#narrow(batch.lane, batch.runs, true);
    this.restore({ ...batch, isSentAgain: false });
    return again;
  }

  /** The batch has an answer that leaves no doubt. `isSentAgain` is what `sent` told of it. */
  answered({ batch, lane, records, isSentAgain }: Pick<BatchInDoubt, "batch" | "lane" | "records" | "isSentAgain">): void {
    const known = this.#lane(lane).get(batch);
    if (isSentAgain || known !== undefined) this.#records -= records;
    this.#drop(lane, batch);
  }

  settled(lane: LaneId, run: OffsetRun): void {
    this.#narrow(lane, [run], false);
  }

  /** Those with open offsets, in order of their numbers. */
  batches(): readonly BatchInDoubt[] {
    return [...this.#byLane.values()].flatMap((lane) => [...lane.values()]).sort((a, b) => a.batch - b.batch);
  }

  get records(): number {
    return this.#records;
  }

  #narrow(lane: LaneId, runs: readonly OffsetRun[], isSending: boolean): BatchInDoubt[] {
    const touched: BatchInDoubt[] = [];
    for (const before of this.#lane(lane).values()) {
      if (!before.runs.some((run) => runs.some((other) => overlap(run, other)))) continue;
      const after = { ...before, isSentAgain: before.isSentAgain || isSending, open: runs.reduce(without, before.open) };
      if (!counts(after)) this.#records -= after.records;
      this.#keep(after);
      touched.push(after);
    }
    return touched;
  }

  #keep(batch: BatchInDoubt): void {
    if (batch.open.length === 0) {
      this.#drop(batch.lane, batch.batch);
      return;
    }
    const lane = this.#lane(batch.lane);
    lane.set(batch.batch, batch);
    this.#byLane.set(nameOf(batch.lane), lane);
  }

  #drop(lane: LaneId, batch: number): void {
    const batches = this.#lane(lane);
    batches.delete(batch);
    if (batches.size === 0) this.#byLane.delete(nameOf(lane));
  }

  #lane(lane: LaneId): Map<number, BatchInDoubt> {
    return this.#byLane.get(nameOf(lane)) ?? new Map();
  }
}

function counts({ isSentAgain, open }: BatchInDoubt): boolean {
  return isSentAgain || open.length > 0;
}

function nameOf({ topic, partition }: LaneId): string {
  return `${partition}/${topic}`;
}

function overlap(a: OffsetRun, b: OffsetRun): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** The offsets of `runs` that are not in `taken`. */
export function without(runs: readonly OffsetRun[], taken: OffsetRun): OffsetRun[] {
  return runs.flatMap((run) => {
    if (!overlap(run, taken)) return [run];
    const before = { first: run.first, last: taken.first - 1n };
    const behind = { first: taken.last + 1n, last: run.last };
    return [before, behind].filter(({ first, last }) => first <= last);
  });
}
