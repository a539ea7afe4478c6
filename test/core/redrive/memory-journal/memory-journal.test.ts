import { expect, it } from "vitest";
import { MemoryJournal } from "../../../../src/core/redrive/memory-journal/memory-journal.ts";
import { describeJournal, type JournalUnderTest } from "../../../support/redrive/journal-contract.ts";
import { describeDoubts } from "../../../support/redrive/journal-doubts.ts";
import { lane, planned, settled } from "../../../support/redrive/journal-entries.ts";
import { ReopenableJournal } from "../../../support/redrive/reopenable-journal.ts";

describeJournal("a journal in memory", inMemory);
describeDoubts("a journal in memory", inMemory);

async function inMemory(): Promise<JournalUnderTest> {
  const journal = new ReopenableJournal();
  return { journal, reopen: () => journal, retry: (reasons) => journal.reopen(reasons), close() {} };
}

it("knows keys that were parked before it began, and its own behind them", () => {
  const journal = new MemoryJournal({ markOf: (key) => `<${key}>`, carried: [{ mark: "<early>", offset: 3n }] });
  journal.add([planned("a", 10n, 19n)]);
  journal.commit([settled("a", 12n, 12n, { outcome: "parked", reason: "poison", keyMark: journal.keyMark("late") })]);
  expect(journal.poisonKeys(lane)).toEqual([
    { mark: "<early>", offset: 3n },
    { mark: "<late>", offset: 12n },
  ]);
});

it("refuses what no run says: offsets that are settled twice, a part that is closed twice, a document that nobody has told of", () => {
  const journal = new MemoryJournal({ markOf: String });
  journal.add([planned("a", 0n, 9n)]);
  journal.commit([settled("a", 0n, 4n)]);
  expect(() => journal.commit([settled("a", 4n, 5n)])).toThrow("settled twice");
  journal.commit([{ kind: "closed", document: "a", lane, keep: false, forfeited: undefined }]);
  expect(() => journal.commit([{ kind: "closed", document: "a", lane, keep: false, forfeited: undefined }])).toThrow("closed twice");
  expect(() => journal.commit([settled("b", 0n, 4n)])).toThrow("no document b");
});
