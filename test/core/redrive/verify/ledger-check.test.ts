import { hash } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { MskctlError } from "../../../../src/core/errors.ts";
import { importLedger } from "../../../../src/core/redrive/handover/import-ledger.ts";
import { ledgerText } from "../../../../src/core/redrive/handover/ledger.ts";
import type { OpenRun } from "../../../../src/core/redrive/runs.ts";
import { checkLedger } from "../../../../src/core/redrive/verify/ledger-check.ts";
import { nodeBytes } from "../../../../src/platform/bytes/node-bytes.ts";
import { endedWith, redrivenBatch } from "../../../support/redrive/ledger-objects.ts";
import { ledgerOf, type MemoryLedger } from "../../../support/redrive/memory-ledger.ts";
import { runOf, testStore } from "../../../support/redrive/test-store.ts";

const { decodeUtf8 } = nodeBytes;
const open: OpenRun[] = [];
afterEach(() => {
  for (const run of open.splice(0)) run.close();
});

function sound(): MemoryLedger {
  return ledgerOf({ a: redrivenBatch("one@v1", 0n, 9n), b: redrivenBatch("two", 10n, 19n) });
}

async function runOfLedger(ledger: MemoryLedger): Promise<OpenRun> {
  const run = await testStore().create(runOf());
  open.push(run);
  await importLedger({ ledger, run, order: "none", decodeUtf8, nowMs: 0, onProgress: () => undefined });
  return run;
}

function check(run: OpenRun, ledger: MemoryLedger, there: readonly string[] = [], listed: readonly string[] = ["one", "two"]) {
  return checkLedger(run, {
    ledger,
    order: "none",
    inventory: {
      async *ids() {
        yield listed;
      },
    },
    source: { present: async (ids) => ids.map((id) => there.includes(id)) },
    decodeUtf8,
    fingerprint: (text) => hash("sha256", text, "buffer").readUIntBE(0, 6),
    inventoryId: (id) => id.split("@")[0] ?? "",
  });
}

/** The ledger as the run was made of it, or as it was changed before or after. */
async function checkedAfter(change: (ledger: MemoryLedger) => void) {
  const ledger = sound();
  const run = await runOfLedger(ledger);
  change(ledger);
  return check(run, ledger);
}

async function checkedBefore(change: (ledger: MemoryLedger) => void) {
  const ledger = sound();
  change(ledger);
  return check(await runOfLedger(ledger), ledger);
}

function forget(ledger: MemoryLedger, batch: string): void {
  for (const name of [...ledger.objects.keys()]) if (name.startsWith(`ledger/${batch}/`)) ledger.objects.delete(name);
}

/** Writes the end of batch `a` anew. */
function rewrite(ledger: MemoryLedger, change: (entries: ReturnType<typeof redrivenBatch>[1]["entries"]) => typeof entries): void {
  const [, { entries }] = redrivenBatch("one@v1", 0n, 9n);
  ledger.objects.set("ledger/a/0001-ended.jsonl", new TextEncoder().encode(ledgerText(endedWith(change(entries)))));
}

describe("checkLedger", () => {
  it("holds where every listed document is accounted for, whatever its version", async () =>
    expect(await checkedBefore(() => undefined)).toMatchObject({
      id: "ledger",
      result: "holds",
      says: "2 batches with 2 documents of 2 listed",
      mismatches: [],
    }));

  it("finds a document that no batch has had and that is gone from the source", async () => {
    const lost = await checkedBefore((ledger) => forget(ledger, "b"));
    expect(lost).toMatchObject({ result: "broken", mismatches: ["two is gone from the source, and no batch of the ledger has had it"] });
  });

  it("one that is there was not reached yet, and one that the inventory has not is newer", async () => {
    const ledger = sound();
    const result = await check(await runOfLedger(ledger), ledger, ["three"], ["one", "three"]);
    expect(result).toMatchObject({ result: "holds", says: expect.stringMatching(/1 not reached yet, 1 newer than the export/) });
  });

  it("finds that records were forgotten: an entry of what was settled is missing", async () => {
    const lost = await checkedBefore((ledger) => rewrite(ledger, (entries) => entries.filter(({ kind }) => kind !== "settled")));
    expect(lost.mismatches).toEqual(["one@v1 in shipments-3: 10 records, and batch a accounts for 0"]);
  });

  it("finds a document that was removed before it was done with", async () => {
    const lost = await checkedBefore((ledger) => ledger.objects.delete("ledger/a/0001-ended.jsonl"));
    expect(lost.mismatches).toEqual(["one@v1 was removed, and the ledger does not say that shipments-3 of it was done with"]);
  });

  it("finds a part that is not done with in a batch that is", async () => {
    const wrong = await checkedBefore((ledger) => rewrite(ledger, (entries) => entries.filter(({ kind }) => kind !== "closed")));
    expect(wrong.mismatches[0]).toBe("one@v1 in shipments-3 is not done with, and batch a says that it is done");
  });

  it("finds a batch that stands in it twice", async () => {
    const twice = await checkedBefore((ledger) => {
      for (const [name, content] of [...ledger.objects]) ledger.objects.set(name.replace("/a/", "/copy/"), content);
    });
    expect(twice.mismatches).toEqual([
      "one@v1 was planned twice, the second time in batch copy",
      "shipments-3 0..9: 10 offsets redriven twice, the second time by batch copy",
    ]);
  });

  it("finds a settled run that reaches into another batch's", async () => {
    const wide = (entries: ReturnType<typeof redrivenBatch>[1]["entries"]) =>
      entries.map((entry) => (entry.kind === "settled" ? { ...entry, last: 12n, records: 13 } : entry));
    const double = await checkedBefore((ledger) => rewrite(ledger, wide));
    expect(double.mismatches).toEqual([
      "one@v1 in shipments-3: 10 records, and batch a accounts for 13",
      "shipments-3 10..19: 3 offsets redriven twice, the second time by batch b",
    ]);
  });

  it("says that a ledger which was written since has to be imported again", async () => {
    const later = await checkedAfter((ledger) => {
      const more = ledgerOf({ c: redrivenBatch("three", 20n, 29n) });
      for (const [name, content] of more.objects) ledger.objects.set(name, content);
    });
    expect(later.mismatches).toContain("the ledger has 3 documents now, the run 2: import the ledger again");
  });

  it("finds what was taken out of the ledger since", async () =>
    expect((await checkedAfter((ledger) => forget(ledger, "b"))).mismatches).toContain("the ledger has 1 document now, the run 2"));

  it("takes in a run that has redriven more by itself, and finds one that has less", async () => {
    const parked = (entries: ReturnType<typeof redrivenBatch>[1]["entries"]) =>
      entries.map((entry) => (entry.kind === "settled" ? { ...entry, outcome: "parked" as const, reason: "poison" as const } : entry));
    expect(await checkedAfter((ledger) => rewrite(ledger, parked))).toMatchObject({ result: "holds" });
    const ledger = sound();
    rewrite(ledger, parked);
    const run = await runOfLedger(ledger);
    rewrite(ledger, (entries) => entries);
    expect((await check(run, ledger)).mismatches).toEqual([
      "by the ledger 20 records are redriven now, by the run 10: import the ledger again",
    ]);
  });

  it("counts what two batches have settled once, as the run does", async () => {
    const twice = await checkedBefore((ledger) => {
      const [first, last] = redrivenBatch("three", 0n, 9n);
      for (const [name, object] of [
        ["begun", first],
        ["ended", last],
      ] as const)
        ledger.objects.set(`ledger/c/0001-${name}.jsonl`, new TextEncoder().encode(ledgerText(object)));
    });
    expect(twice.mismatches).toEqual(["shipments-3 0..9: 10 offsets redriven twice, the second time by batch c"]);
  });

  it.each(["not-permitted", "not-found", "unavailable", "throttled"] as const)("is not checked where the area is %s", async (code) => {
    const ledger = sound();
    const run = await runOfLedger(ledger);
    ledger.get = async () => Promise.reject(new MskctlError(code, "s3:GetObject said no"));
    expect(await check(run, ledger)).toMatchObject({ result: "not-checked", says: "s3:GetObject said no" });
  });

  it.each(["credentials", "storage"] as const)("throws %s", async (code) => {
    const ledger = sound();
    const run = await runOfLedger(ledger);
    ledger.get = async () => Promise.reject(new MskctlError(code, "no"));
    await expect(check(run, ledger)).rejects.toMatchObject({ code });
  });

  it("says what it cannot tell", async () =>
    expect(await checkLedger(await runOfLedger(sound()), { why: "GetObject is not permitted" })).toMatchObject({ result: "not-checked" }));
});
