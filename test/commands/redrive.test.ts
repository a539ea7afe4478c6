import { describe, expect, it } from "vitest";
import Redrive from "../../src/commands/redrive.ts";
import { MskctlError } from "../../src/core/errors.ts";
import type { DocumentSource, OutgoingBatch, RedriveTarget } from "../../src/core/redrive/ports.ts";
import type { RedriveServices } from "../../src/shell/services-redrive.ts";
import { inS3, records } from "../core/redrive/payload-fixture.ts";
import { sampleMapping } from "../support/mappings.ts";
import { testStore } from "../support/redrive/test-store.ts";
import { runCommand } from "../support/run-command.ts";
import { schemaErrors } from "../support/schema.ts";
import { writeServices } from "../support/write-services.ts";

const unused = { untilMs: 0, removal: "delete", broker: () => Promise.reject(new Error("not asked")) } as const;
const elsewhere = () => Promise.reject(new Error("this test has a bucket and a function only"));

/** The mapping `orders` with three failed records of partition 0 in its bucket, and a function that takes whatever comes. */
function setUp() {
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
  const redrive: RedriveServices = {
    runs: async () => store,
    source: async () => ({ source, takes: false, hasEvents: true, versioned: async () => false }),
    functionTarget: async () => target,
    queue: elsewhere,
    archiveWriter: elsewhere,
    queueBehind: elsewhere,
    archiveFacts: elsewhere,
    topicTarget: elsewhere,
    fileTarget: elsewhere,
  };
  const offsets = () => sent.flatMap((batch) => batch.records.map(({ offset }) => offset));
  return { services: { ...services, redrive }, held, offsets, store };
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
