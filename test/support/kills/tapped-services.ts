import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** A call to the sandbox, before it is carried out and after. */
export interface TappedCall {
  /** The operation: `Invoke`, `ReceiveMessage`, `GetObject`; `other` for what no test asks for. */
  readonly operation: string;
  readonly answer: Buffer;
}

/** Each gives false when the caller is dead: the call goes no further. */
export interface Tap {
  arrived(operation: string): Promise<boolean>;
  /** It is carried out; nobody has heard of it. */
  carriedOut(call: TappedCall): Promise<boolean>;
  answered(operation: string): void;
}

export const untouched: Tap = { arrived: async () => true, carriedOut: async () => true, answered: () => {} };

/** What stands between one program and the sandbox, so that a test sees each call. */
export interface TappedServices {
  readonly endpoint: string;
  tap(tap: Tap): void;
  /** Resolves when no call is under way: whatever a killed program had begun is over. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

/** Long polls are answered at once: what SQS waits for does not come here. */
export async function tappedServices(endpoint: string): Promise<TappedServices> {
  const to = new URL(endpoint);
  const agent = new Agent({ keepAlive: true });
  const underWay = new Set<Promise<void>>();
  let current = untouched;

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const tap = current;
    const body = await buffer(request);
    const operation = operationOf(request);
    if (!(await tap.arrived(operation))) return void response.destroy();
    const sent = operation === "ReceiveMessage" ? withoutWaiting(body) : body;
    const { status, headers, answer } = await forwarded(request, sent);
    if (!(await tap.carriedOut({ operation, answer }))) return void response.destroy();
    response.writeHead(status, headers).end(answer);
    tap.answered(operation);
  }

  async function forwarded({ method = "GET", url = "/", headers }: IncomingMessage, body: Buffer) {
    // The host stays as the client has it: URLs of queues are made of it.
    const options = { host: to.hostname, port: to.port, method, path: url, agent };
    const outgoing: OutgoingHttpHeaders = { ...headers, "content-length": body.length };
    delete outgoing["transfer-encoding"];
    const back = await new Promise<IncomingMessage>((resolve, reject) => {
      httpRequest({ ...options, headers: outgoing }, resolve)
        .on("error", reject)
        .end(body);
    });
    const answer = await buffer(back);
    return { status: back.statusCode ?? 500, headers: back.headers, answer };
  }

  const server = createServer((request, response) => {
    response.on("error", () => undefined);
    // A program that dies in the middle of a call has not made it.
    const passing = pass(request, response).catch(() => void response.destroy());
    underWay.add(passing);
    void passing.finally(() => underWay.delete(passing));
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tap(tap) {
      current = tap;
    },
    async quiet() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      agent.destroy();
    },
  };
}

function operationOf({ method, url = "/", headers }: IncomingMessage): string {
  const target = headers["x-amz-target"];
  if (typeof target === "string") return target.slice(target.lastIndexOf(".") + 1);
  if (/^\/2015-03-31\/functions\/[^/]+\/invocations/.test(url)) return "Invoke";
  if (!(headers.authorization ?? "").includes("/s3/")) return "other";
  if (method === "GET") return /[?&]list-type=2/.test(url) ? "ListObjectsV2" : "GetObject";
  if (method === "DELETE") return "DeleteObject";
  return method === "POST" && /[?&]delete/.test(url) ? "DeleteObjects" : "other";
}

function withoutWaiting(body: Buffer): Buffer {
  return Buffer.from(JSON.stringify({ ...(JSON.parse(body.toString("utf8")) as object), WaitTimeSeconds: 0 }));
}
