import { describe, expect, it } from "vitest";
import RedriveExport from "../../../src/commands/redrive/export.ts";
import { MskctlError } from "../../../src/core/errors.ts";
import type { ExportFolder } from "../../../src/core/redrive/handover/export-folder.ts";
import type { ObjectItem } from "../../../src/core/redrive/handover/handover.ts";
import type { DocumentSource } from "../../../src/core/redrive/ports.ts";
import type { HandoverServices } from "../../../src/shell/services-handover.ts";
import { inS3, records } from "../../core/redrive/payload-fixture.ts";
import { failingPort, fakeFunctions } from "../../support/fakes/surroundings.ts";
import { sampleMapping } from "../../support/mappings.ts";
import { testStore } from "../../support/redrive/test-store.ts";
import { runCommand } from "../../support/run-command.ts";
import { schemaErrors } from "../../support/schema.ts";
import { writeServices } from "../../support/write-services.ts";

interface World {
  readonly documents?: readonly Uint8Array[];
  readonly destination?: string;
  readonly timeoutMs?: number;
  readonly handover?: Partial<HandoverServices>;
  /** Happens with each write into the folder. */
  readonly onWrite?: (name: string) => void;
  /** Records saved in the archive. */
  readonly saved?: number;
}

/** The mapping `orders` with failed records of partition 0 in its bucket. */
function setUp({
  documents = [inS3(...records(0, 5n, 6n, 7n))],
  destination = "arn:aws:s3:::failed",
  timeoutMs = 30_000,
  handover = {},
  onWrite = () => undefined,
  saved = 0,
}: World = {}) {
  const mapping = sampleMapping({
    EventSourceArn: "arn:aws:kafka:eu-central-1:123456789012:cluster/shop/11111111-2222-3333-4444-555555555555-2",
    DestinationConfig: { OnFailure: { Destination: destination } },
  });
  const { services } = writeServices([mapping]);
  const listed = documents.map((bytes, index) => ({ id: `failed/${index}`, handle: "etag", bytes, complete: true, storedAtMs: undefined }));
  const source: DocumentSource = {
    async *documents() {
      yield listed;
    },
    fetch: async (id) => listed.find((document) => document.id === id)?.bytes,
    remove: failingPort(new Error("an export removes nothing")) as never,
    release: async () => undefined,
    close: async () => undefined,
  };
  const store = testStore();
  const files = new Map<string, string>();
  const made: string[] = [];
  const folder = (path: string): ExportFolder => ({
    path,
    write: async (name, content) => {
      onWrite(name);
      files.set(name, content);
    },
    copy: async (name, from) => void files.set(name, from),
    discard: async () => {
      files.clear();
      made.splice(made.indexOf(path), 1);
    },
  });
  const items: ObjectItem[] = listed.map(({ id, bytes }) => ({ Key: id, Etag: '"e"', Size: bytes.length, LastModified: 0 }));
  const fakeHandover: HandoverServices = {
    async *objects() {
      yield items;
    },
    idOf: ({ Key }) => Key,
    someObjects: async () => source,
    savedRecords: async () => saved,
    requireBucketAt: async () => undefined,
    exportFolder: async (path) => {
      made.push(path);
      return folder(path);
    },
    workerFile: "/dist/worker/index.mjs",
    keySalt: async () => "ab".repeat(32),
    area: () => Promise.reject(new Error("an export reads no ledger")),
    mapRuns: () => Promise.reject(new Error("an export watches nothing")),
    ...handover,
  };
  const redrive = {
    runs: async () => store,
    source: async () => ({ source, takes: false, hasEvents: true, versioned: async () => false }),
    archiveFacts: async () => ({
      source: "s3://failed/",
      mappingUuid: mapping.UUID,
      functionName: "orders",
      accountId: undefined,
      region: undefined,
    }),
  };
  const all = {
    ...services,
    functions: fakeFunctions({ orders: { timeoutMs }, payments: {} }),
    redrive: redrive as never,
    handover: fakeHandover,
  };
  const verb = (...argv: readonly string[]) => runCommand(RedriveExport, argv, { services: all, columns: 80 });
  return { verb, files, made, store };
}

const bucket = "s3://failed/aws/lambda/";
const wanted = ["--anyway", "--out", "handover"];

describe("redrive export", () => {
  it("writes lanes, inventory and what is deployed, leaves no run behind, and answers as its schema says", async () => {
    const { verb, files, made, store } = setUp();
    const { json, exitCode } = await verb(bucket, "--mapping", "orders", ...wanted, "--json");
    expect(exitCode).toBe(0);
    expect(schemaErrors("redrive-export", json)).toEqual([]);
    expect(json).toMatchObject({ order: "partition", documents: 1, children: 1, folder: "handover", warnings: [] });
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(["upload/lanes.jsonl", "upload/lanes/00001/00001.json", "upload/inventory/00001.jsonl.gz", "template.json"]),
    );
    expect({ made, runs: await store.list() }).toEqual({ made: ["handover"], runs: [] });
  });

  it("--order none lists objects, reads a sample of them, and has no lanes", async () => {
    const { verb, files } = setUp();
    const { json, exitCode } = await verb(bucket, "--mapping", "orders", "--order", "none", ...wanted, "--json");
    expect(exitCode).toBe(0);
    expect(json).toMatchObject({ order: "none", documentsPerBatch: 50, documents: 1, children: 1 });
    expect([...files.keys()].filter((name) => name.startsWith("upload/lanes"))).toEqual([]);
  });

  it("says percentages as they were meant", async () => {
    const { json } = await setUp().verb(bucket, "--mapping", "orders", "--tolerated-failure", "0.29", ...wanted, "--json");
    expect(json).toMatchObject({ toleratedFailurePercentage: 29 });
  });

  it("tells what was written and what to type, from the upload on", async () => {
    const { stdout, exitCode } = await setUp().verb(bucket, "--mapping", "orders", ...wanted);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("written to handover: run these there");
    expect(stdout).toContain("\naws s3 cp --region eu-central-1 --recursive upload/ s3://failed/mskctl-redrive/");
  });

  it("a small source: how long redrive takes here, and nothing written; --dry-run shows all and says that it is small", async () => {
    const { verb, made } = setUp();
    const refused = await verb(bucket, "--mapping", "orders", "--out", "handover");
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stderr).toContain("1 document is few for Step Functions: how long redrive takes is not known");
    expect(made).toEqual([]);
    const look = await verb(bucket, "--mapping", "orders", "--out", "handover", "--dry-run");
    expect(look.exitCode).toBe(0);
    expect(look.stdout).toContain("1 document is few for Step Functions");
    expect(look.stdout).toContain("what handing it over adds");
    expect(made).toEqual([]);
  });
});

/** As SAM and IAM read it, and no template of ours. */
const templated = ["$", "{Region}/"].join("");
const archive = "archive:s3://rescue/orders";
const elsewhere = new MskctlError("refused", "bucket failed is in us-east-1, and Step Functions in eu-central-1 reads its own");
const there = new MskctlError("conflict", "handover is there already");
const pointer = new TextEncoder().encode('{"no":"document"}');

describe("redrive export refuses", () => {
  it.each<[what: string, argv: readonly string[], world: World, says: string]>([
    ["a folder that is there", [bucket], { handover: { exportFolder: () => Promise.reject(there) } }, "is there already"],
    ["a bucket of another Region", [bucket], { handover: { requireBucketAt: () => Promise.reject(elsewhere) } }, "us-east-1"],
    ["a source without lanes", [bucket], { documents: [pointer] }, "tells of a partition"],
    ["--documents with a child a partition", [bucket, "--documents", "25"], {}, "--documents counts with --order none"],
    ["an empty prefix", [bucket], { documents: [] }, "nothing to redrive in"],
    ["an empty prefix with --order none", [bucket, "--order", "none"], { documents: [] }, "nothing to redrive in"],
    ["a whole bucket, in which the ledger would lie", ["s3://failed"], {}, "the ledger would lie in the source"],
    ["a queue", ["sqs:failed-orders"], {}, "Step Functions reads buckets"],
    ["a topic", ["kafka://failed-orders"], {}, "Step Functions reads buckets"],
    ["an archive on a disk", ["archive:./rescue"], {}, "is a folder"],
    ["an archive in no order", [archive, "--order", "none"], {}, "it is redriven by partition"],
    ["a target that is no function", [bucket, "--to", "kafka://orders"], {}, "to functions only"],
    ["a target that runs for longer than a turn", [bucket], { timeoutMs: 841_000 }, "Step Functions cannot take it: the target's timeout"],
    ["more children than Step Functions runs", [bucket, "--concurrency", "10001"], {}, "Step Functions cannot take it: children at once"],
    ["a prefix that a template would read", [`s3://failed/${templated}`], {}, "has ${ in it"],
    ["an area that a policy would read", [bucket, "--area", "s3://failed/led*er/"], {}, "has * in it"],
  ])("%s", async (_, argv, world, says) => {
    const { verb, files, made, store } = setUp(world);
    const { stderr, exitCode } = await verb(...argv, "--mapping", "orders", ...wanted);
    expect(stderr.replaceAll(/\s+/g, " ")).toContain(says);
    expect(exitCode).not.toBe(0);
    expect({ files: files.size, made, runs: await store.list() }).toEqual({ files: 0, made: [], runs: [] });
  });

  it.each(["upload/lanes/00001/00001.json", "upload/inventory/00001.jsonl.gz", "policies/worker.json", "COMMANDS.md"])(
    "to leave a part behind where %s cannot be written",
    async (name) => {
      const onWrite = (written: string) => {
        if (written === name) throw new MskctlError("storage", "no space left");
      };
      const { verb, files, made, store } = setUp({ onWrite });
      const { stderr, exitCode } = await verb(bucket, "--mapping", "orders", ...wanted);
      expect(stderr).toContain("no space left");
      expect(exitCode).not.toBe(0);
      expect({ files: files.size, made, runs: await store.list() }).toEqual({ files: 0, made: [], runs: [] });
    },
  );

  it("to leave a part behind when it is interrupted", async () => {
    const { verb, files, made, store } = setUp({ onWrite: () => void process.emit("SIGINT") });
    const { exitCode } = await verb(bucket, "--mapping", "orders", ...wanted);
    expect(exitCode).toBe(130);
    expect({ files: files.size, made, runs: await store.list() }).toEqual({ files: 0, made: [], runs: [] });
  });
});
