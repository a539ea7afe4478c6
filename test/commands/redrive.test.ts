import { truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import RedriveResume from "../../src/commands/redrive/resume.ts";
import Redrive from "../../src/commands/redrive.ts";
import { MskctlError } from "../../src/core/errors.ts";
import type { EventOrigin } from "../../src/core/record/event-record.ts";
import type { SourceLease } from "../../src/core/redrive/lease.ts";
import type { Delivery, DocumentSource, OutgoingBatch, RedriveTarget } from "../../src/core/redrive/ports.ts";
import type { RunSettings } from "../../src/core/redrive/run-settings.ts";
import type { RedriveServices } from "../../src/shell/services-redrive.ts";
import { inS3, records } from "../core/redrive/payload-fixture.ts";
import { testRecord } from "../sandbox/destinations/failed-batch-fixture.ts";
import { sampleMapping } from "../support/mappings.ts";
import { closed, planned } from "../support/redrive/journal-entries.ts";
import { runOf, testStore } from "../support/redrive/test-store.ts";
import { runCommand } from "../support/run-command.ts";
import { schemaErrors } from "../support/schema.ts";
import { writeServices } from "../support/write-services.ts";

const unused = { untilMs: 0, removal: "delete", broker: () => Promise.reject(new Error("not asked")) } as const;
const elsewhere = () => Promise.reject(new Error("this test has a bucket and a function only"));

/** The mapping `orders` with three failed records of partition 0 in its bucket, and a function that takes whatever comes. */
function setUp(claimed: () => SourceLease | undefined = () => undefined) {
  const mapping = sampleMapping({
    EventSourceArn: "arn:aws:kafka:eu-central-1:123456789012:cluster/shop/11111111-2222-3333-4444-555555555555-2",
    DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::failed" } },
  });
  const { services } = writeServices([mapping]);
  const held = new Map([["failed/1", inS3(...records(0, 5n, 6n, 7n))]]);
  const sent: OutgoingBatch[] = [];
  const source: DocumentSource = {
    async *documents() {
      yield [...held].map(([id, bytes]) => ({ id, handle: "etag", bytes, complete: true, storedAtMs: undefined }));
    },
    fetch: async (id) => held.get(id),
    remove: async (documents) => {
      for (const { id } of documents) held.delete(id);
      return documents.map(() => ({ kind: "removed" }));
    },
    release: async () => undefined,
    close: async () => undefined,
  };
  const target: RedriveTarget = {
    send: async (batch) => {
      sent.push(batch);
      return { kind: "delivered" };
    },
    close: async () => undefined,
  };
  const store = testStore();
  const claims: string[] = [];
  const redrive: RedriveServices = {
    runs: async () => store,
    source: async () => ({ source, takes: false, hasEvents: true, versioned: async () => false }),
    functionTarget: async () => target,
    claim: async (placed, runId) => {
      claims.push(`${placed.kind} ${runId}`);
      return claimed();
    },
    queue: elsewhere,
    archiveWriter: elsewhere,
    queueBehind: elsewhere,
    archiveFacts: elsewhere,
    topicTarget: elsewhere,
    fileTarget: elsewhere,
  };
  const offsets = () => sent.flatMap((batch) => batch.records.map(({ offset }) => offset));
  return { services: { ...services, redrive }, held, offsets, store, claims };
}

describe("redrive", () => {
  it("sends the records of a document, removes it, and answers as its schema says", async () => {
    const { services, held, offsets, store } = setUp();
    const { json, exitCode } = await runCommand(Redrive, ["orders", "--yes", "--json"], { services });
    expect(schemaErrors("redrive", json)).toEqual([]);
    expect(json).toMatchObject({
      applied: true,
      plan: { source: "s3://failed/aws/lambda/e0b5c7f2-0000-4000-8000-0000000091c2/", records: 3 },
      result: { run: { state: "finished" }, counts: { seen: 3, redriven: 3, removed: 1 } },
    });
    expect([exitCode, offsets(), held.size, (await store.list()).length]).toEqual([0, [5n, 6n, 7n], 0, 1]);
  });

  it("as a dry run sends nothing, removes nothing, leaves no run, and answers as its schema says", async () => {
    const { services, held, offsets, store } = setUp();
    const { json, exitCode } = await runCommand(Redrive, ["orders", "--dry-run", "--json"], { services });
    expect(schemaErrors("redrive", json)).toEqual([]);
    expect(json).toMatchObject({ applied: false, plan: { records: 3 }, result: null });
    expect([exitCode, offsets(), held.size, await store.list()]).toEqual([0, [], 1, []]);
  });

  it("still parks what comes behind a poison record of its key when it is gone on with", async () => {
    const { services, held, offsets } = setUp();
    const keyed = [
      ["k", 5n],
      ["k", 6n],
      ["other", 7n],
    ] as const;
    held.set("failed/1", inS3(...keyed.map(([key, offset]) => testRecord(0, offset, { key: Buffer.from(key) }))));
    const target = await services.redrive.functionTarget({} as RunSettings, "orders", {} as EventOrigin);
    const send = async (batch: OutgoingBatch): Promise<Delivery> => {
      await target.send(batch);
      return batch.records.some(({ offset }) => offset === 5n) ? { kind: "failed", reason: "boom" } : { kind: "delivered" };
    };
    const failing = { ...services, redrive: { ...services.redrive, functionTarget: async () => ({ ...target, send }) } };
    const first = ["orders", "--yes", "--json", "--retries", "0", "--stop-after", "1"];
    const stopped = await runCommand(Redrive, first, { services: failing });
    expect(stopped.json).toMatchObject({ result: { run: { state: "stopped" }, counts: { parked: 1, remaining: 2 } } });
    const resumed = await runCommand(RedriveResume, ["--json"], { services: failing });
    expect(resumed.json).toMatchObject({ run: { state: "finished" }, counts: { parked: 2, redriven: 1, remaining: 0 } });
    expect(offsets()).toEqual([5n, 7n]);
  });

  it("knows of an earlier run on its source, however that was written, and begins although another one's journal is damaged", async () => {
    const { services, store } = setUp();
    for (const isDamaged of [false, true]) {
      const run = await store.create(runOf({ source: "s3://failed/aws/lambda/e0b5c7f2-0000-4000-8000-0000000091c2" }));
      run.journal.add([planned("a", 0n, 9n)]);
      run.journal.commit([closed("a", true)]);
      run.setState("stopped", "enough");
      run.close();
      if (isDamaged) truncateSync(join(store.folder, "runs", run.known.facts.id, "journal.db"), 5_000);
    }
    const { json } = await runCommand(Redrive, ["orders", "--dry-run", "--json"], { services });
    expect(json).toMatchObject({
      plan: {
        findings: expect.arrayContaining([
          expect.objectContaining({ id: "MSK314", evidence: { runs: [{ id: expect.any(String), kept: 1 }] } }),
        ]),
      },
    });
  });

  it("does not call it done when there are documents and their brokers are out of reach", async () => {
    const { services, held, offsets, store } = setUp();
    const broker = () => Promise.reject(new MskctlError("unavailable", "b-1:9098 does not answer"));
    const source = async () => ({ ...(await services.redrive.source({ kind: "s3", bucket: "", prefix: "" }, unused)), hasEvents: false });
    const given = { services: { ...services, broker, redrive: { ...services.redrive, source } } };
    const { json, exitCode } = await runCommand(Redrive, ["orders", "--yes", "--json"], given);
    expect(json).toMatchObject({ error: { code: "refused", message: expect.stringContaining("b-1:9098 does not answer") } });
    expect([exitCode, offsets(), held.size, await store.list()]).toEqual([70, [], 1, []]);
  });
});

/** A lease of which another run can be said to have it. */
function fakeLease() {
  let released = 0;
  let lose: ((says: string) => void) | undefined;
  const lease: SourceLease = {
    takenFrom: undefined,
    onLost(listener) {
      lose = listener;
      return () => undefined;
    },
    release: async () => {
      released += 1;
    },
  };
  return { lease, lose: (says: string) => lose?.(says), released: () => released };
}

describe("other machines", () => {
  it("are told of a run from its plan to its end, and of a resumed one; a dry run tells nobody", async () => {
    const { lease, released } = fakeLease();
    const { services, claims, store, held } = setUp(() => lease);
    await runCommand(Redrive, ["orders", "--dry-run"], { services });
    expect([claims, released()]).toEqual([[], 0]);
    await runCommand(Redrive, ["orders", "--yes", "--stop-after", "1", "--batch-size", "1", "--canary", "0"], { services });
    const id = (await store.list())[0]?.facts.id ?? "";
    expect([claims, released(), held.size]).toEqual([[`s3 ${id}`], 1, 1]);
    await runCommand(RedriveResume, [id], { services });
    expect([claims, released()]).toEqual([[`s3 ${id}`, `s3 ${id}`], 2]);
  });

  it("that work on the source keep it: 75, nothing is sent, and no run is left", async () => {
    const { services, offsets, store } = setUp(() => {
      throw new MskctlError("unavailable", "run 01OTHER of bob on there (process 8) works on s3://failed");
    });
    const { stderr, exitCode } = await runCommand(Redrive, ["orders", "--yes"], { services });
    expect({ stderr, exitCode }).toMatchObject({ stderr: expect.stringContaining("run 01OTHER of bob"), exitCode: 75 });
    expect([offsets(), await store.list()]).toEqual([[], []]);
  });

  it("that are not seen, for want of a permission, are a warning of the plan, and the run goes on", async () => {
    const { services, offsets } = setUp(() => {
      throw new MskctlError("not-permitted", "not permitted: s3:PutObject", { details: { action: "s3:PutObject" } });
    });
    const { json, stderr, exitCode } = await runCommand(Redrive, ["orders", "--yes", "--json"], { services });
    const warned = { id: "MSK322", severity: "warning", fix: "mskctl redrive iam orders" };
    expect(json).toMatchObject({ plan: { findings: expect.arrayContaining([expect.objectContaining(warned)]) } });
    expect([exitCode, stderr, offsets()]).toEqual([0, "", [5n, 6n, 7n]]);
  });

  it("that take the source over stop the run, which can be resumed", async () => {
    const { lease, lose, released } = fakeLease();
    const { services, held, offsets, store } = setUp(() => lease);
    const target = async () => ({
      send: async (batch: OutgoingBatch) => {
        lose("run 01OTHER of bob has taken it over");
        return (await services.redrive.functionTarget({} as never, "", {} as never)).send(batch);
      },
      close: async () => undefined,
    });
    const given = { services: { ...services, redrive: { ...services.redrive, functionTarget: target } } };
    const argv = ["orders", "--yes", "--batch-size", "1", "--canary", "0"];
    const { stderr, exitCode } = await runCommand(Redrive, argv, given);
    expect([exitCode, offsets(), held.size, released()]).toEqual([3, [5n], 1, 1]);
    expect(stderr).toContain("run 01OTHER of bob has taken it over");
    expect(stderr).toContain("go on: mskctl redrive resume");
    expect((await store.list())[0]?.state).toBe("stopped");
  });
});
