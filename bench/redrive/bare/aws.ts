/**
 * As little of AWS as a redrive needs, as a process of its own: `node aws.ts SETUP` prints its port. S3 and SQS hold made-up documents, and
 * the function answers after its time, with nothing done. What it does not know may not be asked.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { bucket, functionArn, functionName, mappingOf, mappingUuid, region } from "../place.ts";
import { BareBucket } from "./s3.ts";
import type { BareCounts, BareSetup } from "./setup.ts";
import { BareQueue } from "./sqs.ts";

const { place, source, functionMs, answerMs } = JSON.parse(process.argv[2] ?? "") as BareSetup;
const objects = source.kind === "s3" ? new BareBucket(source, place) : undefined;
const queue = source.kind === "sqs" ? new BareQueue(source, place) : undefined;
let port = 0;
const counts: { -readonly [Name in keyof BareCounts]: BareCounts[Name] } = {
  invocations: 0,
  removed: 0,
  firstReadAtMs: 0,
  lastRemovedAtMs: 0,
};

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  readonly afterMs?: number;
}

const json = (document: object, afterMs = 0): Answer => ({ body: JSON.stringify(document), afterMs });
const mapping = { ...mappingOf(place), LastModified: 1_790_000_000 };
const denied: Answer = {
  status: 403,
  headers: { "x-amzn-errortype": "AccessDeniedException" },
  body: '{"__type":"AccessDeniedException","message":"not in the bench"}',
};
const deniedByS3: Answer = { status: 403, body: "<Error><Code>AccessDenied</Code><Message>not in the bench</Message></Error>" };

function removed(count: number): void {
  counts.removed += count;
  counts.lastRemovedAtMs = Date.now();
}

function lambda(path: string): Answer {
  if (path.endsWith("/invocations")) {
    counts.invocations += 1;
    return { headers: { "x-amzn-requestid": "bench", "x-amz-executed-version": "$LATEST" }, body: "null", afterMs: functionMs };
  }
  if (path.endsWith("/configuration"))
    return json({ FunctionName: functionName, FunctionArn: functionArn, Timeout: 30, MemorySize: 512, Runtime: "nodejs24.x" });
  if (path.endsWith("/concurrency")) return json({});
  if (path.endsWith(`/event-source-mappings/${mappingUuid}`)) return json(mapping);
  return path.endsWith("/event-source-mappings/") || path.endsWith("/event-source-mappings")
    ? json({ EventSourceMappings: [mapping] })
    : denied;
}

function s3(request: IncomingMessage, url: URL, body: () => string, store: BareBucket): Answer {
  const key = decodeURIComponent(url.pathname.slice(bucket.length + 2));
  if (url.searchParams.has("list-type")) return { body: store.list(url.searchParams.get("continuation-token")), afterMs: answerMs };
  if (url.searchParams.has("versioning")) return { body: "<VersioningConfiguration/>" };
  if (request.method === "POST") {
    const { count, answer } = store.remove(body());
    removed(count);
    return { body: answer, afterMs: answerMs };
  }
  if (request.method === "HEAD" && key === "") return { headers: { "x-amz-bucket-region": region }, body: "" };
  // Nobody may claim the bucket here: the plan warns, and the redrive goes on.
  if (request.method !== "GET" || key.startsWith("mskctl-lease/")) return deniedByS3;
  counts.firstReadAtMs ||= Date.now();
  const bytes = store.get(key);
  const [, until] = /^bytes=0-(\d+)$/.exec(request.headers.range ?? "") ?? [];
  const range = until === undefined ? bytes : bytes.subarray(0, Number(until) + 1);
  return { status: until === undefined ? 200 : 206, body: range, afterMs: answerMs };
}

function sqs(operation: string, input: SqsInput, messages: BareQueue): Answer {
  const { MaxNumberOfMessages: most = 1, Entries = [], WaitTimeSeconds = 0 } = input;
  switch (operation) {
    case "GetQueueUrl":
      return json({ QueueUrl: `http://127.0.0.1:${port}/123456789012/${place.destination.split(":").at(-1)}` });
    case "GetQueueAttributes":
      return json(messages.attributes());
    case "ReceiveMessage": {
      const { count, answer } = messages.receive(most);
      counts.firstReadAtMs ||= Date.now();
      // An empty queue lets whoever asks wait; the whole time would be of no use here.
      return json(answer, count === 0 ? Math.min(WaitTimeSeconds * 1_000, 50) : answerMs);
    }
    case "DeleteMessageBatch":
      removed(Entries.length);
      return json(messages.remove(Entries), answerMs);
    case "DeleteMessage":
      removed(1);
      return json(messages.remove([{ Id: "0" }]), answerMs);
    case "ChangeMessageVisibilityBatch":
      if (Entries.every(({ VisibilityTimeout }) => VisibilityTimeout === 0)) messages.giveBack(Entries.length);
      return json(messages.all(Entries), answerMs);
    default:
      return denied;
  }
}

interface SqsInput {
  readonly MaxNumberOfMessages?: number;
  readonly WaitTimeSeconds?: number;
  readonly Entries?: readonly { readonly Id: string; readonly VisibilityTimeout?: number }[];
}

async function answerTo(request: IncomingMessage): Promise<Answer> {
  const url = new URL(request.url ?? "/", "http://bench");
  const path = url.pathname;
  if (/^\/20\d\d-\d\d-\d\d\//.test(path)) {
    // An event is only taken in.
    for await (const _ of request);
    return lambda(path);
  }
  const body = (await buffer(request)).toString("latin1");
  if (path === "/_bench/counts") return json(counts);
  const target = String(request.headers["x-amz-target"] ?? "");
  if (target.startsWith("AmazonSQS.") && queue !== undefined)
    return sqs(target.slice("AmazonSQS.".length), JSON.parse(body) as SqsInput, queue);
  return objects !== undefined && path.startsWith(`/${bucket}`) ? s3(request, url, () => body, objects) : denied;
}

function send(response: ServerResponse, { status = 200, headers = {}, body }: Answer): void {
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  response.end(body);
}

const server = createServer((request, response) => {
  void answerTo(request).then((answer) => {
    if ((answer.afterMs ?? 0) === 0) send(response, answer);
    else setTimeout(send, answer.afterMs, response, answer);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  port = (server.address() as AddressInfo).port;
  console.log(port);
});
