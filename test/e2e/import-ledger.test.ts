import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type LedgerObject, ledgerName, ledgerText } from "../../src/core/redrive/handover/ledger.ts";
import type { JournalEntry, PlannedDocument } from "../../src/core/redrive/journal.ts";
import { type Ended, runProgram } from "../support/program.ts";
import { type FailedShipments, failedShipments } from "../support/redrive/failed-shipments.ts";
import { begun, endedWith } from "../support/redrive/ledger-objects.ts";
import { schemaErrors } from "../support/schema.ts";

const bucket = "failed-shipments";
let shop: FailedShipments;
let folder: string;
let s3: S3Client;

beforeAll(async () => {
  shop = await failedShipments({ records: 100 });
  folder = mkdtempSync(join(tmpdir(), "mskctl-import-"));
  const { AWS_ENDPOINT_URL: endpoint = "", AWS_REGION: region = "" } = shop.environment;
  s3 = new S3Client({ endpoint, region, credentials: { accessKeyId: "a", secretAccessKey: "b" }, forcePathStyle: true });
});
afterAll(async () => {
  s3.destroy();
  rmSync(folder, { recursive: true, force: true });
  await shop.close();
});

const redrive = (...argv: readonly string[]): Promise<Ended> =>
  runProgram(["redrive", ...argv], { environment: { ...shop.environment, XDG_STATE_HOME: join(folder, "state") } });
const put = (name: string, body: string | Uint8Array) => s3.send(new PutObjectCommand({ Bucket: bucket, Key: `area/${name}`, Body: body }));
const write = (batch: string, object: LedgerObject) => put(ledgerName(batch, object), ledgerText(object));

function plannedOf({ key, body, records }: FailedShipments["documents"][number]): PlannedDocument {
  const [partition = 0] = (records[0] ?? "").split(":").map(Number);
  const offsets = records.map((record) => BigInt(record.split(":")[1] ?? 0));
  const [first = 0n, last = first] = [offsets[0], offsets.at(-1)];
  const part = { lane: { topic: "shipments", partition }, first, last, firstTimestampMs: undefined, lastTimestampMs: undefined };
  const handle = `"${createHash("md5").update(body).digest("hex")}"`;
  const claimed = records.length;
  return { id: key, handle, condition: "RetriesExhausted", failedAtMs: 1, records: claimed, parts: [{ ...part, claimed }] };
}

/** All of a document redriven, or parked. */
function entriesOf({ id, parts: [part] }: PlannedDocument, outcome: "redriven" | "parked"): JournalEntry[] {
  if (part === undefined) return [];
  const { lane, first, last, claimed: records } = part;
  const keep = outcome === "parked";
  const reason = keep ? ("poison" as const) : undefined;
  return [
    { kind: "dispatched", batch: 1, lane, runs: [{ first, last }], records, attempt: 1, atMs: 1 },
    { kind: "answered", batch: 1, outcome: keep ? "failed" : "delivered", reason: undefined, atMs: 2 },
    { kind: "settled", document: id, lane, first, last, records, outcome, reason, batch: 1 },
    { kind: "closed", document: id, lane, keep, forfeited: undefined },
  ];
}

it("a ledger in S3 becomes a run that is verified, resumed and retried; what is lost is found", async () => {
  const documents = shop.documents.filter(({ records }) => new Set(records.map((each) => each.split(":")[0])).size === 1).slice(0, 2);
  await shop.fill(documents);
  const [done, parked] = documents.map(plannedOf);
  if (done === undefined || parked === undefined) throw new Error("too few documents failed");
  const planDryRun = JSON.parse((await redrive("shipments", "--dry-run", "--json")).stdout) as {
    plan: { mapping: string; source: string };
  };
  const options = { batchSize: 50, batchBytes: 5_000_000, maxConcurrency: 2, canaryRecords: 0, retries: 0, onError: "park-key" };
  const settings = {
    name: "shipments",
    source: planDryRun.plan.source,
    target: "lambda:original",
    format: "jsonl",
    mappingUuid: planDryRun.plan.mapping,
    functionName: "shipments",
    functionTimeoutMs: 30_000,
    partialResponses: false,
    removal: "delete",
    allowPartial: false,
    untilMs: Date.now(),
    options: { ...options, breakerShare: 1, breakerWindow: 50, window: 1_000, removeUnrecoverable: false },
  };
  const area = { bucket, prefix: "area/" };
  const origin = { eventSource: "aws:kafka", bootstrapServers: [] };
  const place = { accountId: "123456789012", region: shop.environment["AWS_REGION"] };
  const keySalt = "0".repeat(64);
  await put(
    "handover.json",
    JSON.stringify({ schemaVersion: 1, id: "X", order: "none", settings, origin, place, area, keySalt, documents: 2 }),
  );
  await put("inventory/00001.jsonl.gz", gzipSync([done, parked].map(({ id }) => `${JSON.stringify(id)}\n`).join("")));
  for (const [batch, document, outcome] of [
    ["objects/a", done, "redriven"],
    ["objects/b", parked, "parked"],
  ] as const) {
    await write(batch, begun([document]));
    await write(batch, endedWith(entriesOf(document, outcome)));
  }

  const imported = await redrive("import-ledger", `s3://${bucket}/area/`, "--json");
  expect(imported).toMatchObject({ exitCode: 3, stderr: "" });
  const { status } = JSON.parse(imported.stdout) as { status: { run: { id: string }; counts: object } };
  expect(schemaErrors("redrive-import-ledger", JSON.parse(imported.stdout))).toEqual([]);
  expect(status.counts).toMatchObject({ documents: 2, redriven: done.records, parked: parked.records, remaining: 0, removed: 0 });
  const { id } = status.run;

  expect(await redrive("resume", id)).toMatchObject({ exitCode: 3 });
  expect((await shop.listing()).map((line) => line.split(" ")[0])).toEqual([parked.id]);
  const verified = await redrive("verify", id, "--json");
  expect(schemaErrors("redrive-verify", JSON.parse(verified.stdout))).toEqual([]);
  expect(verified.stdout).toContain("2 batches with 2 documents of 2 listed");
  // Nobody has sent what this ledger says was sent, and Lambda counts by itself.
  const { checks } = JSON.parse(verified.stdout) as { checks: readonly { id: string; result: string }[] };
  expect(checks.filter(({ result }) => result === "broken").map(({ id: check }) => check)).toEqual(["function"]);
  expect(await redrive("retry-parked", id, "--yes")).toMatchObject({ exitCode: 0 });
  expect(shop.fn.invocations.flatMap(({ records }) => records)).toHaveLength(parked.records);
  expect(await shop.listing()).toEqual([]);
  expect(await redrive("report", id)).toMatchObject({ exitCode: 0 });

  await put("inventory/00002.jsonl.gz", gzipSync(`${JSON.stringify("aws/lambda/lost")}\n`));
  const lost = await redrive("verify", id);
  expect(lost.exitCode).toBe(2);
  expect(lost.stdout.replaceAll(/\s+/g, " ")).toContain("aws/lambda/lost is gone from the source");
});
