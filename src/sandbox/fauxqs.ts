import type { IncomingMessage, ServerResponse } from "node:http";
import { fromFauxqsAddresses, toFauxqsAddresses } from "./fauxqs-addresses.ts";
import type { Service } from "./protocols/service.ts";
import { wireProtocolOf } from "./protocols/wire-protocol.ts";
import { type StoredObject, s3Conditions } from "./s3-conditions.ts";
import type { ServiceRequest, ServiceResponse, World } from "./world.ts";

/** SQS, SNS and S3 from the fauxqs package, in process. It is loaded with the first request: most verbs need none of it. */
export interface Fauxqs {
  readonly sqs: MessagingService;
  readonly sns: MessagingService;
  /** S3 keeps its streams and its exact path: both matter to it. */
  readonly s3: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** S3 for a caller in this process, which has neither. */
  readonly s3InProcess: (request: ServiceRequest) => Promise<ServiceResponse>;
  close(): Promise<void>;
}

/** Needs to know no more of the world than whose account it is, and where. */
interface MessagingService extends Service {
  handle(request: ServiceRequest, account: Pick<World, "accountId" | "region">): Promise<ServiceResponse>;
}

export interface FauxqsOptions {
  /** ARNs of the buckets, queues and topics that are there from the start. */
  readonly resources: readonly string[];
}

type App = Awaited<ReturnType<typeof import("fauxqs")["buildApp"]>>;

/** S3's own limit for one PUT. */
const largestObjectBytes = 5 * 1024 ** 3;

/** What fauxqs would take for the object itself: its new tags would be its new content. */
const unknownPart = /\?(.*&)?(tagging|acl|retention|legal-hold)([=&]|$)/;
const notImplemented =
  '<?xml version="1.0" encoding="UTF-8"?><Error><Code>NotImplemented</Code><Message>the sandbox has no tags, ACLs or locks of objects</Message></Error>';

export function createFauxqs({ resources }: FauxqsOptions): Fauxqs {
  const apps = new Map<string, Promise<App>>();

  const appOf = (region: string): Promise<App> => {
    const known = apps.get(region);
    if (known !== undefined) return known;
    const started = startApp(resources.filter((arn) => arn.split(":")[3] === region));
    apps.set(region, started);
    return started;
  };

  // fauxqs finds a queue by its name alone, so each Region gets an app of its own.
  const messaging: MessagingService = {
    operationOf: (request) => wireProtocolOf(request).operationOf(request),
    async handle(request, { region, accountId }) {
      const action = wireProtocolOf(request).operationOf(request) ?? "";
      const response = await inject(await appOf(region), request, toFauxqsAddresses(request, accountId, action));
      return fromFauxqsAddresses(response, request, accountId, action);
    },
  };

  // Buckets belong to no Region: their ARNs have an empty one.
  const s3App = () => appOf("");
  const conditions = s3Conditions({
    look: async (request) => objectAt(await s3App(), request),
    answer: async (request, response) => (await s3App()).routing(request, response),
  });

  return {
    sqs: messaging,
    sns: messaging,
    async s3(request, response) {
      if (unknownPart.test(request.url ?? "")) {
        request.resume();
        response.writeHead(501, { "content-type": "application/xml" }).end(notImplemented);
        return;
      }
      await conditions(request, response);
    },
    s3InProcess: async (request) => inject(await s3App(), request, request.body),
    async close() {
      await Promise.all([...apps.values()].map(async (app) => (await app).close()));
    },
  };
}

async function startApp(resources: readonly string[]): Promise<App> {
  const { buildApp } = await import("fauxqs");
  const app = buildApp({ logger: false });
  // Its parser for S3 bodies stops at 11 MiB.
  app.removeContentTypeParser("*");
  app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: largestObjectBytes }, (_request, body, done) => done(null, body));
  await app.ready();
  for (const arn of resources) await create(app, arn);
  return app;
}

/** A HEAD's answer has no body: only where there is no object the error is asked for. */
async function objectAt(app: App, { url = "/", headers: { host = "" } }: IncomingMessage): Promise<StoredObject> {
  const asked = { url: url.split("?")[0] ?? "/", headers: { host } };
  const { statusCode: status, headers } = await app.inject({ method: "HEAD", ...asked });
  if (status === 200) return { status, etag: headers.etag === undefined ? undefined : String(headers.etag), body: new Uint8Array() };
  const error = await app.inject({ method: "GET", ...asked });
  return { status: error.statusCode, etag: undefined, body: error.rawPayload };
}

async function create(app: App, arn: string): Promise<void> {
  const [, , service, region = "", , name = ""] = arn.split(":");
  const authorization = `Credential=sandbox/20260101/${region}/${service}/aws4_request`;
  if (service === "s3") await app.inject({ method: "PUT", url: `/${name}` });
  if (service === "sqs") {
    const headers = { authorization, "x-amz-target": "AmazonSQS.CreateQueue", "content-type": "application/x-amz-json-1.0" };
    await app.inject({ method: "POST", url: "/", headers, payload: JSON.stringify({ QueueName: name }) });
  }
  if (service === "sns") {
    const headers = { authorization, "content-type": "application/x-www-form-urlencoded" };
    await app.inject({ method: "POST", url: "/", headers, payload: String(new URLSearchParams({ Action: "CreateTopic", Name: name })) });
  }
}

async function inject(app: App, request: ServiceRequest, body: Uint8Array): Promise<ServiceResponse> {
  // The body is whole and may have changed its length.
  const { "content-length": _, "transfer-encoding": __, ...headers } = Object.fromEntries(request.headers);
  const answer = await app.inject({
    method: request.method as "POST",
    url: `${request.path}?${request.query}`,
    headers,
    payload: Buffer.from(body),
  });
  const answered = Object.entries(answer.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const]));
  return { status: answer.statusCode, headers: new Map(answered), body: answer.rawPayload };
}
