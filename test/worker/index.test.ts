import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { classifyDocument } from "../../src/core/redrive/classify.ts";
import type { Handover, ObjectItem, TurnAnswer } from "../../src/core/redrive/handover/handover.ts";
import { type Begun, ledgerText, readLedgerObject, writeOffsets } from "../../src/core/redrive/handover/ledger.ts";
import { s3ArchiveStore } from "../../src/platform/aws/archive-store.ts";
import { workerServices } from "../../src/platform/aws/worker-services.ts";
import { nodeBytes } from "../../src/platform/bytes/node-bytes.ts";
import { openArchiveReader } from "../../src/platform/disk/archive/archive-reader.ts";
import { openArchiveWriter } from "../../src/platform/disk/archive/archive-writer.ts";
import { workerClock } from "../../src/worker/clock.ts";
import { pagesOf } from "../support/aws.ts";
import { ended } from "../support/program.ts";
import { type FailedShipments, failedShipments } from "../support/redrive/failed-shipments.ts";
import { runOptions } from "../support/redrive-machine.ts";

const bundle = fileURLToPath(new URL("../../dist/worker/index.mjs", import.meta.url));
const runner = fileURLToPath(new URL("../support/redrive/worker-runner.ts", import.meta.url));
const area = { bucket: "redrive-area", prefix: "a/" };
const source = "failed-shipments";

let account: FailedShipments;
let s3: S3Client;
let folder: string;

beforeAll(async () => {
  account = await failedShipments({ records: 300 });
  const setting = (name: string) => account.environment[name] ?? "";
  s3 = new S3Client({
    endpoint: setting("AWS_ENDPOINT_URL"),
    region: setting("AWS_REGION"),
    credentials: { accessKeyId: setting("AWS_ACCESS_KEY_ID"), secretAccessKey: setting("AWS_SECRET_ACCESS_KEY") },
    forcePathStyle: true,
  });
  await s3.send(new CreateBucketCommand({ Bucket: area.bucket }));
  folder = mkdtempSync(join(tmpdir(), "mskctl-worker-"));
  copyFileSync(bundle, join(folder, "index.mjs"));
  writeFileSync(join(folder, "handover.json"), JSON.stringify(handover()));
});

afterAll(async () => {
  s3.destroy();
  await account.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  for (const name of await areaNames()) await s3.send(new DeleteObjectCommand({ Bucket: area.bucket, Key: `${area.prefix}${name}` }));
  await account.fill(account.documents.slice(0, 4));
  account.fn.behave(() => undefined);
});

function handover(): Handover {
  return {
    schemaVersion: 1,
    id: "01JDK7Q2W3X4Y5Z6A7B8C9D0E1",
    createdAtMs: 0,
    order: "none",
    settings: {
      name: "shipments",
      source: `s3://${source}/aws/lambda/`,
      target: "lambda:shipments",
      format: "jsonl",
      mappingUuid: undefined,
      functionName: "shipments",
      functionTimeoutMs: 30_000,
      partialResponses: false,
      removal: "delete",
      allowPartial: false,
      untilMs: Date.now() + 86_400_000,
      options: { ...runOptions, batchSize: 50 },
    },
    mapping: undefined,
    origin: { eventSource: "aws:kafka", eventSourceArn: "arn:aws:kafka:eu-central-1:123456789012:cluster/shop/1", bootstrapServers: [] },
    place: { region: "eu-central-1", accountId: "123456789012" },
    area,
    keySalt: "ab".repeat(32),
    documents: 4,
  };
}

async function items(): Promise<ObjectItem[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: source, Prefix: "aws/lambda/" }));
  return Contents.map(({ Key = "", ETag = "", Size = 0, LastModified }) => ({
    Key,
    Etag: ETag,
    Size,
    LastModified: Math.floor((LastModified?.getTime() ?? 0) / 1_000),
  }));
}

async function areaNames(): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: area.bucket, Prefix: area.prefix }));
  return Contents.map(({ Key = "" }) => Key.slice(area.prefix.length));
}

async function read(name: string) {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: area.bucket, Key: `${area.prefix}${name}` }));
  return readLedgerObject((await Body?.transformToString()) ?? "", name);
}

const write = (name: string, Body: string) => s3.send(new PutObjectCommand({ Bucket: area.bucket, Key: `${area.prefix}${name}`, Body }));

function start(event: unknown, from = folder): ChildProcess {
  const child = spawn(process.execPath, [runner, pathToFileURL(join(from, "index.mjs")).href], {
    env: account.environment,
    stdio: "pipe",
  });
  child.stdin?.end(JSON.stringify({ event, requestId: "request-1", remainingMs: 900_000 }));
  return child;
}

interface Called {
  readonly answer?: TurnAnswer;
  readonly error?: { readonly name: string; readonly message: string };
  readonly log: readonly string[];
}

async function call(event: unknown, { from = folder }: { readonly from?: string } = {}): Promise<Called> {
  const { stdout, stderr, exitCode } = await ended(start(event, from));
  expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
  const lines = stdout.trim().split("\n");
  return { ...(JSON.parse(lines.at(-1) ?? "{}") as Called), log: lines.slice(0, -1) };
}

const sent = () => account.fn.invocations.flatMap(({ records }) => records).sort();
const wanted = () => [...new Set(account.documents.slice(0, 4).flatMap(({ records }) => records))].sort();

describe("a batch of objects", () => {
  it("is redriven, written down, and only then removed; the same batch again does nothing", async () => {
    const batch = { Items: await items() };
    let atSend: readonly [ledger: readonly string[], documents: number] = [[], 0];
    account.fn.behave(async () => {
      atSend = [await areaNames(), (await items()).length];
    });
    const { answer, log } = await call(batch);
    expect(answer).toEqual({ isDone: true, waitSeconds: 0, chunk: 1, redriven: wanted().length, parked: 0, removed: 4 });
    expect(sent()).toEqual(wanted());
    expect(atSend).toEqual([[expect.stringMatching(/^ledger\/objects\/[0-9a-f]{32}\/0001-begun\.jsonl$/)], 4]);
    expect((await areaNames()).map((name) => name.split("/").at(-1))).toEqual(["0001-begun.jsonl", "0001-ended.jsonl", "removed.jsonl"]);
    expect(await items()).toEqual([]);
    expect(log).toHaveLength(1);
    expect(JSON.parse(log[0] ?? "")).toEqual({ batch: expect.stringMatching(/^objects\//), ...answer });

    account.fn.behave(() => undefined);
    expect((await call(batch)).answer).toMatchObject({ isDone: true, waitSeconds: 0, redriven: 0, removed: 0 });
    expect(sent()).toEqual([]);
  });

  it("that a worker died in is waited for while it may live, and gone on with after that", async () => {
    const batch = { Items: await items() };
    let child: ChildProcess | undefined;
    account.fn.behave(() => {
      child?.kill("SIGKILL");
    });
    child = start(batch);
    expect((await ended(child)).exitCode).toBe(137);
    const [begun = ""] = await areaNames();
    expect(await areaNames()).toHaveLength(1);

    account.fn.behave(() => undefined);
    const waits = (await call(batch)).answer;
    expect(waits).toMatchObject({ isDone: false, redriven: 0 });
    expect(waits?.waitSeconds).toBeGreaterThan(0);
    expect([sent(), (await items()).length]).toEqual([[], 4]);

    // As if an hour had gone by.
    const written = (await read(begun)) as Begun;
    const hourMs = 3_600_000;
    await write(begun, ledgerText({ ...written, atMs: written.atMs - hourMs, aliveUntilMs: written.aliveUntilMs - hourMs }));
    expect((await call(batch)).answer).toMatchObject({ isDone: true, redriven: wanted().length, removed: 4 });
    expect(sent()).toEqual(wanted());
    expect(await items()).toEqual([]);
  });

  it("leaves what is no document of the run, and says why", async () => {
    await s3.send(new PutObjectCommand({ Bucket: source, Key: "aws/lambda/note.txt", Body: "hello" }));
    const listed = await items();
    const newer = listed.map((item, index) => (index === 0 ? { ...item, LastModified: 4_000_000_000 } : item));
    expect((await call({ Items: newer })).answer).toMatchObject({ isDone: true, removed: 3 });
    const begun = (await read((await areaNames())[0] ?? "")) as Begun;
    expect(begun.left).toEqual([
      { id: "aws/lambda/note.txt", why: expect.stringMatching(/^it is no failure document: /) },
      { id: listed[0]?.Key, why: "it was written after the export" },
    ]);
    expect((await items()).map(({ Key }) => Key)).toEqual([listed[0]?.Key, "aws/lambda/note.txt"]);
    await s3.send(new DeleteObjectCommand({ Bucket: source, Key: "aws/lambda/note.txt" }));
  });
});

it("a lane is worked off chunk by chunk", async () => {
  // What a batch of objects plans is what an export's chunks hold.
  account.fn.behave(() => undefined);
  expect((await call({ Items: await items() })).answer).toMatchObject({ isDone: true });
  const { documents } = (await read((await areaNames())[0] ?? "")) as Begun;
  await account.fill(account.documents.slice(0, 4));
  const lane = documents[0]?.parts[0]?.lane ?? { topic: "", partition: -1 };
  const ofLane = documents.filter(({ parts }) => parts.every((part) => part.lane.partition === lane.partition));
  const firstOf = ({ parts: [part] }: (typeof documents)[number]) => Number(part?.first ?? 0);
  const chunks = ofLane.sort((a, b) => firstOf(a) - firstOf(b)).map((each) => ({ documents: [each] }));
  for (const [index, chunk] of chunks.entries()) await write(`lanes/00001/0000${index + 1}.json`, writeOffsets(chunk));
  account.fn.behave(() => undefined);
  const records = chunks.reduce((sum, chunk) => sum + (chunk.documents[0]?.records ?? 0), 0);
  const item = { lane, folder: "lanes/00001/", chunks: chunks.length, documents: chunks.length, records };
  expect((await call(item)).answer).toEqual({
    isDone: true,
    waitSeconds: 0,
    chunk: chunks.length,
    redriven: records,
    parked: 0,
    removed: chunks.length,
  });
  expect(sent().every((record) => record.startsWith(`${lane.partition}:`))).toBe(true);
});

it("a lane of an archive is read out of it, and the archive stays as it is", async () => {
  for (const name of ["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL"])
    vi.stubEnv(name, account.environment[name]);
  const aws = workerServices({ signal: new AbortController().signal, clock: workerClock, random: Math.random });
  const store = s3ArchiveStore(aws, { bucket: area.bucket, prefix: "archive" });
  const facts = { source: "s3://elsewhere/", mappingUuid: undefined, functionName: undefined, accountId: undefined, region: undefined };
  const writer = await openArchiveWriter(store, { facts, nowMs: 0 });
  for (const { key, body } of account.documents.slice(0, 2))
    writer.add({ id: key, bytes: new TextEncoder().encode(body), storedAtMs: 0, parts: [], content: undefined });
  await writer.seal();
  await writer.close();
  const archived = (await pagesOf((await openArchiveReader(store)).documents(Number.POSITIVE_INFINITY))).flat();
  const files = await store.list();
  vi.unstubAllEnvs();
  const planned = archived
    .map((listed) => classifyDocument(listed, undefined, nodeBytes))
    .flatMap((each) => (each.kind === "planned" && each.planned.parts.length === 1 ? [each.planned] : []));
  const [document] = planned;
  const lane = document?.parts[0]?.lane;
  await write("lanes/00001/00001.json", writeOffsets({ documents: [document] }));
  const inArchive = mkdtempSync(join(tmpdir(), "mskctl-worker-"));
  copyFileSync(bundle, join(inArchive, "index.mjs"));
  const { settings, ...rest } = handover();
  const source = `archive:s3://${area.bucket}/archive`;
  writeFileSync(join(inArchive, "handover.json"), JSON.stringify({ ...rest, order: "partition", settings: { ...settings, source } }));
  try {
    const item = { lane, folder: "lanes/00001/", chunks: 1, documents: 1, records: document?.records };
    expect((await call(item, { from: inArchive })).answer).toMatchObject({ isDone: true, redriven: document?.records, removed: 0 });
    expect(sent()).toEqual([...(account.documents.find(({ key }) => key === document?.id)?.records ?? [])].sort());
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: area.bucket, Prefix: "archive/" }));
    expect(Contents.map(({ Key = "" }) => Key.slice("archive/".length))).toEqual([...files].sort());
  } finally {
    rmSync(inArchive, { recursive: true, force: true });
  }
});

describe("an error has the name that the state machine goes by", () => {
  it("for an input of another kind", async () => {
    expect((await call({ items: [] })).error).toMatchObject({ name: "Mskctl.Malformed" });
  });

  it("for a chunk that is missing", async () => {
    const item = { lane: { topic: "shipments", partition: 0 }, folder: "lanes/09999/", chunks: 1, documents: 1, records: 1 };
    expect((await call(item)).error).toMatchObject({
      name: "Mskctl.Damaged",
      message: expect.stringContaining("lanes/09999/00001.json is missing"),
    });
  });

  it("for a function that fails on everything", async () => {
    account.fn.behave(() => {
      throw new Error("still no route");
    });
    expect((await call({ Items: await items() })).error).toMatchObject({ name: "Mskctl.Stopped" });
    expect(await items()).toHaveLength(4);
  });
});
