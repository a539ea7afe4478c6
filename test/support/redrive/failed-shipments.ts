import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, vi } from "vitest";
import type { FaultList } from "../../../src/sandbox/front/faults.ts";
import { loadScenario } from "../../../src/sandbox/scenario/load-scenario.ts";
import { type E2eSandbox, e2eSandbox } from "../e2e-sandbox.ts";
import { type Environment, runProgram } from "../program.ts";
import { type HttpFunction, startHttpFunction } from "./http-function.ts";

const bucket = "failed-shipments";

/** What the sandbox's Lambda wrote to the destination: a document and the records in it. */
interface FailedDocument {
  readonly key: string;
  readonly body: string;
  /** `partition:offset`. */
  readonly records: readonly string[];
}

/** An account whose function `shipments` has failed for a while, and whose mapping is paused since: nothing fails any more by itself. */
export interface FailedShipments {
  readonly environment: Environment;
  readonly fn: HttpFunction;
  readonly faults: FaultList;
  /** In order of their keys. At least `records` records stand in them. */
  readonly documents: readonly FailedDocument[];
  /** Puts these documents into the bucket, and nothing else. */
  fill(documents: readonly FailedDocument[]): Promise<void>;
  /** Keys and ETags of the bucket's documents. */
  listing(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Also the mapping `returns`, which has no destination. `timeoutSeconds`: of the functions. */
export async function failedShipments({
  records,
  timeoutSeconds = 30,
}: {
  readonly records: number;
  readonly timeoutSeconds?: number;
}): Promise<FailedShipments> {
  const fn = await startHttpFunction(() => {
    throw new Error("no route to the warehouse");
  });
  const sandbox = await e2eSandbox("none", loadScenario(account(fn.url, timeoutSeconds)));
  const s3 = s3Of(sandbox);
  const objects = async () => {
    const found: { readonly key: string; readonly etag: string }[] = [];
    for (let token: string | undefined, isFirst = true; isFirst || token !== undefined; isFirst = false) {
      const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: "aws/lambda/", ContinuationToken: token }));
      for (const { Key = "", ETag = "" } of page.Contents ?? []) found.push({ key: Key, etag: ETag });
      token = page.NextContinuationToken;
    }
    return found;
  };
  await vi.waitFor(async () => expect((await objects()).length * batchSize).toBeGreaterThanOrEqual(records), {
    timeout: 30_000,
    interval: 100,
  });
  const paused = await runProgram(["pause", "shipments", "--yes", "--wait", "disabled"], { environment: sandbox.environment });
  expect(paused).toMatchObject({ exitCode: 0 });
  // What was being read when it was paused is given up, too.
  fn.behave(() => undefined);
  const documents = await Promise.all((await objects()).map(({ key }) => read(s3, key)));
  expect(documents.flatMap((each) => each.records).length).toBeGreaterThanOrEqual(records);
  return {
    environment: sandbox.environment,
    fn,
    faults: sandbox.faults,
    documents,
    async fill(wanted) {
      for (const { key } of await objects()) await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
      for (const { key, body } of wanted) await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
    },
    listing: async () => (await objects()).map(({ key, etag }) => `${key} ${etag}`),
    async close() {
      s3.destroy();
      await sandbox.close();
      await fn.close();
    },
  };
}

const batchSize = 50;

function account(functionUrl: string, timeoutSeconds: number): unknown {
  const shared = { cluster: "shop", StartingPosition: "LATEST", BatchSize: batchSize };
  const topic = (name: string, perSecond: number) => ({ name, partitions: 3, traffic: { kind: "constant", perSecond } });
  return {
    functions: ["shipments", "returns"].map((name) => ({ name, http: functionUrl, timeoutSeconds })),
    clusters: [{ name: "shop", topics: [topic("shipments", 1_000), topic("returns", 0)] }],
    mappings: [
      {
        ...shared,
        FunctionName: "shipments",
        Topics: ["shipments"],
        MaximumRetryAttempts: 0,
        ProvisionedPollerConfig: { MinimumPollers: 3, MaximumPollers: 3 },
        DestinationConfig: { OnFailure: { Destination: `arn:aws:s3:::${bucket}` } },
      },
      { ...shared, FunctionName: "returns", Topics: ["returns"], disabledSince: "1h" },
    ],
  };
}

function s3Of({ environment }: E2eSandbox): S3Client {
  const setting = (name: string) => environment[name] ?? "";
  return new S3Client({
    endpoint: setting("AWS_ENDPOINT_URL"),
    region: setting("AWS_REGION"),
    credentials: { accessKeyId: setting("AWS_ACCESS_KEY_ID"), secretAccessKey: setting("AWS_SECRET_ACCESS_KEY") },
    forcePathStyle: true,
  });
}

interface S3Document {
  readonly payload: string;
}

interface Event {
  readonly records: Readonly<Record<string, readonly EventRecord[]>>;
}

interface EventRecord {
  readonly partition: number;
  readonly offset: number;
}

async function read(s3: S3Client, key: string): Promise<FailedDocument> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const body = (await Body?.transformToString()) ?? "";
  const { records } = JSON.parse((JSON.parse(body) as S3Document).payload) as Event;
  return {
    key,
    body,
    records: Object.values(records)
      .flat()
      .map(({ partition, offset }) => `${partition}:${offset}`),
  };
}

/** The document with `marker` in each key, value and header of its records. */
export function planted(document: FailedDocument, marker: string): FailedDocument {
  const text = JSON.parse(document.body) as S3Document;
  const event = JSON.parse(text.payload) as Event;
  const secret = Buffer.from(marker).toString("base64");
  const records = Object.fromEntries(
    Object.entries(event.records).map(([name, list]) => [
      name,
      list.map((record) => ({ ...record, key: secret, value: secret, headers: [{ token: [...Buffer.from(marker)] }] })),
    ]),
  );
  return { ...document, body: JSON.stringify({ ...text, payload: JSON.stringify({ ...event, records }) }) };
}
