import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { MappingDocument } from "../../../src/core/mapping/model.ts";
import type { Fault } from "../../../src/sandbox/front/faults.ts";
import { loadScenario } from "../../../src/sandbox/scenario/load-scenario.ts";
import { type E2eSandbox, e2eSandbox } from "../e2e-sandbox.ts";
import { type Environment, runProgram } from "../program.ts";
import { type HttpFunction, startHttpFunction } from "../redrive/http-function.ts";
import { type Drawing, type DrawnDocuments, drawDocuments } from "./drawn-documents.ts";

const sourceBucket = "failed-shipments";
const areaBucket = "redrive-area";
/** Of the function. */
const functionTimeoutSeconds = 30;
const writesAtOnce = 32;

/** An account whose bucket holds failure documents of `shipments`, and nothing fails by itself. */
export interface FailedAccount {
  readonly environment: Environment;
  readonly fn: HttpFunction;
  /** What the function does: it fails on poison, and takes everything else. */
  readonly behaviour: (invocation: { readonly records: readonly string[] }) => void;
  readonly s3: S3Client;
  readonly drawn: DrawnDocuments;
  /** How often each record was taken by an invocation that succeeded. */
  readonly delivered: ReadonlyMap<string, number>;
  failNext(fault: Fault): void;
  /** Keys of the source's objects. */
  sourceKeys(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface FailedAccountOptions extends Omit<Drawing, "mapping"> {
  /** Of programs and workers; the sandbox goes by real time, as its function does. */
  readonly speed: number;
}

export async function failedAccount({ seed, documents, repeats, speed }: FailedAccountOptions): Promise<FailedAccount> {
  const fn = await startHttpFunction(() => undefined);
  const sandbox = await e2eSandbox("none", loadScenario(accountOf(fn.url)));
  const s3 = s3Of(sandbox);
  const drawn = drawDocuments({ seed, documents, repeats, mapping: await mappingOf(sandbox) });
  await s3.send(new CreateBucketCommand({ Bucket: areaBucket }));
  for (let at = 0; at < drawn.documents.length; at += writesAtOnce) {
    const some = drawn.documents.slice(at, at + writesAtOnce);
    await Promise.all(some.map(({ key, body }) => s3.send(new PutObjectCommand({ Bucket: sourceBucket, Key: key, Body: body }))));
  }
  const delivered = new Map<string, number>();
  const behaviour: FailedAccount["behaviour"] = ({ records }) => {
    if (records.some((record) => drawn.poison.has(record))) throw new Error("no route to the warehouse");
    for (const record of records) delivered.set(record, (delivered.get(record) ?? 0) + 1);
  };
  fn.behave(behaviour);
  return {
    // The sandbox's function runs in real time; whoever waits for it does so in time of their own.
    environment: { ...sandbox.environment, MSKCTL_CLOCK: `${Date.now()},${speed}` },
    fn,
    behaviour,
    s3,
    drawn,
    delivered,
    failNext: (fault) => void sandbox.faults.failNext(fault),
    sourceKeys: () => keysOf(s3, sourceBucket, "aws/lambda/"),
    async close() {
      s3.destroy();
      await sandbox.close();
      await fn.close();
    },
  };
}

async function keysOf(s3: S3Client, bucket: string, prefix: string): Promise<readonly string[]> {
  const keys: string[] = [];
  for (let token: string | undefined, isFirst = true; isFirst || token !== undefined; isFirst = false) {
    const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token }));
    for (const { Key = "" } of page.Contents ?? []) keys.push(Key);
    token = page.NextContinuationToken;
  }
  return keys;
}

function accountOf(functionUrl: string): unknown {
  return {
    functions: [{ name: "shipments", http: functionUrl, timeoutSeconds: functionTimeoutSeconds }],
    clusters: [{ name: "shop", topics: [{ name: "shipments", partitions: 6, traffic: { kind: "constant", perSecond: 0 } }] }],
    mappings: [
      {
        cluster: "shop",
        FunctionName: "shipments",
        Topics: ["shipments"],
        StartingPosition: "LATEST",
        BatchSize: 100,
        ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 1 },
        DestinationConfig: { OnFailure: { Destination: `arn:aws:s3:::${sourceBucket}` } },
        disabledSince: "1h",
      },
    ],
  };
}

async function mappingOf({ environment }: E2eSandbox): Promise<Drawing["mapping"]> {
  const { stdout } = await runProgram(["list", "--json"], { environment });
  const [mapping] = (JSON.parse(stdout) as { readonly mappings: readonly MappingDocument[] }).mappings;
  const { UUID = "", FunctionArn = "", EventSourceArn = "" } = mapping ?? {};
  return { uuid: UUID, functionArn: FunctionArn, clusterArn: EventSourceArn };
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
