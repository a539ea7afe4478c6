import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Tap, type TappedServices, tappedServices, untouched } from "../support/kills/tapped-services.ts";
import { type Ended, type Environment, ended, runProgram, startProgram } from "../support/program.ts";
import { type FailedShipments, failedShipments } from "../support/redrive/failed-shipments.ts";

let shop: FailedShipments;
let services: TappedServices;
let folder: string;

beforeAll(async () => {
  shop = await failedShipments({ records: 300 });
  services = await tappedServices(shop.environment["AWS_ENDPOINT_URL"] ?? "");
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "mskctl-signals-"));
  await shop.fill(documents());
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(async () => {
  await services.close();
  await shop.close();
});

const documents = () => shop.documents.slice(0, 3);
const wanted = () => documents().flatMap(({ records }) => records);
const batchSize = 5;
const begin = ["redrive", "shipments", "--yes", "--batch-size", String(batchSize), "--canary", "0", "--concurrency", "1"];

const environment = (): Environment => ({
  ...shop.environment,
  XDG_STATE_HOME: join(folder, "state"),
  AWS_ENDPOINT_URL: services.endpoint,
});
/** An hour later: an invocation of which nobody knows anything is over by then. */
const later = (): Environment => ({ ...environment(), MSKCTL_CLOCK: `${Date.now() - 3_600_000},2` });

interface Status {
  readonly run: { readonly id: string; readonly state: string };
  readonly counts: Readonly<Record<string, number>>;
}

async function status(): Promise<Status> {
  const { stdout } = await runProgram(["redrive", "status", "--json"], { environment: environment() });
  return JSON.parse(stdout) as Status;
}

function start(...argv: readonly string[]): ChildProcess {
  const child = startProgram(argv, environment());
  child.stdin?.end();
  return child;
}

/** Resolves when the program has said that it finishes what is on its way. */
function finishing(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.stderr?.on("data", (text: Buffer) => {
      if (text.toString("utf8").includes("finishing what is on its way")) resolve();
    });
  });
}

const lastLine = ({ stderr }: Ended) => stderr.trimEnd().split("\n").at(-1)?.trim();

/** A function that gets its first batch answered as late as a test wants. */
function heldFunction() {
  const seen: string[] = [];
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let begins = () => {};
  const begun = new Promise<void>((resolve) => {
    begins = resolve;
  });
  shop.fn.behave(async ({ records }) => {
    seen.push(...records);
    begins();
    await held;
  });
  return { seen, begun, letGo };
}

/** A run that goes on after `signal`; every record arrives, and those of the held batch perhaps twice. */
async function goesOn(seen: readonly string[], mostTwice: number): Promise<void> {
  const twice: string[] = [];
  shop.fn.behave(({ records }) => void twice.push(...records));
  const { exitCode, stdout } = await runProgram(["redrive", "resume", "--json"], { environment: later() });
  expect(exitCode).toBe(0);
  const { counts } = JSON.parse(stdout) as Status;
  expect(counts).toMatchObject({ seen: wanted().length, redriven: wanted().length, remaining: 0, possibleDuplicates: mostTwice });
  expect(new Set([...seen, ...twice])).toEqual(new Set(wanted()));
  expect(seen.length + twice.length).toBe(wanted().length + mostTwice);
  expect(await shop.listing()).toEqual([]);
}

/** A program that has got the signal while its first batch is on its way, and has said that it finishes that. */
async function askedToStop(signal: NodeJS.Signals, ...flags: readonly string[]) {
  const fn = heldFunction();
  const child = start(...begin, ...flags);
  const result = ended(child);
  await fn.begun;
  const told = finishing(child);
  child.kill(signal);
  await told;
  return { fn, child, result };
}

describe("Ctrl-C while a batch is on its way", () => {
  it("once: its answer is waited for, nothing more is sent, and the last line says how to go on (130)", async () => {
    const { fn, result } = await askedToStop("SIGINT");
    fn.letGo();
    const { exitCode, ...output } = await result;
    expect(exitCode).toBe(130);
    const { run, counts } = await status();
    expect(lastLine({ exitCode, ...output })).toBe(`go on: mskctl redrive resume ${run.id.slice(0, 8)}`);
    expect(run.state).toBe("stopped");
    expect(fn.seen).toHaveLength(batchSize);
    expect(counts).toMatchObject({ redriven: batchSize, remaining: wanted().length - batchSize, possibleDuplicates: 0 });
    await goesOn(fn.seen, 0);
  });

  it("twice: nobody waits for it, and the journal has it in doubt", async () => {
    const { fn, child, result } = await askedToStop("SIGINT");
    child.kill("SIGINT");
    const output = await result;
    fn.letGo();
    expect(output.exitCode).toBe(130);
    const { run, counts } = await status();
    expect(lastLine(output)).toBe(`mskctl redrive resume ${run.id.slice(0, 8)}`);
    expect(counts).toMatchObject({ redriven: 0, remaining: wanted().length, possibleDuplicates: batchSize });
    await goesOn(fn.seen, batchSize);
  });
});

describe("SIGTERM while a batch is on its way", () => {
  it("its answer is waited for (143)", async () => {
    const { fn, result } = await askedToStop("SIGTERM");
    fn.letGo();
    const output = await result;
    expect(output.exitCode).toBe(143);
    const { run, counts } = await status();
    expect(lastLine(output)).toBe(`go on: mskctl redrive resume ${run.id.slice(0, 8)}`);
    expect(counts).toMatchObject({ redriven: batchSize, possibleDuplicates: 0 });
    await goesOn(fn.seen, 0);
  });

  it("for as long as --grace says; then the journal has it in doubt (143)", async () => {
    const { fn, result } = await askedToStop("SIGTERM", "--grace", "1s");
    const output = await result;
    fn.letGo();
    expect(output.exitCode).toBe(143);
    const { run, counts } = await status();
    expect(lastLine(output)).toBe(`mskctl redrive resume ${run.id.slice(0, 8)}`);
    expect(counts).toMatchObject({ redriven: 0, possibleDuplicates: batchSize });
    await goesOn(fn.seen, batchSize);
  });
});

function messagesIn(answer: Buffer): number {
  return (JSON.parse(answer.toString("utf8")) as { readonly Messages?: readonly unknown[] }).Messages?.length ?? 0;
}

/** Sends the signal, once, when such a call comes: it is never answered. */
function signalAt(child: ChildProcess, signal: NodeJS.Signals, isMeant: (operation: string) => boolean): Pick<Tap, "arrived"> {
  let isSent = false;
  return {
    async arrived(operation) {
      if (!isMeant(operation)) return true;
      if (!isSent) child.kill(signal);
      isSent = true;
      return new Promise(() => {});
    },
  };
}

describe("a signal while nothing is on its way", () => {
  afterEach(() => services.tap(untouched));

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s while the bucket is listed ends at once, and leaves no run behind", async (signal, code) => {
    const child = start(...begin);
    services.tap({ ...untouched, ...signalAt(child, signal, (operation) => operation === "ListObjectsV2") });
    expect((await ended(child)).exitCode).toBe(code);
    const { stdout } = await runProgram(["redrive", "list", "--json"], { environment: environment() });
    expect(JSON.parse(stdout)).toMatchObject({ runs: [] });
    expect(await shop.listing()).toHaveLength(documents().length);
  });

  it("Ctrl-C while a queue is asked for messages: no more are taken, and those that were taken are given back", async () => {
    const setting = (name: string) => shop.environment[name] ?? "";
    const credentials = { accessKeyId: setting("AWS_ACCESS_KEY_ID"), secretAccessKey: setting("AWS_SECRET_ACCESS_KEY") };
    const sqs = new SQSClient({ endpoint: setting("AWS_ENDPOINT_URL"), region: setting("AWS_REGION"), credentials });
    const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "failed-shipments" }));
    for (const { body } of documents()) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
    const child = start("drain", "sqs:failed-shipments", "--mapping", "shipments", "--to", join(folder, "archive"), "--yes");
    let given = 0;
    services.tap({
      ...untouched,
      // Whoever asks when everything is given hears nothing any more.
      ...signalAt(child, "SIGINT", (operation) => operation === "ReceiveMessage" && given === documents().length),
      async carriedOut({ operation, answer }) {
        if (operation === "ReceiveMessage") given += messagesIn(answer);
        return true;
      },
    });
    const output = await ended(child);
    expect(output.exitCode).toBe(130);
    expect(lastLine(output)).toBe(`go on: mskctl drain sqs:failed-shipments --to ${join(folder, "archive")} --mapping shipments`);
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
    const stays = Number(Attributes?.["ApproximateNumberOfMessages"]);
    expect(Attributes?.["ApproximateNumberOfMessagesNotVisible"]).toBe("0");
    expect(stays).toBeLessThanOrEqual(documents().length);
    sqs.destroy();
  });
});
