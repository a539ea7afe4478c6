import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunJournal } from "../../../src/core/redrive/journal.ts";
import type { JournalUnderTest } from "./journal-contract.ts";
import { answered, lane, planned, sent, settled } from "./journal-entries.ts";

/** What every journal has to say of batches of which nobody knows what came of them. `open` gives a new one. */
export function describeDoubts(name: string, open: () => Promise<JournalUnderTest>): void {
  describe(`${name}: batches without a known outcome`, () => {
    let under: JournalUnderTest;
    let journal: RunJournal;
    beforeEach(async () => {
      under = await open();
      journal = under.journal;
      journal.add([planned("a", 0n, 99n)]);
    });
    afterEach(() => under.close());
    const reopen = () => {
      journal = under.reopen();
    };
    const doubts = () => ({ duplicates: journal.counts().possibleDuplicates, waiting: journal.unanswered().length });

    it.each(["delivered", "failed", "throttled", "unavailable", "too-large", "partly"])("are none after the answer `%s`", (outcome) => {
      journal.commit([sent(1, 0n, 9n)]);
      expect(doubts()).toEqual({ duplicates: 10, waiting: 1 });
      journal.commit([answered(1, outcome)]);
      expect(doubts()).toEqual({ duplicates: 0, waiting: 0 });
    });

    it("tell their lane, offsets and time, also after a crash", () => {
      journal.commit([sent(1, 0n, 9n), sent(2, 20n, 29n), answered(2, "unknown")]);
      reopen();
      expect(journal.unanswered()).toEqual([
        { lane, runs: [{ first: 0n, last: 9n }], records: 10, atMs: 11 },
        { lane, runs: [{ first: 20n, last: 29n }], records: 10, atMs: 12 },
      ]);
      expect(journal.nextBatch()).toBe(3);
    });

    it("stay counted when they were sent again, and nobody waits for them then", () => {
      journal.commit([sent(1, 0n, 9n)]);
      journal.commit([sent(2, 0n, 9n), answered(2, "delivered"), settled("a", 0n, 9n, { batch: 2 })]);
      expect(doubts()).toEqual({ duplicates: 10, waiting: 0 });
      reopen();
      expect(doubts()).toEqual({ duplicates: 10, waiting: 0 });
      journal.commit([answered(1, "delivered")]);
      expect(doubts()).toEqual({ duplicates: 0, waiting: 0 });
    });

    it("wait for what of them was not sent again", () => {
      journal.commit([sent(1, 0n, 9n), sent(2, 0n, 4n), answered(2, "failed")]);
      reopen();
      expect(doubts()).toEqual({ duplicates: 10, waiting: 1 });
      journal.commit([settled("a", 5n, 9n, { outcome: "parked", reason: "poison" })]);
      expect(doubts()).toEqual({ duplicates: 10, waiting: 0 });
    });

    it("count no more when all of them was settled without being sent again", () => {
      journal.commit([sent(1, 0n, 9n), answered(1, "unknown")]);
      journal.commit([settled("a", 0n, 4n, { outcome: "parked", reason: "poison" })]);
      expect(doubts()).toEqual({ duplicates: 10, waiting: 1 });
      reopen();
      journal.commit([settled("a", 5n, 9n, { outcome: "parked", reason: "poison" })]);
      expect(doubts()).toEqual({ duplicates: 0, waiting: 0 });
      reopen();
      expect(doubts()).toEqual({ duplicates: 0, waiting: 0 });
    });

    it("wait for what of them was parked and is open again", () => {
      journal.commit([sent(1, 0n, 9n), settled("a", 5n, 9n, { outcome: "parked", reason: "poison" }), sent(2, 0n, 4n)]);
      journal.commit([answered(2, "failed")]);
      expect(doubts()).toEqual({ duplicates: 10, waiting: 0 });
      expect(under.retry(undefined)).toBe(5);
      expect(doubts()).toEqual({ duplicates: 10, waiting: 1 });
      reopen();
      expect(doubts()).toEqual({ duplicates: 10, waiting: 1 });
    });
  });
}
