import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JournalEntry } from "../../../../src/core/redrive/journal.ts";
import type { Reason } from "../../../../src/core/redrive/ports.ts";
import type { JournalFiles } from "../../../../src/platform/disk/journal/journal-file.ts";
import type { OpenJournal } from "../../../../src/platform/disk/journal/open-journal.ts";
import { entriesOf } from "../../../../src/platform/disk/journal/read-entries.ts";
import { reopenParked } from "../../../../src/platform/disk/journal/reopen-parked.ts";
import { inTransaction } from "../../../../src/platform/disk/journal/run-journal.ts";
import { digestOf, settledRows } from "../../../../src/platform/disk/journal/settled-rows.ts";
import { fill, newJournal, openForReading, openForWriting, toldBy } from "../../../support/redrive/disk-journal.ts";
import { answered, closed, planned, sent, settled } from "../../../support/redrive/journal-entries.ts";

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
const parked = (document: string, first: bigint, last: bigint, reason: Reason) =>
  settled(document, first, last, { outcome: "parked", reason });
const found = (document: string, records: number): JournalEntry => ({ kind: "found", document, lane, records });

describe("parked records that are made open again", () => {
  it("bring back their parts, and the counts are as if they had never been parked", () => {
    open.journal.add([planned("a", 0n, 9n), planned("b", 10n, 19n)]);
    open.journal.commit([settled("a", 0n, 4n), parked("a", 5n, 9n, "poison"), closed("a", true), settled("b", 10n, 19n), closed("b")]);
    expect(open.journal.counts()).toMatchObject({ kept: 1, parked: 5, remaining: 0 });
    expect(reopen()).toBe(5);
    expect(open.journal.counts()).toMatchObject({ kept: 0, parked: 0, redriven: 15, remaining: 5 });
    expect(open.journal.parts(lane, undefined, 99)).toMatchObject([{ document: "a", settled: 5 }]);
    expect(open.journal.settled(lane, { first: 0n, last: 9n })).toEqual([{ first: 0n, last: 4n, outcome: "redriven" }]);
    expect(open.journal.commit([settled("a", 5n, 9n), closed("a")])).toMatchObject([{ id: "a" }]);
    expect(open.journal.removable(9)).toHaveLength(2);
  });

  it("are those of the reasons that were asked for", () => {
    open.journal.add([planned("a", 0n, 9n), planned("b", 10n, 19n)]);
    open.journal.commit([parked("a", 0n, 9n, "poison"), closed("a", true), parked("b", 10n, 19n, "same-key"), closed("b", true)]);
    expect(reopen(["same-key", "schema"])).toBe(10);
    expect(documents()).toEqual(["b"]);
    expect(reopen(["same-key"])).toBe(0);
    expect(open.journal.counts()).toMatchObject({ kept: 1, parked: 10, remaining: 10 });
  });

  it("may be of a part that is not closed yet", () => {
    open.journal.add([planned("a", 0n, 9n)]);
    open.journal.commit([parked("a", 0n, 4n, "poison")]);
    expect(reopen()).toBe(5);
    expect(open.journal.parts(lane, undefined, 99)).toMatchObject([{ document: "a", settled: 0 }]);
    expect(open.journal.counts()).toMatchObject({ parked: 0, remaining: 10, kept: 0 });
  });

  it("do not bring back what is unrecoverable", () => {
    open.journal.add([planned("a", 0n, 9n), planned("b", 10n, 19n)]);
    open.journal.commit([settled("a", 0n, 9n, { outcome: "unrecoverable", reason: "expired" }), closed("a", true)]);
    open.journal.commit([closed("b", true, { records: 10, outcome: "unrecoverable", reason: "source-gone" })]);
    expect(reopen()).toBe(0);
    expect(documents()).toEqual([]);
    expect(open.journal.counts()).toMatchObject({ unrecoverable: 20, remaining: 0, kept: 2 });
  });

  it("stay parked when the document that they are counted for is gone", () => {
    open.journal.add([planned("a", 0n, 9n), planned("b", 5n, 14n), planned("c", 20n, 29n)]);
    open.journal.commit([
      parked("a", 0n, 9n, "poison"),
      closed("a", true),
      found("b", 5),
      parked("b", 10n, 14n, "poison"),
      closed("b", true),
    ]);
    open.journal.commit([parked("c", 20n, 29n, "poison"), closed("c", true), { kind: "removed", documents: ["a"] }]);
    expect(reopen()).toBe(15);
    expect(documents()).toEqual(["b", "c"]);
    expect(open.journal.counts()).toMatchObject({ seen: 25, parked: 10, remaining: 15, removed: 1, kept: 0 });
  });

  it("bring back each document that is kept because of them, and no other", () => {
    open.journal.add([planned("a", 0n, 9n), planned("twin", 5n, 9n), planned("done", 0n, 4n), planned("other", 10n, 19n)]);
    open.journal.commit([settled("a", 0n, 4n), parked("a", 5n, 9n, "poison"), closed("a", true), found("twin", 0), closed("twin", true)]);
    open.journal.commit([found("done", 0), closed("done"), parked("other", 10n, 19n, "same-key"), closed("other", true)]);
    expect(reopen(["poison"])).toBe(5);
    expect(documents()).toEqual(["a", "twin"]);
    expect(open.journal.counts()).toMatchObject({ seen: 20, redriven: 5, parked: 10, remaining: 5, kept: 1 });
    const removable = open.journal.commit([settled("a", 5n, 9n), closed("a"), closed("twin")]);
    expect(removable.map(({ id }) => id)).toEqual(["a", "twin"]);
  });

  it("may be forfeited: the part is read again, and says anew what it holds", () => {
    open.journal.add([planned("a", 0n, 9n), planned("b", 10n, 19n)]);
    open.journal.commit([settled("a", 0n, 2n), closed("a", true, { records: 7, outcome: "parked", reason: "unreachable" })]);
    open.journal.commit([closed("b", true, { records: 10, outcome: "parked", reason: "schema" })]);
    expect(reopen(["unreachable"])).toBe(7);
    expect(open.journal.parts(lane, undefined, 99)).toMatchObject([{ document: "a", settled: 3 }]);
    expect(open.journal.counts()).toMatchObject({ seen: 20, redriven: 3, parked: 10, remaining: 7, kept: 1 });
    expect(open.journal.commit([settled("a", 3n, 9n), closed("a")])).toMatchObject([{ id: "a" }]);
    expect([...settledRows(open.tables, "parked")]).toMatchObject([{ first: 10n, records: 10, reason: "schema" }]);
  });

  it("take back all that their part forfeited, since it will be read again", () => {
    open.journal.add([planned("a", 0n, 9n)]);
    open.journal.commit([
      parked("a", 0n, 3n, "poison"),
      closed("a", true, { records: 6, outcome: "unrecoverable", reason: "source-gone" }),
    ]);
    expect(reopen(["poison"])).toBe(4);
    expect(open.journal.counts()).toMatchObject({ seen: 10, parked: 0, unrecoverable: 0, remaining: 10, kept: 0 });
  });

  it("may have been sent: whoever sends them again may do so twice", () => {
    open.journal.add([planned("a", 0n, 9n)]);
    open.journal.commit([sent(1, 0n, 9n), answered(1, "unknown"), parked("a", 0n, 9n, "poison"), closed("a", true)]);
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
      "dispatched found answered settled closed removed dispatched dispatched answered dispatched answered settled settled closed settled closed remark closed",
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
      found("a", 12),
      parked("a", 0n, 4n, "poison"),
      closed("b", true, { records: 3, outcome: "unrecoverable", reason: "malformed" }),
      closed("a"),
    ];
    open.journal.add([planned("a", 0n, 9n), planned("b", 0n, 9n)]);
    open.journal.commit(entries);
    expect([...entriesOf(open.tables, ["closed", "settled", "removed", "found", "answered", "dispatched"])]).toEqual(entries);
  });

  it("is what became of which offsets, by topic, partition and offset", () => {
    const lanes = [lane, { topic: "b", partition: 2 }, { topic: "b", partition: 10 }];
    const { parts } = planned("a", 0n, 9n);
    open.journal.add([planned("a", 0n, 9n, { parts: lanes.flatMap((each) => parts.map((part) => ({ ...part, lane: each }))) })]);
    open.journal.commit([
      settled("a", 5n, 9n),
      { ...settled("a", 0n, 0n), lane: { topic: "b", partition: 2 } } as never,
      { ...settled("a", 0n, 0n, { outcome: "absent", records: 0 }), lane: { topic: "b", partition: 10 } } as never,
      settled("a", 0n, 4n, { outcome: "unrecoverable", reason: "expired", batch: 7 }),
    ]);
    expect([...settledRows(open.tables)].map((row) => [row.lane.topic, row.lane.partition, row.first])).toEqual([
      ["b", 2, 0n],
      ["b", 10, 0n],
      ["shipments", 3, 0n],
      ["shipments", 3, 5n],
    ]);
    expect([...settledRows(open.tables, "unrecoverable")]).toEqual([
      { lane, first: 0n, last: 4n, records: 5, outcome: "unrecoverable", reason: "expired", batch: 7 },
    ]);
  });

  it("has a row for each part that forfeited records, between those of settled offsets", () => {
    open.journal.add([planned("a", 0n, 9n), planned("b", 5n, 14n), planned("c", 30n, 39n), planned("d", 50n, 59n)]);
    open.journal.commit([settled("a", 0n, 9n), closed("a"), settled("c", 30n, 39n, { outcome: "unrecoverable", reason: "expired" })]);
    open.journal.commit([
      closed("b", true, { records: 5, outcome: "unrecoverable", reason: "source-gone" }),
      closed("c", true),
      closed("d", true, { records: 10, outcome: "parked", reason: "unreachable" }),
    ]);
    expect([...settledRows(open.tables)].map(({ first, outcome }) => [first, outcome])).toEqual([
      [0n, "redriven"],
      [5n, "unrecoverable"],
      [30n, "unrecoverable"],
      [50n, "parked"],
    ]);
    expect([...settledRows(open.tables, "unrecoverable")]).toEqual([
      { lane, first: 5n, last: 14n, records: 5, outcome: "unrecoverable", reason: "source-gone", batch: undefined },
      { lane, first: 30n, last: 39n, records: 10, outcome: "unrecoverable", reason: "expired", batch: undefined },
    ]);
  });

  it("has one digest for one state, whatever the way to it", () => {
    const other = newJournal();
    const elsewhere = openForWriting(other);
    for (const each of [open, elsewhere]) each.journal.add([planned("a", 0n, 9n), planned("b", 0n, 9n)]);
    open.journal.commit([settled("a", 0n, 4n), settled("a", 5n, 9n)]);
    elsewhere.journal.commit([settled("b", 5n, 9n)]);
    const part = digestOf(elsewhere.tables);
    elsewhere.journal.commit([settled("a", 0n, 4n)]);
    expect(digestOf(elsewhere.tables)).toBe(digestOf(open.tables));
    expect(part).not.toBe(digestOf(open.tables));
    expect(digestOf(open.tables)).toMatch(/^[0-9a-f]{64}$/);
    elsewhere.journal.commit([closed("b", true, { records: 0, outcome: "unrecoverable", reason: "malformed" })]);
    expect(digestOf(elsewhere.tables)).not.toBe(digestOf(open.tables));
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
