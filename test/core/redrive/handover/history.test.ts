import { expect, it } from "vitest";
import { readHistory, replayed } from "../../../../src/core/redrive/handover/history.ts";
import { type LedgerObject, ledgerName, ledgerText } from "../../../../src/core/redrive/handover/ledger.ts";
import type { JournalEntry } from "../../../../src/core/redrive/journal.ts";
import { nodeBytes as bytes } from "../../../../src/platform/bytes/node-bytes.ts";
import { answered, closed, lane, planned, sent, settled } from "../../../support/redrive/journal-entries.ts";
import { MemoryLedger } from "../../../support/redrive/memory-ledger.ts";

const batch = "objects/4f";
const begun = (turn: number): LedgerObject => ({
  kind: "begun",
  turn,
  token: `worker ${turn}`,
  atMs: 1,
  aliveUntilMs: 9,
  documents: turn === 1 ? [planned("a", 0n, 3n), planned("b", 4n, 7n)] : [],
  left: [],
});
const ended = (turn: number, entries: readonly JournalEntry[], isDone = false): LedgerObject => ({
  kind: "ended",
  turn,
  token: `worker ${turn}`,
  atMs: 2,
  isDone,
  entries,
  poisonKeys: [],
});

function ledgerOf(objects: readonly LedgerObject[]): MemoryLedger {
  const ledger = new MemoryLedger(3);
  for (const object of objects) ledger.put(ledgerName(batch, object), bytes.encodeUtf8(ledgerText(object)));
  return ledger;
}

const read = (ledger: MemoryLedger) =>
  readHistory(
    ledger.seenThrough(async (apply) => apply()),
    batch,
    bytes,
  );

it("knows of nothing before the first turn, and of no other batch", async () => {
  const ledger = ledgerOf([]);
  ledger.put("ledger/objects/4fff/0001-begun.jsonl", bytes.encodeUtf8(ledgerText(begun(1))));
  expect(await read(ledger)).toEqual({ turns: [], removed: undefined });
});

it("tells a journal again what all of its turns have said, however many pages their names take", async () => {
  const ledger = ledgerOf([
    begun(1),
    ended(1, [sent(1, 0n, 3n), answered(1, "delivered"), settled("a", 0n, 3n, { batch: 1 }), closed("a")]),
    begun(2),
    ended(2, [sent(2, 4n, 5n), answered(2, "unknown")]),
    begun(3),
  ]);
  const history = await read(ledger);
  expect(history.turns.map(({ begun: { turn }, ended: end }) => [turn, end?.token])).toEqual([
    [1, "worker 1"],
    [2, "worker 2"],
    [3, undefined],
  ]);
  const journal = replayed(history, { markOf: String });
  expect(journal.counts()).toMatchObject({ documents: 2, redriven: 4, remaining: 4, possibleDuplicates: 2 });
  expect(journal.parts(lane, undefined, 9)).toMatchObject([{ document: "b", first: 4n, last: 7n }]);
  expect(journal.nextBatch()).toBe(3);
  expect(journal.removable(9)).toEqual([{ id: "a", handle: "handle of a" }]);
});

it("takes the tenth turn for the one behind the ninth", async () => {
  const turns = Array.from({ length: 11 }, (_, index) => [begun(index + 1), ended(index + 1, [])]).flat();
  expect((await read(ledgerOf(turns))).turns.map(({ begun: { turn } }) => turn)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

it("knows what was removed", async () => {
  const removed: LedgerObject = { kind: "removed", token: "t", atMs: 3, documents: ["a"], failed: [{ id: "b", reason: "no" }] };
  expect((await read(ledgerOf([begun(1), ended(1, [], true), removed]))).removed).toEqual(removed);
});

it.each([
  ["the beginning of the first turn", [ended(1, [])], "0001-begun.jsonl is missing"],
  ["the end of a turn before the last", [begun(1), begun(2)], "0001-ended.jsonl is missing"],
  ["a turn", [begun(1), ended(1, []), begun(3)], "0002-begun.jsonl is missing"],
] as const)("refuses a ledger of which somebody has removed %s", async (_, objects, message) => {
  await expect(read(ledgerOf(objects))).rejects.toMatchObject({ code: "storage", message: expect.stringContaining(message) });
});

it.each([
  ["cut off", bytes.encodeUtf8(ledgerText(begun(1)).slice(0, -9))],
  ["no text", new Uint8Array([0xff, 0xfe])],
])("refuses an object that is %s", async (_, content) => {
  const ledger = new MemoryLedger();
  ledger.put(`ledger/${batch}/0001-begun.jsonl`, content);
  await expect(read(ledger)).rejects.toMatchObject({ code: "storage" });
});
