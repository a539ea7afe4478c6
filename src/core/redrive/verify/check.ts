/** One thing that was looked at after a run. */
export interface Check {
  readonly id: CheckId;
  readonly result: "holds" | "broken" | "not-checked";
  /** What was compared, or why nothing was; a phrase. May hold text from outside. */
  readonly says: string;
  /** What does not hold, the first of them; may hold text from outside. */
  readonly mismatches: readonly string[];
  /** How many there are. */
  readonly mismatchCount: number;
}

/**
 * `balance`: every record has one outcome, and the sums are those of the rows. `sends`: what is called redriven was sent and answered.
 * `closings`: what was removed was closed before. `source`: what was removed is gone, what was kept is there. `target`: what is called redriven
 * is in the target. `function`: Lambda counts the invocations, too. `failed-again`: no new document tells of what was redriven.
 * `ledger`, of a run that was made of one: what the ledger and its inventory say by themselves.
 */
export type CheckId = "balance" | "sends" | "closings" | "source" | "target" | "function" | "failed-again" | "ledger";

/** Stands in the place of what cannot be asked. */
export interface NotAsked {
  readonly why: string;
}

/** More are counted. */
const mostListed = 20;

/** Gathers what does not hold. */
export interface Mismatches {
  add(what: string): void;
  readonly count: number;
  check(id: CheckId, says: string): Check;
}

export function createMismatches(): Mismatches {
  const listed: string[] = [];
  let count = 0;
  return {
    add(what) {
      count += 1;
      if (listed.length < mostListed) listed.push(what);
    },
    get count() {
      return count;
    },
    check: (id, says) => ({ id, result: count === 0 ? "holds" : "broken", says, mismatches: listed, mismatchCount: count }),
  };
}

export function notChecked(id: CheckId, { why }: NotAsked): Check {
  return { id, result: "not-checked", says: why, mismatches: [], mismatchCount: 0 };
}
