import { describe, expect, it } from "vitest";
import RedriveImportLedger from "../../../src/commands/redrive/import-ledger.ts";
import type { LedgerObject } from "../../../src/core/redrive/handover/ledger.ts";
import { fingerprint } from "../../../src/platform/bytes/fingerprint.ts";
import { closed, planned, settled } from "../../support/redrive/journal-entries.ts";
import { begun, endedWith, redrivenBatch } from "../../support/redrive/ledger-objects.ts";
import { ledgerOf } from "../../support/redrive/memory-ledger.ts";
import { testStore } from "../../support/redrive/test-store.ts";
import { runCommand } from "../../support/run-command.ts";
import { schemaErrors } from "../../support/schema.ts";
import { writeServices } from "../../support/write-services.ts";

const area = "s3://area/orders/";

/** An area whose export listed `documents` documents, with these batches. */
function setUp(batches: Readonly<Record<string, readonly LedgerObject[]>>, documents: number, changes = {}) {
  const store = testStore();
  const ledger = ledgerOf(batches);
  const settings = { name: "orders", source: "s3://failed/orders/", target: "original", functionName: "orders", options: {} };
  const origin = { eventSource: "aws:kafka", bootstrapServers: [] };
  const place = { accountId: "123456789012", region: "eu-central-1" };
  const written = {
    schemaVersion: 1,
    id: "01JEXPORT",
    order: "none",
    settings,
    origin,
    place,
    area: { bucket: "area", prefix: "orders/" },
    keySalt: "a".repeat(64),
    documents,
  };
  ledger.objects.set("handover.json", new TextEncoder().encode(JSON.stringify({ ...written, ...changes })));
  const inventory = { async *ids() {} };
  const redrive = { runs: async () => store };
  const handover = { area: async () => ({ store: ledger, inventory, fingerprint }) };
  const services = { ...writeServices().services, redrive: redrive as never, handover: handover as never };
  const verb = (...argv: readonly string[]) => runCommand(RedriveImportLedger, argv, { services });
  return { store, ledger, verb };
}

describe("redrive import-ledger", () => {
  it("makes a finished run with the ledger's name in its settings, and says how to check it", async () => {
    const { verb, store } = setUp({ a: redrivenBatch("one", 0n, 9n) }, 1);
    const { stdout, stderr, exitCode } = await verb(area);
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    expect(stdout).toContain("1 batch with 1 of 1 document listed");
    expect(stdout).toMatch(/mskctl redrive verify \w+$/);
    const [run] = await store.list();
    expect(run).toMatchObject({ state: "finished", facts: { source: "s3://failed/orders/", settings: { ledger: area } } });
  });

  it("marks keys as the workers have", async () => {
    const { verb, store } = setUp({}, 0);
    await verb(area);
    await verb(area);
    const marks: string[] = [];
    for (const { facts } of await store.list()) {
      const run = await store.open(facts.id, "reading");
      marks.push(run.journal.keyMark("k"));
      run.close();
    }
    expect(new Set(marks).size).toBe(1);
  });

  it("3 and the way on where something is open, was not reached, or is worked on", async () => {
    const { verb, store } = setUp({ a: [begun([planned("one", 0n, 9n)])] }, 3);
    const { stdout, exitCode } = await verb(area);
    expect(exitCode).toBe(3);
    expect(stdout).toContain("1 batch is being worked on");
    expect(stdout).toContain("2 documents were not reached yet");
    expect(stdout).toMatch(/mskctl redrive resume \w+$/);
    expect((await store.list())[0]).toMatchObject({ state: "stopped" });
  });

  it("--json is one document; hostile text of the ledger reaches no terminal", async () => {
    const hostile = [settled("one", 0n, 0n), closed("one")];
    const left = [{ id: "x", why: "\u001b[2Jgone" }];
    const { verb } = setUp({ a: [begun([planned("one", 0n, 0n)], { left }), endedWith(hostile)] }, 2);
    const { json } = await verb(area, "--json");
    expect(schemaErrors("redrive-import-ledger", json)).toEqual([]);
    expect(json).toMatchObject({ documents: 1, notReached: 0, left: [{ documents: 1 }], status: { run: { state: "stopped" } } });
    const { stdout, stderr } = await verb(area);
    expect(stdout + stderr).not.toContain("\u001b");
  });

  it("--dry-run keeps no run", async () => {
    const { verb, store } = setUp({ a: redrivenBatch("one", 0n, 9n) }, 1);
    const { stdout, exitCode } = await verb(area, "--dry-run");
    expect({ exitCode, runs: await store.list() }).toEqual({ exitCode: 0, runs: [] });
    expect(stdout).toContain("10 redriven");
  });

  it("says which run has the ledger already, and imports it again", async () => {
    const { verb, store } = setUp({ a: redrivenBatch("one", 0n, 9n) }, 1);
    await verb(area);
    const [first] = await store.list();
    const { stdout } = await verb(area);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(`mskctl redrive purge ${first?.facts.id}`);
    expect(await store.list()).toHaveLength(2);
  });

  it("130 and no half-made run when it is interrupted", async () => {
    const { verb, store, ledger } = setUp({ a: redrivenBatch("one", 0n, 9n), b: redrivenBatch("two", 10n, 19n) }, 2);
    const { get } = ledger;
    ledger.get = async (name) => {
      if (name.startsWith("ledger/")) process.emit("SIGINT");
      return get.call(ledger, name);
    };
    const { exitCode } = await verb(area);
    expect({ exitCode, runs: await store.list() }).toEqual({ exitCode: 130, runs: [] });
  });

  it("74 for an object that is no ledger's, with its name, and no half-made run stays", async () => {
    const { verb, store, ledger } = setUp({ a: redrivenBatch("one", 0n, 9n) }, 1);
    ledger.objects.set("ledger/b/0001-begun.jsonl", new TextEncoder().encode("{"));
    const { stderr, exitCode } = await verb(area);
    expect({ exitCode, runs: await store.list() }).toEqual({ exitCode: 74, runs: [] });
    expect(stderr).toContain("ledger/b/0001-begun.jsonl");
  });

  it("69 where nothing was exported to, 74 for another handover, 64 for what is no area", async () => {
    const none = setUp({}, 0);
    none.ledger.objects.delete("handover.json");
    expect(await none.verb(area)).toMatchObject({
      exitCode: 69,
      stderr: expect.stringContaining("there is no ledger of an export in s3://"),
    });
    expect(await setUp({}, 0, { keySalt: "short" }).verb(area)).toMatchObject({ exitCode: 74 });
    expect(await none.verb("orders")).toMatchObject({ exitCode: 64, stderr: expect.stringContaining("s3://BUCKET/PREFIX/") });
  });
});
