import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JournalEntry, PlannedDocument, RunJournal } from "../../../src/core/redrive/journal.ts";
import type { LaneId, Reason } from "../../../src/core/redrive/ports.ts";
import { answered, closed, lane, planned, sent, settled } from "./journal-entries.ts";
import { allParts } from "./journal-pages.ts";

export interface JournalUnderTest {
  readonly journal: RunJournal;
  /** The same content after the process ended and another one began. */
  reopen(): RunJournal;
  /** As `OpenRun.reopen`. */
  retry(reasons: readonly Reason[] | undefined): number;
  close(): void;
}

const other: LaneId = { topic: "shipments-3", partition: 0 };

/** What every journal has to do. `open` gives a new one. */
export function describeJournal(name: string, open: () => Promise<JournalUnderTest>): void {
  describe(`${name}: what a journal does`, () => {
    let under: JournalUnderTest;
    let journal: RunJournal;
    beforeEach(async () => {
      under = await open();
      journal = under.journal;
    });
    afterEach(() => under.close());
    const reopen = () => {
      journal = under.reopen();
    };

    it("begins empty", () => {
      expect(journal.counts()).toEqual(counts({}));
      expect([journal.lanes(), journal.removable(10), journal.unanswered(), journal.nextBatch()]).toEqual([[], [], [], 1]);
      expect([journal.parts(lane, undefined, 10), journal.settled(lane, { first: 0n, last: 9n })]).toEqual([[], []]);
    });

    it("brings a document from the plan to its removal", () => {
      expect(journal.add([planned("a", 100n, 109n)])).toEqual([]);
      expect(journal.counts()).toEqual(counts({ documents: 1, seen: 10, remaining: 10 }));
      expect(journal.commit([sent(1, 100n, 109n)])).toEqual([]);
      expect(journal.counts()).toMatchObject({ invocations: 1, possibleDuplicates: 10, remaining: 10 });
      expect(journal.commit([answered(1, "delivered"), settled("a", 100n, 109n, { batch: 1 }), closed("a")])).toEqual([
        { id: "a", handle: "handle of a" },
      ]);
      expect(journal.removable(10)).toEqual([{ id: "a", handle: "handle of a" }]);
      reopen();
      expect(journal.removable(10)).toEqual([{ id: "a", handle: "handle of a" }]);
      expect(journal.commit([{ kind: "removed", documents: ["a"] }])).toEqual([]);
      expect(journal.removable(10)).toEqual([]);
      expect(journal.counts()).toEqual(counts({ documents: 1, removed: 1, seen: 10, redriven: 10, invocations: 1 }));
      expect(journal.lanes()).toEqual([]);
    });

    it("keeps a document of which one part is to be kept, in whatever order they close", () => {
      const parts = [lane, other].map((each) => ({ ...part(1n, 5n), lane: each }));
      journal.add([planned("a", 1n, 5n, { parts }), planned("b", 1n, 5n, { parts })]);
      expect(journal.commit([closed("a", true), { ...closed("b"), lane: other } as JournalEntry])).toEqual([]);
      expect(journal.commit([{ ...closed("a"), lane: other } as JournalEntry, closed("b", true)])).toEqual([]);
      expect(journal.removable(10)).toEqual([]);
      expect(journal.counts()).toMatchObject({ documents: 2, kept: 2, removed: 0 });
    });

    it("counts what a part was last found to hold", () => {
      journal.add([planned("a", 0n, 99n)]);
      journal.commit([{ kind: "found", document: "a", lane, records: 7 }]);
      journal.commit([{ kind: "found", document: "a", lane, records: 40 }]);
      expect(journal.counts()).toMatchObject({ seen: 40, remaining: 40 });
      journal.commit([settled("a", 0n, 59n, { records: 30 }), settled("a", 60n, 99n, { records: 0, outcome: "absent" })]);
      reopen();
      expect(journal.parts(lane, undefined, 1)[0]).toMatchObject({ claimed: 100, found: 40, settled: 30 });
      expect(journal.counts()).toMatchObject({ seen: 40, redriven: 30, remaining: 10 });
      journal.commit([{ kind: "found", document: "a", lane, records: 30 }]);
      expect(journal.counts()).toMatchObject({ seen: 30, remaining: 0 });
    });

    it("counts records for the part of the document that they are said to be of", () => {
      journal.add([planned("a", 0n, 9n), planned("b", 5n, 14n)]);
      journal.commit([settled("a", 0n, 5n), settled("b", 6n, 9n, { outcome: "parked", reason: "poison" })]);
      expect(journal.parts(lane, undefined, 9)).toMatchObject([
        { document: "a", settled: 6 },
        { document: "b", settled: 4 },
      ]);
    });

    it("counts what a part forfeits, and leaves its offsets open for others", () => {
      journal.add([planned("a", 0n, 9n), planned("b", 0n, 9n)]);
      journal.commit([settled("a", 0n, 2n), closed("a", true, { records: 7, outcome: "unrecoverable", reason: "source-gone" })]);
      expect(journal.counts()).toMatchObject({ seen: 20, redriven: 3, unrecoverable: 7, remaining: 10, kept: 1 });
      expect(journal.settled(lane, { first: 0n, last: 9n })).toEqual([{ first: 0n, last: 2n, outcome: "redriven" }]);
      journal.commit([{ kind: "found", document: "b", lane, records: 7 }, settled("b", 3n, 9n), closed("b")]);
      reopen();
      expect(journal.counts()).toMatchObject({ seen: 17, redriven: 10, unrecoverable: 7, remaining: 0, kept: 1 });
    });

    it("counts each outcome by itself", () => {
      journal.add([planned("a", 0n, 9n)]);
      journal.commit([
        settled("a", 0n, 0n, { outcome: "parked", reason: "poison" }),
        settled("a", 1n, 2n, { outcome: "unrecoverable", reason: "expired" }),
        settled("a", 3n, 5n, { outcome: "filtered" }),
        settled("a", 6n, 9n),
      ]);
      expect(journal.counts()).toMatchObject({ seen: 10, parked: 1, unrecoverable: 2, filtered: 3, redriven: 4, remaining: 0 });
    });

    it("takes the new handle of a document that it knows, and nothing else", () => {
      journal.add([planned("a", 0n, 9n)]);
      expect(journal.add([planned("a", 50n, 59n, { handle: "newer" })])).toEqual([]);
      expect(journal.parts(lane, undefined, 9)).toMatchObject([{ document: "a", handle: "newer", first: 0n, last: 9n }]);
      expect(journal.counts()).toMatchObject({ documents: 1, seen: 10 });
      expect(journal.commit([closed("a")])).toEqual([{ id: "a", handle: "newer" }]);
      expect(journal.add([planned("a", 0n, 9n, { handle: "newest" })])).toEqual([{ id: "a", handle: "newest" }]);
    });

    it("has a document to be removed again when its source lists it after its removal", () => {
      journal.add([planned("a", 0n, 9n)]);
      journal.commit([closed("a"), { kind: "removed", documents: ["a"] }]);
      expect(journal.add([planned("a", 0n, 9n, { handle: "late" })])).toEqual([{ id: "a", handle: "late" }]);
      expect(journal.removable(10)).toEqual([{ id: "a", handle: "late" }]);
      expect(journal.counts()).toMatchObject({ documents: 1, removed: 0 });
      journal.commit([{ kind: "removed", documents: ["a"] }]);
      expect(journal.removable(10)).toEqual([]);
      expect(journal.counts()).toMatchObject({ documents: 1, removed: 1 });
    });

    it("does not take a kept document for removable when it is listed again", () => {
      journal.add([planned("a", 0n, 9n)]);
      journal.commit([closed("a", true)]);
      expect(journal.add([planned("a", 0n, 9n)])).toEqual([]);
      expect(journal.counts().kept).toBe(1);
    });

    it("gives open parts by offset, in pages that leave nothing out", () => {
      journal.add([
        planned("d", 9n, 9n),
        planned("c", 0n, 9n),
        planned("b", 0n, 3n),
        planned("twin of b", 0n, 3n),
        planned("a", 20n, 29n),
        planned("elsewhere", 0n, 3n, { parts: [{ ...part(0n, 3n), lane: other }] }),
      ]);
      journal.commit([closed("a")]);
      expect(allParts(journal, lane, 1).map(({ document }) => document)).toEqual(["b", "twin of b", "c", "d"]);
      expect(allParts(journal, lane, 3)).toEqual(allParts(journal, lane, 1));
      expect(journal.lanes()).toHaveLength(2);
    });

    it("goes on behind a part that was closed meanwhile", () => {
      journal.add([planned("a", 0n, 3n), planned("b", 0n, 3n), planned("c", 5n, 6n)]);
      const [first] = journal.parts(lane, undefined, 1);
      journal.commit([closed(first?.document ?? "")]);
      expect(journal.parts(lane, first, 9).map(({ document }) => document)).toEqual(["b", "c"].sort());
    });

    it("tells which of some offsets are settled, and as what, in the runs that were committed", () => {
      journal.add([planned("a", 0n, 99n, { parts: [lane, other].map((each) => ({ ...part(0n, 99n), lane: each })) })]);
      journal.commit([settled("a", 10n, 19n), settled("a", 30n, 39n), { ...settled("a", 0n, 99n), lane: other } as JournalEntry]);
      journal.commit([settled("a", 20n, 24n, { outcome: "filtered" })]);
      const [low, middle, high] = [
        { first: 10n, last: 19n, outcome: "redriven" },
        { first: 20n, last: 24n, outcome: "filtered" },
        { first: 30n, last: 39n, outcome: "redriven" },
      ];
      const of = (first: bigint, last: bigint) => journal.settled(lane, { first, last });
      expect(of(15n, 32n)).toEqual([low, middle, high]);
      expect([of(12n, 13n), of(24n, 29n), of(19n, 20n)]).toEqual([[low], [middle], [low, middle]]);
      expect([of(25n, 29n), of(40n, 50n), of(0n, 9n)]).toEqual([[], [], []]);
    });

    it("holds the largest offsets, times before 1970 and ids of any spelling", () => {
      const last = 2n ** 63n - 1n;
      const id = "a\"b'c;--\u0000\u202e😀/../../x";
      journal.add([{ ...planned(id, last - 1n, last), failedAtMs: -1 }]);
      reopen();
      expect(journal.parts(lane, undefined, 1)).toMatchObject([{ document: id, first: last - 1n, last, claimed: 2 }]);
      journal.commit([settled(id, last - 1n, last)]);
      expect(journal.settled(lane, { first: last, last })).toEqual([{ first: last - 1n, last, outcome: "redriven" }]);
      expect(journal.commit([closed(id)])).toMatchObject([{ id }]);
    });

    it("tells the keys of poison records that are parked, until these are open again", () => {
      journal.add([planned("a", 0n, 9n), planned("b", 0n, 9n, { parts: [{ ...part(0n, 9n), lane: other }] })]);
      const mark = journal.keyMark("customer 7");
      const poison = { outcome: "parked", reason: "poison" } as const;
      journal.commit([
        settled("a", 5n, 5n, { ...poison, keyMark: mark }),
        settled("a", 2n, 2n, { ...poison, keyMark: "another" }),
        settled("a", 3n, 3n, poison),
        settled("a", 6n, 6n, { outcome: "parked", reason: "same-key" }),
      ]);
      const known = [
        { mark: "another", offset: 2n },
        { mark, offset: 5n },
      ];
      expect([journal.poisonKeys(lane), journal.poisonKeys(other)]).toEqual([known, []]);
      reopen();
      expect([journal.poisonKeys(lane), journal.keyMark("customer 7")]).toEqual([known, mark]);
      expect(under.retry(["same-key"])).toBe(1);
      expect(journal.poisonKeys(lane)).toEqual(known);
      expect(under.retry(undefined)).toBe(3);
      expect(journal.poisonKeys(lane)).toEqual([]);
      reopen();
      expect(journal.poisonKeys(lane)).toEqual([]);
    });

    it("begins with the lane whose next failure is the oldest", () => {
      const [young, old] = [
        { failedAtMs: 20, parts: [{ ...part(0n, 9n), lane }] },
        { failedAtMs: 10, parts: [{ ...part(0n, 9n), lane: other }] },
      ];
      journal.add([planned("young", 0n, 9n, young), planned("old", 0n, 9n, old), planned("older", 50n, 59n, { failedAtMs: 5 })]);
      expect(journal.lanes()).toEqual([other, lane]);
      journal.commit([closed("young")]);
      reopen();
      expect(journal.lanes()).toEqual([lane, other]);
    });

    it("keeps topics apart that hyphens, names of objects and partitions could confuse", () => {
      const lanes = ["a-1", "a", "__proto__", "constructor"].flatMap((topic) => [0, 1, 10].map((partition) => ({ topic, partition })));
      journal.add(lanes.map((each, index) => planned(`${index}`, 0n, 0n, { parts: [{ ...part(0n, 0n), lane: each }] })));
      expect(journal.lanes()).toHaveLength(12);
      for (const [index, each] of lanes.entries())
        expect(journal.parts(each, undefined, 9).map(({ document }) => document)).toEqual([`${index}`]);
    });
  });
}

function part(first: bigint, last: bigint): Omit<PlannedDocument["parts"][number], "lane"> {
  return { first, last, firstTimestampMs: undefined, lastTimestampMs: undefined, claimed: Number(last - first) + 1 };
}

function counts(some: Partial<ReturnType<RunJournal["counts"]>>): ReturnType<RunJournal["counts"]> {
  const none = { documents: 0, removed: 0, kept: 0, seen: 0, redriven: 0, parked: 0, unrecoverable: 0, filtered: 0, remaining: 0 };
  return { ...none, possibleDuplicates: 0, invocations: 0, ...some };
}
