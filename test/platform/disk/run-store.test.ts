import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import type { OpenRun } from "../../../src/core/redrive/runs.ts";
import { errorOf } from "../../support/aws.ts";
import { closed, planned, settled } from "../../support/redrive/journal-entries.ts";
import { runOf, someOwner, type TestStore, testStore } from "../../support/redrive/test-store.ts";

const open: OpenRun[] = [];
afterEach(() => {
  for (const run of open.splice(0)) run.close();
});
async function created(store: TestStore, some = {}): Promise<OpenRun> {
  const run = await store.create(runOf(some));
  open.push(run);
  return run;
}
function closeAll(): void {
  for (const run of open.splice(0)) run.close();
}
const runFolder = (store: TestStore, { known }: OpenRun) => join(store.folder, "runs", known.facts.id);

describe("a run", () => {
  it("is found again with its facts, its state and its journal", async () => {
    const store = testStore();
    const run = await created(store);
    const { id } = run.known.facts;
    expect(id).toMatch(/^01[0-9A-HJKMNP-TV-Z]{24}$/);
    expect(run.known).toEqual({
      facts: { ...runOf(), id, createdAtMs: Date.parse("2026-11-26T08:00:00Z") },
      state: "planned",
      owner: { ...someOwner, sinceMs: Date.parse("2026-11-26T08:00:00Z") },
      says: undefined,
    });
    run.journal.add([planned("a", 0n, 9n)]);
    run.setState("stopped", "after the canary");
    closeAll();
    const again = await store.open(id, "writing");
    open.push(again);
    expect(again.known).toMatchObject({ facts: { settings: { batchSize: 100 } }, state: "stopped", says: "after the canary" });
    expect(again.journal.counts()).toMatchObject({ documents: 1, seen: 10 });
  });

  it("is opened by the beginning of its id, in either case", async () => {
    const store = testStore();
    const first = await created(store);
    store.passMs(86_400_000);
    const second = await created(store, { source: "sqs:other" });
    closeAll();
    const { id } = first.known.facts;
    for (const typed of [id, id.slice(0, 10), id.slice(0, 10).toLowerCase()]) {
      const run = await store.open(typed, "reading");
      expect(run.known.facts.id).toBe(id);
      run.close();
    }
    expect(await errorOf(store.open("01", "reading"))).toMatchObject({
      code: "ambiguous",
      details: { candidates: [id, second.known.facts.id] },
    });
  });

  it.each(["", "../..", "nobody", "01ZZZZZZZZZZ", `${"0".repeat(27)}`, "\u001b[31m"])(
    "that does not exist is not found: %j",
    async (typed) => {
      const store = testStore();
      await created(store);
      const error = await errorOf(store.open(typed, "reading"));
      expect(error).toMatchObject({ code: "not-found", suggestions: ["mskctl redrive list"] });
      expect(error.message).not.toContain("\u001b");
    },
  );

  it("is for nobody else's eyes, whatever the umask is", async () => {
    const before = process.umask(0o277);
    try {
      const store = testStore();
      const run = await created(store);
      run.journal.add([planned("a", 0n, 9n)]);
      run.setState("running");
      const folder = runFolder(store, run);
      for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777, name).toBe(0o600);
      for (const path of [folder, join(store.folder, "runs"), join(store.folder, "locks")])
        expect(statSync(path).mode & 0o777, path).toBe(0o700);
      for (const name of readdirSync(join(store.folder, "locks")))
        expect(statSync(join(store.folder, "locks", name)).mode & 0o777, name).toBe(0o600);
    } finally {
      process.umask(before);
    }
  });

  it("stays where it belongs, whatever its source is called", async () => {
    const store = testStore();
    for (const source of ["s3://b/../../../etc/passwd", `s3://b/${"x".repeat(2_000)}`, "s3://b/\u0000", "sqs:__proto__"])
      await created(store, { source });
    expect(readdirSync(store.folder).sort()).toEqual(["locks", "runs"]);
    expect(readdirSync(join(store.folder, "locks")).filter((name) => !/^[0-9a-f]{64}(\.json)?$/.test(name))).toEqual([]);
  });

  it("is listed with the others, the newest first, and with whoever works on it", async () => {
    const store = testStore();
    expect(await store.list()).toEqual([]);
    for (let number = 0; number < 5; number++) {
      const run = await created(store, { source: `sqs:${number}` });
      run.setState("running");
      store.passMs(1_000);
    }
    for (const run of open.splice(1)) run.close();
    const listed = await store.list();
    expect(listed.map(({ facts, owner }) => [facts.source, owner?.pid])).toEqual([
      ["sqs:4", undefined],
      ["sqs:3", undefined],
      ["sqs:2", undefined],
      ["sqs:1", undefined],
      ["sqs:0", 42],
    ]);
    expect(listed[4]?.state).toBe("running");
  });

  it("whose making was cut off is none", async () => {
    const store = testStore();
    const run = await created(store);
    rmSync(join(runFolder(store, run), "run.json"));
    mkdirSync(join(store.folder, "runs", "not an id"));
    expect(await store.list()).toEqual([]);
  });

  it("is removed whole, and not while somebody works on it", async () => {
    const store = testStore();
    const [kept, removed] = [await created(store), await created(store, { source: "sqs:other" })];
    expect(await errorOf(store.remove(removed.known.facts.id))).toMatchObject({ code: "unavailable" });
    closeAll();
    mkdirSync(join(store.folder, "runs", ".gone-of-a-crash"));
    await store.remove(removed.known.facts.id);
    expect(readdirSync(join(store.folder, "runs"))).toEqual([kept.known.facts.id]);
    expect((await store.list()).map(({ facts }) => facts.id)).toEqual([kept.known.facts.id]);
  });
});

describe("two runs", () => {
  it("of one source exclude each other; the second is told of the first", async () => {
    const store = testStore();
    const first = await created(store);
    store.passMs(240_000);
    const { id } = first.known.facts;
    const error = await errorOf(store.create(runOf()));
    expect(error).toMatchObject({
      code: "unavailable",
      message: `run ${id} works on this source now (pid 42, kim@laptop, since 4 min)`,
      suggestions: [`mskctl redrive status ${id}`],
      details: { runId: id, ageMs: 240_000, owner: { pid: 42 } },
    });
    expect(await errorOf(store.open(id, "writing"))).toMatchObject({ code: "unavailable", details: { runId: id } });
    closeAll();
    open.push(await store.open(id, "writing"));
    expect(await errorOf(store.create(runOf()))).toMatchObject({ code: "unavailable" });
    expect(await store.list()).toHaveLength(1);
  });

  it("of one source exclude each other, however it is written", async () => {
    const store = testStore();
    await created(store, { source: "s3://shop-failed-records/aws/lambda" });
    await created(store, { source: "sqs:https://sqs.eu-central-1.amazonaws.com/123456789012/failed" });
    for (const source of ["s3://shop-failed-records/aws/lambda/", "sqs:failed", "sqs:arn:aws:sqs:eu-central-1:123456789012:failed"])
      expect(await errorOf(store.create(runOf({ source }))), source).toMatchObject({ code: "unavailable" });
    await created(store, { source: "sqs:failed", accountId: "210987654321" });
  });

  it("of different sources go on side by side", async () => {
    const store = testStore();
    await created(store);
    await created(store, { source: "sqs:other" });
    expect((await store.list()).map(({ owner }) => owner?.pid)).toEqual([42, 42]);
  });

  it("may read one while it is written", async () => {
    const store = testStore();
    const run = await created(store);
    run.journal.add([planned("a", 0n, 9n)]);
    const reader = await store.open(run.known.facts.id, "reading");
    expect(reader.journal.counts().documents).toBe(1);
    expect(reader.known.owner).toMatchObject({ pid: 42 });
    reader.close();
    run.journal.add([planned("b", 10n, 19n)]);
    expect(run.journal.counts().documents).toBe(2);
  });

  it("exclude each other across processes, until the one with the source is killed", async () => {
    const store = testStore();
    const script = fileURLToPath(new URL("../../support/redrive/hold-run.ts", import.meta.url));
    const holder = spawn(process.execPath, [script, store.folder, "sqs:held"], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = (await once(holder.stdout, "data")) as [Buffer];
    const id = line.toString().trim();
    expect(await errorOf(store.create(runOf({ source: "sqs:held" })))).toMatchObject({
      code: "unavailable",
      details: { runId: id, owner: { pid: holder.pid } },
    });
    expect((await store.list())[0]).toMatchObject({ owner: { pid: holder.pid }, state: "running" });
    holder.kill("SIGKILL");
    await once(holder, "exit");
    expect((await store.list())[0]).toMatchObject({ owner: undefined, state: "running" });
    const run = await store.open(id, "writing");
    open.push(run);
    expect(run.known.owner).toMatchObject({ pid: 42 });
  });
});

describe("what goes wrong", () => {
  it("on a nearly full disk nothing is begun", async () => {
    const store = testStore({ freeBytes: async () => 5 * 2 ** 20 });
    expect(await errorOf(store.create(runOf()))).toMatchObject({
      code: "storage",
      message: expect.stringMatching(/^only 5 MiB are free in .*runs; a run's journal needs 128$/),
    });
    expect(await store.list()).toEqual([]);
  });

  it("gives up the reserve and notes why it stopped when its journal fails", async () => {
    const store = testStore();
    const run = await created(store);
    run.setState("running");
    const folder = runFolder(store, run);
    expect(statSync(join(folder, "reserve")).size).toBe(2 ** 20);
    expect(() => run.journal.commit([closed("nobody")])).toThrow();
    expect(readdirSync(folder)).not.toContain("reserve");
    expect(run.known).toMatchObject({ state: "stopped", says: "its journal could not be written" });
    closeAll();
    expect(await store.list()).toMatchObject([{ state: "stopped", owner: undefined }]);
    open.push(await store.open(run.known.facts.id, "writing"));
    expect(readdirSync(folder)).toContain("reserve");
  });

  it.each(["run.json", "state.json"])("a damaged %s is told for its run, and hides no other", async (name) => {
    const store = testStore();
    const damaged = await created(store);
    store.passMs(1_000);
    await created(store, { source: "sqs:other" });
    closeAll();
    const path = join(runFolder(store, damaged), name);
    writeFileSync(path, readFileSync(path, "utf8").replace("planned", "running").replace("lambda:shipments", "lambda:shipment5"));
    expect(await store.list()).toMatchObject([
      { facts: { source: "sqs:other" } },
      {
        facts: { id: damaged.known.facts.id, createdAtMs: damaged.known.facts.createdAtMs },
        state: "stopped",
        says: expect.stringContaining(`${path} is damaged`),
      },
    ]);
    expect(await errorOf(store.open(damaged.known.facts.id, "writing"))).toMatchObject({
      code: "storage",
      message: expect.stringContaining(path),
    });
  });

  it("a damaged journal is refused by name, also for reading, and its source is free again", async () => {
    const store = testStore();
    const run = await created(store);
    run.journal.add([planned("a", 0n, 9n)]);
    closeAll();
    const path = join(runFolder(store, run), "journal.db");
    const content = readFileSync(path);
    content.write("Handle", content.indexOf("handle of a"));
    writeFileSync(path, content);
    for (const purpose of ["reading", "writing"] as const)
      expect(await errorOf(store.open(run.known.facts.id, purpose))).toMatchObject({
        code: "storage",
        message: expect.stringContaining(`the journal ${path} is damaged`),
      });
    expect(await store.list()).toMatchObject([{ state: "stopped", says: "its journal is damaged" }]);
    await created(store);
  });

  it("a state folder that cannot be made is told", async () => {
    const store = testStore();
    mkdirSync(join(store.folder, ".."), { recursive: true });
    writeFileSync(store.folder, "a file");
    chmodSync(store.folder, 0o600);
    expect(await errorOf(store.create(runOf()))).toMatchObject({ code: "storage", message: expect.stringContaining(store.folder) });
  });
});

describe("reports of a run", () => {
  it("have what was settled, kept and said, and parked records can be made open again", async () => {
    const store = testStore();
    const run = await created(store);
    run.journal.add([planned("a", 0n, 9n), planned("b", 10n, 19n, { condition: "MaximumPayloadSizeExceeded" })]);
    run.journal.commit([
      settled("a", 0n, 9n, { outcome: "parked", reason: "poison" }),
      closed("a", true),
      { kind: "remark", atMs: 5, text: "new credentials" },
    ]);
    const digest = run.digest();
    closeAll();
    const reader = await store.open(run.known.facts.id, "reading");
    expect([...reader.rows("parked")]).toMatchObject([{ first: 0n, last: 9n, records: 10, reason: "poison" }]);
    expect([...reader.kept()]).toEqual([{ id: "a", handle: "handle of a" }]);
    expect([...reader.documents()]).toEqual([
      { id: "a", handle: "handle of a", isDone: true },
      { id: "b", handle: "handle of b", isDone: false },
    ]);
    expect([...reader.conditions()]).toEqual([
      ["RetriesExhausted", 1],
      ["MaximumPayloadSizeExceeded", 1],
    ]);
    expect([...reader.entries(["remark", "closed"])].map(({ kind }) => kind)).toEqual(["closed", "remark"]);
    expect(reader.digest()).toBe(digest);
    reader.close();
    const writer = await store.open(run.known.facts.id, "writing");
    open.push(writer);
    expect(writer.reopen(["poison"])).toBe(10);
    expect(writer.journal.counts()).toMatchObject({ parked: 0, remaining: 20, kept: 0 });
    expect(writer.digest()).not.toBe(digest);
  });
});
