import { afterEach, describe, expect, it } from "vitest";
import { importLedger, type LedgerImport } from "../../../../src/core/redrive/handover/import-ledger.ts";
import type { LedgerObject } from "../../../../src/core/redrive/handover/ledger.ts";
import type { OpenRun } from "../../../../src/core/redrive/runs.ts";
import { nodeBytes } from "../../../../src/platform/bytes/node-bytes.ts";
import { answered, closed, lane, planned, sent, settled } from "../../../support/redrive/journal-entries.ts";
import { begun, endedWith, redrivenBatch, removed } from "../../../support/redrive/ledger-objects.ts";
import { ledgerOf, MemoryLedger } from "../../../support/redrive/memory-ledger.ts";
import { runOf, testStore } from "../../../support/redrive/test-store.ts";

type Batches = Readonly<Record<string, readonly LedgerObject[]>>;

const open: OpenRun[] = [];
afterEach(() => {
  for (const run of open.splice(0)) run.close();
});

async function imported(given: Batches | MemoryLedger, order: "none" | "partition" = "none") {
  const run = await testStore().create(runOf());
  open.push(run);
  const ledger = given instanceof MemoryLedger ? given : ledgerOf(given);
  const seen: number[] = [];
  const onProgress = ({ batches }: Pick<LedgerImport, "batches">) => void seen.push(batches);
  const sum = await importLedger({ ledger, run, order, decodeUtf8: nodeBytes.decodeUtf8, nowMs: 9_000, onProgress });
  const remarks = [...run.entries(["remark"])].flatMap((entry) => (entry.kind === "remark" ? [entry.text] : []));
  return { run, sum, seen, remarks, counts: run.journal.counts() };
}

describe("importLedger", () => {
  it("makes one run of batches that number their invocations alike", async () => {
    const { run, counts, sum, seen } = await imported({ a: redrivenBatch("one", 0n, 9n), b: redrivenBatch("two", 10n, 14n) });
    expect(counts).toMatchObject({ documents: 2, removed: 2, seen: 15, redriven: 15, remaining: 0, invocations: 2, possibleDuplicates: 0 });
    expect([...run.rows("redriven")].map(({ batch }) => batch)).toEqual([1, 2]);
    expect(sum).toMatchObject({ batches: 2, documents: 2, workedOn: 0, unfinished: 0, doubles: { count: 0 }, refused: { count: 0 } });
    expect(seen).toEqual([1, 2]);
  });

  it("reads a few objects at once, and all of them", async () => {
    const batches = Array.from({ length: 40 }, (_, n) => [`b${String(n).padStart(2, "0")}`, redrivenBatch(`${n}`, BigInt(n), BigInt(n))]);
    const ledger = ledgerOf(Object.fromEntries(batches));
    expect((await imported(ledger)).counts).toMatchObject({ documents: 40, redriven: 40, removed: 40 });
    expect(ledger.mostAtOnce).toBeLessThanOrEqual(16);
  });

  it("takes what a turn has begun and not ended for sent, until its worker is dead for sure", async () => {
    const first = [sent(1, 0n, 3n), answered(1, "delivered"), settled("one", 0n, 3n, { batch: 1 })];
    const { run, counts, sum } = await imported({
      a: [begun([planned("one", 0n, 9n)]), endedWith(first, { isDone: false }), begun([], { turn: 2, aliveUntilMs: 777_000 })],
    });
    expect(sum).toMatchObject({ workedOn: 1, unfinished: 1, gaps: { count: 0 } });
    expect(run.journal.unanswered()).toEqual([{ lane, runs: [{ first: 4n, last: 9n }], records: 6, atMs: 777_000 }]);
    expect(counts).toMatchObject({ possibleDuplicates: 6, redriven: 4, remaining: 6 });
  });

  it("tells of a turn whose end is missing, and what it may have sent is in doubt", async () => {
    const second = [sent(1, 0n, 9n), answered(1, "delivered"), settled("one", 0n, 9n, { batch: 1 }), closed("one")];
    const { sum, counts, remarks } = await imported({
      a: [begun([planned("one", 0n, 9n)]), begun([], { turn: 2 }), endedWith(second, { turn: 2 })],
    });
    expect(sum.gaps).toMatchObject({ count: 1, places: ["ledger/a/0001-ended.jsonl"] });
    expect(sum.workedOn).toBe(0);
    expect(counts).toMatchObject({ redriven: 10, possibleDuplicates: 10 });
    expect(remarks.join()).toContain("ledger/a/0001-ended.jsonl");
  });

  it("adds a document of two lanes once, whole, and takes the entries of both", async () => {
    const other = { topic: "shipments", partition: 4 };
    const whole = planned("both", 0n, 4n);
    const parts = [...whole.parts, ...whole.parts.map((part) => ({ ...part, lane: other }))];
    const both = { ...whole, parts };
    const share = (own: typeof lane) => [
      { ...sent(1, 0n, 4n), lane: own } as ReturnType<typeof sent>,
      answered(1, "delivered"),
      { ...settled("both", 0n, 4n, { batch: 1 }), lane: own } as ReturnType<typeof settled>,
      { ...closed("both"), lane: own } as ReturnType<typeof closed>,
    ];
    const { counts, run } = await imported({
      "lanes/00001/00001": [begun([both]), endedWith(share(lane))],
      "lanes/00002/00001": [begun([both]), endedWith(share(other))],
    });
    expect(counts).toMatchObject({ documents: 1, seen: 10, redriven: 10, remaining: 0, possibleDuplicates: 0 });
    expect(run.journal.removable(10).map(({ id }) => id)).toEqual(["both"]);
  });

  it("of an ordered redrive only the batch's own lane is taken for sent", async () => {
    const other = { topic: "shipments", partition: 4 };
    const whole = planned("both", 0n, 4n);
    const parts = [...whole.parts, ...whole.parts.map((part) => ({ ...part, lane: other }))];
    const ledger = ledgerOf({ "lanes/00001/00001": [begun([{ ...whole, parts }])] });
    ledger.objects.set("lanes.jsonl", new TextEncoder().encode(`{"lane":{"topic":"shipments","partition":4},"folder":"lanes/00001/"}\n`));
    const { run } = await imported(ledger, "partition");
    expect(run.journal.unanswered().map((each) => each.lane)).toEqual([other]);
  });

  it("drops offsets that a batch before has settled, keeps the sums true, and tells the places", async () => {
    const { run, counts, sum, remarks } = await imported({ a: redrivenBatch("one", 0n, 9n), b: redrivenBatch("two", 5n, 14n) });
    expect(counts).toMatchObject({ documents: 2, removed: 2, seen: 15, redriven: 15, remaining: 0 });
    expect([...run.rows("redriven")].map(({ first, last }) => [first, last])).toEqual([
      [0n, 9n],
      [10n, 14n],
    ]);
    expect(sum.doubles.count).toBe(5);
    expect(sum.doubles.places).toEqual(["shipments-3 5..9: redriven by batch b, redriven by one before it"]);
    expect(remarks).toEqual([`5 offsets were settled by two batches of the ledger: ${sum.doubles.places[0]}`]);
  });

  it("a document that two batches have had whole counts once, and stays removed", async () => {
    const { counts, sum } = await imported({ a: redrivenBatch("one", 0n, 9n), b: redrivenBatch("one", 0n, 9n) });
    expect(counts).toMatchObject({ documents: 1, removed: 1, seen: 10, redriven: 10, remaining: 0 });
    expect(sum.doubles.count).toBe(10);
  });

  it("lists the first twenty places of many", async () => {
    const batches = Array.from({ length: 30 }, (_, n) => [`b${String(n).padStart(2, "0")}`, redrivenBatch(`${n}`, 0n, 0n)]);
    const { sum } = await imported(Object.fromEntries(batches));
    expect(sum.doubles.count).toBe(29);
    expect(sum.doubles.places).toHaveLength(20);
  });

  it("tells of entries that no journal takes, with their object, and goes on", async () => {
    const wrong = [settled("nobody's", 3n, 4n), answered(7, "delivered"), closed("one"), closed("one")];
    const { sum, counts } = await imported({ a: [begun([planned("one", 0n, 1n)]), endedWith(wrong), removed(["stranger"])] });
    expect(sum.refused.places).toEqual([
      "ledger/a/0001-ended.jsonl: nobody's is not planned in shipments-3",
      "ledger/a/0001-ended.jsonl: batch 7 was answered and never sent",
      "ledger/a/0001-ended.jsonl: one is closed twice in shipments-3",
      "ledger/a/removed.jsonl: stranger was removed and never planned",
    ]);
    expect(counts).toMatchObject({ documents: 1, removed: 0 });
  });

  it("what is done and not removed is left for a resume; what was left alone is told by its reason", async () => {
    const [begins, ends] = redrivenBatch("one", 0n, 1n);
    const left = ["x", "y"].map((id) => ({ id, why: "it breaks off" }));
    const { run, remarks } = await imported({ a: [{ ...begins, left }, ends, removed([], [{ id: "one", reason: "AccessDenied" }])] });
    expect(run.journal.removable(10).map(({ id }) => id)).toEqual(["one"]);
    expect(remarks).toEqual(["2 documents were left as they are: it breaks off", "1 document could not be removed: AccessDenied"]);
  });

  it.each([
    ["what is no JSON", "{", /0001-begun/],
    ["a cut-off object", `{"schemaVersion":1,"kind":"begun","turn":1}`, /cut off/],
    ["another turn", `{"schemaVersion":1,"kind":"begun","turn":2,"atMs":1,"aliveUntilMs":2,"left":[]}\n`, /another turn/],
    ["a document without parts", `{"schemaVersion":1,"kind":"begun","turn":1,"atMs":1,"aliveUntilMs":2,"left":[]}\n{"id":"x"}\n`, /line 2/],
  ])("throws storage with the name for %s", async (_, text, says) => {
    const ledger = ledgerOf();
    ledger.objects.set("ledger/a/0001-begun.jsonl", new TextEncoder().encode(text));
    await expect(imported(ledger)).rejects.toMatchObject({ code: "storage", message: expect.stringMatching(says) });
    await expect(imported(ledger)).rejects.toMatchObject({ message: expect.stringContaining("ledger/a/0001-begun.jsonl") });
  });
});
