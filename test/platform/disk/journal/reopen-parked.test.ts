import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JournalEntry } from "../../../../src/core/redrive/journal.ts";
import type { LaneId, Reason } from "../../../../src/core/redrive/ports.ts";
import type { JournalFiles } from "../../../../src/platform/disk/journal/journal-file.ts";
import type { OpenJournal } from "../../../../src/platform/disk/journal/open-journal.ts";
import { entriesOf } from "../../../../src/platform/disk/journal/read-entries.ts";
import { reopenParked } from "../../../../src/platform/disk/journal/reopen-parked.ts";
import { inTransaction } from "../../../../src/platform/disk/journal/run-journal.ts";
import { digestOf, settledRows } from "../../../../src/platform/disk/journal/settled-rows.ts";
import { fill, newJournal, openForReading, openForWriting, toldBy } from "../../../support/redrive/disk-journal.ts";
import { answered, closed, planned, sent, settled } from "../../../support/redrive/journal-contract.ts";

const lane = { topic: "shipments", partition: 3 };
let files: JournalFiles;
let open: OpenJournal;
beforeEach(() => {
  files = newJournal();
  open = openForWriting(files);
});
afterEach(() => {
  open.close();
  // Deep checks reckon the counts from the rows: whatever was done has to leave both alike.
  rmSync(files.sums);
  openForReading(files).close();
  rmSync(dirname(files.path), { recursive: true });
});

const reopen = (reasons?: readonly Reason[]) => inTransaction(open.file, open.tables, () => reopenParked(open.tables, reasons));
const documents = () => open.journal.parts(lane, undefined, 99).map(({ document }) => document);
const parked = (first: bigint, last: bigint, reason: Reason, document = "a") =>
  settled(first, last, { outcome: "parked", reason, document });

describe("parked records that are made open again", () => {
  it("bring back their parts, and the counts are as if they had never been parked", () => {
    open.journal.add([planned("a", 0n, 9n), planned("b", 10n, 19n)]);
    open.journal.commit([settled(0n, 4n), parked(5n, 9n, "poison"), closed("a", true), settled(10n, 19n, { document: "b" }), closed("b")]);
    expect(open.journal.counts()).toMatchObject({ kept: 1, parked: 5, remaining: 0 });
    expect(reopen()).toBe(5);
    expect(open.journal.counts()).toMatchObject({ kept: 0, parked: 0, redriven: 15, remaining: 5 });
    expect(documents()).toEqual(["a"]);
    expect(open.journal.settled(lane, { first: 0n, last: 9n })).toEqual([{ first: 0n, last: 4n, outcome: "redriven" }]);
    expect(open.journal.commit([settled(5n, 9n), closed("a")])).toMatchObject([{ id: "a" }]);
    expect(open.journal.removable(9)).toHaveLength(2);
  });

  it("are those of the reasons that were asked for", () => {
    open.journal.add([planned("a", 0n, 9n), planned("b", 10n, 19n)]);
    open.journal.commit([parked(0n, 9n, "poison"), closed("a", true), parked(10n, 19n, "same-key", "b"), closed("b", true)]);
    expect(reopen(["same-key", "schema"])).toBe(10);
    expect(documents()).toEqual(["b"]);
    expect(reopen(["same-key"])).toBe(0);
    expect(open.journal.counts()).toMatchObject({ kept: 1, parked: 10, remaining: 10 });
  });

  it("do not bring back what is unrecoverable", () => {
    open.journal.add([planned("a", 0n, 9n)]);
    open.journal.commit([settled(0n, 9n, { outcome: "unrecoverable", reason: "expired" }), closed("a", true)]);
    expect(reopen()).toBe(0);
    expect(documents()).toEqual([]);
  });

  it("stay parked when their document is gone", () => {
    open.journal.add([planned("a", 0n, 9n), planned("c", 20n, 29n)]);
    open.journal.commit([parked(0n, 9n, "poison"), closed("a", true), parked(20n, 29n, "poison", "c"), closed("c", true)]);
    open.journal.commit([{ kind: "removed", documents: ["a"] }]);
    expect(reopen()).toBe(10);
    expect(documents()).toEqual(["c"]);
    expect(open.journal.counts()).toMatchObject({ seen: 20, parked: 10, remaining: 10, removed: 1, kept: 0 });
  });

  it("bring back each part that was kept for them, not only the one that counts them", () => {
    open.journal.add([planned("a", 0n, 9n), planned("b", 5n, 14n), planned("c", 10n, 19n)]);
    open.journal.commit([
      { kind: "found", document: "b", lane, records: 5 },
      parked(0n, 9n, "poison"),
      closed("a", true),
      closed("b", true),
    ]);
    open.journal.commit([settled(15n, 19n, { document: "c" }), closed("c", true)]);
    expect(reopen()).toBe(10);
    expect(documents()).toEqual(["a", "b"]);
    expect(open.journal.parts(lane, undefined, 1)).toMatchObject([{ settled: 0, found: undefined }]);
    expect(open.journal.counts()).toMatchObject({ kept: 1 });
  });

  it("may be some that were given up unread", () => {
    open.journal.add([planned("a", 0n, 9n), planned("b", 10n, 19n), planned("c", 20n, 29n)]);
    open.journal.commit([
      settled(0n, 3n),
      closed("a", true, { records: 6, outcome: "parked", reason: "unreachable" }),
      closed("b", true, { records: 10, outcome: "unrecoverable", reason: "source-gone" }),
      closed("c", true, { records: 10, outcome: "parked", reason: "schema" }),
    ]);
    expect(reopen(["unreachable"])).toBe(6);
    expect(open.journal.parts(lane, undefined, 9)).toMatchObject([{ document: "a", settled: 4 }]);
    expect(open.journal.counts()).toMatchObject({ redriven: 4, parked: 10, unrecoverable: 10, remaining: 6, kept: 2 });
    open.journal.commit([closed("a", true, { records: 6, outcome: "parked", reason: "schema" })]);
    expect(reopen()).toBe(16);
    expect(documents()).toEqual(["a", "c"]);
  });

  it("may have been sent: whoever sends them again may do so twice", () => {
    open.journal.add([planned("a", 0n, 9n)]);
    open.journal.commit([sent(1, 0n, 9n), answered(1, "unknown"), parked(0n, 9n, "poison"), closed("a", true)]);
    expect(open.journal.counts().possibleDuplicates).toBe(0);
    reopen();
    expect(open.journal.counts().possibleDuplicates).toBe(10);
    expect(open.journal.unanswered()).toHaveLength(1);
  });
});

describe("what reports ask for", () => {
  it("is every entry, in the order of the commits", () => {
    fill(open.journal);
    const kinds = [...entriesOf(open.tables, ["dispatched", "answered", "found", "settled", "closed", "removed", "remark"])].map(
      ({ kind }) => kind,
    );
    expect(kinds.join(" ")).toBe(
      "dispatched found answered settled closed removed dispatched dispatched answered dispatched answered settled closed closed settled closed remark",
    );
    expect([...entriesOf(open.tables, ["remark", "removed"])]).toEqual([
      { kind: "removed", documents: ["document 0"] },
      { kind: "remark", atMs: 9, text: "paused for new credentials" },
    ]);
  });

  it("gives entries as they were given", () => {
    const entries = [
      {
        ...sent(1, 0n, 9n),
        runs: [
          { first: 0n, last: 4n },
          { first: 6n, last: 9n },
        ],
      },
      answered(1, "failed"),
      { kind: "removed", documents: ["a", "b"] } as const,
      parked(0n, 4n, "poison"),
      closed("a", true, { records: 5, outcome: "unrecoverable", reason: undefined }),
    ];
    open.journal.add([planned("a", 0n, 9n), planned("b", 0n, 9n)]);
    open.journal.commit(entries);
    expect([...entriesOf(open.tables, ["settled", "removed", "answered", "dispatched", "closed"])]).toEqual(entries);
  });

  it("is what became of which offsets, by topic, partition and offset", () => {
    const [second, tenth] = [2, 10].map((partition) => ({ topic: "b", partition })) as [LaneId, LaneId];
    const times = { firstTimestampMs: undefined, lastTimestampMs: undefined };
    const parts = [lane, second, tenth].map((each) => ({ lane: each, first: 0n, last: 9n, claimed: 10, ...times }));
    open.journal.add([planned("a", 0n, 9n, { parts }), planned("b", 2n, 3n)]);
    open.journal.commit([
      settled(5n, 9n),
      { ...settled(0n, 0n), lane: second } as JournalEntry,
      { ...settled(0n, 0n, { outcome: "absent", records: 0 }), lane: tenth } as JournalEntry,
      settled(0n, 4n, { outcome: "unrecoverable", reason: "expired", batch: 7 }),
      closed("b", true, { records: 2, outcome: "unrecoverable", reason: "source-gone" }),
    ]);
    expect([...settledRows(open.tables)].map((row) => [row.lane.topic, row.lane.partition, row.first])).toEqual([
      ["b", 2, 0n],
      ["b", 10, 0n],
      ["shipments", 3, 0n],
      ["shipments", 3, 2n],
      ["shipments", 3, 5n],
    ]);
    expect([...settledRows(open.tables, "unrecoverable")]).toEqual([
      { lane, first: 0n, last: 4n, records: 5, outcome: "unrecoverable", reason: "expired", batch: 7 },
      { lane, first: 2n, last: 3n, records: 2, outcome: "unrecoverable", reason: "source-gone", batch: undefined },
    ]);
  });

  it("has one digest for one state, whatever the way to it", () => {
    const other = newJournal();
    const elsewhere = openForWriting(other);
    for (const { journal } of [open, elsewhere]) journal.add([planned("a", 0n, 9n)]);
    open.journal.commit([settled(0n, 4n), settled(5n, 9n)]);
    elsewhere.journal.commit([settled(5n, 9n)]);
    const part = digestOf(elsewhere.tables);
    elsewhere.journal.commit([settled(0n, 4n)]);
    expect(digestOf(elsewhere.tables)).toBe(digestOf(open.tables));
    expect(part).not.toBe(digestOf(open.tables));
    expect(digestOf(open.tables)).toMatch(/^[0-9a-f]{64}$/);
    elsewhere.close();
    rmSync(dirname(other.path), { recursive: true });
  });

  it("is told alike after a crash", () => {
    fill(open.journal);
    const reader = openForReading(files);
    expect(toldBy(reader)).toEqual(toldBy(open));
    reader.close();
  });
});
