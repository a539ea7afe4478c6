import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { AwsError } from "../protocols/aws-error.ts";
import { errorResponse } from "../protocols/error-response.ts";
import type { Service } from "../protocols/service.ts";
import { formOf } from "../protocols/wire-protocol.ts";
import type { ServiceRequest, ServiceResponse, World } from "../world.ts";
import { type Destination, destinationOf, serviceOfQueryVersion } from "./destination.ts";
import type { Fault, FaultList } from "./faults.ts";
import { bodyOf, headOf } from "./request.ts";

export interface FrontOptions {
  /** By signing name. */
  readonly services: ReadonlyMap<string, Service>;
  readonly s3: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** The sandbox's own API. */
  readonly admin: (request: IncomingMessage) => Promise<ServiceResponse>;
  /** The account in a Region; undefined: the Region of a request that names none. */
  readonly worldOf: (region: string | undefined) => World;
  readonly faults: FaultList;
  /** One line for the person who started the sandbox. */
  readonly note: (line: string) => void;
}

/** The one HTTP server that all services share; it does not listen yet. */
export function createFront(options: FrontOptions): Server {
  const server = createServer((request, response) => {
    // A client that leaves early is its own affair.
    response.on("error", () => undefined);
    void answer(options, request, response);
  });
  // Longer than SDKs keep an idle connection, so that none is closed under a request.
  server.keepAliveTimeout = 65_000;
  return server;
}

async function answer(options: FrontOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const head = headOf(request);
  const destination = destinationOf(head);
  try {
    if (destination.service === "s3") await answerS3(options, request, response);
    else if (destination.service === "sandbox") send(response, await options.admin(request));
    else await answerCall(options, destination, { ...head, body: await bodyOf(request) }, response);
  } catch (error) {
    if (request.destroyed && !request.complete) return;
    if (!(error instanceof AwsError)) options.note(`${destination.service} ${head.method} ${head.path}: ${describe(error)}`);
    const known =
      error instanceof AwsError ? error : new AwsError("ServiceException", 500, "The sandbox failed; its standard error says why.");
    send(response, errorResponse(known, { ...head, body: new Uint8Array() }, destination.service));
  }
}

async function answerS3({ s3, faults }: FrontOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const fault = faults.take("s3", undefined);
  if (fault !== undefined) applyFault(fault, response);
  await s3(request, response);
}

async function answerCall(
  options: FrontOptions,
  destination: Destination,
  request: ServiceRequest,
  response: ServerResponse,
): Promise<void> {
  const name = destination.service === "query" ? serviceOfQueryVersion(formOf(request).get("Version")) : destination.service;
  const service = options.services.get(name);
  if (service === undefined) throw unknownService(name, options.services);
  const fault = options.faults.take(name, service.operationOf(request));
  if (fault !== undefined) applyFault(fault, response);
  send(response, await service.handle(request, options.worldOf(destination.region)));
}

function applyFault(fault: Fault, response: ServerResponse): void {
  if (fault.kind === "lost-answer") {
    cutInsteadOfAnswer(response);
    return;
  }
  const { status, errorName, message = `${errorName}, on purpose`, retryAfterSeconds } = fault;
  const headers = new Map(retryAfterSeconds === undefined ? [] : [["retry-after", String(retryAfterSeconds)]]);
  throw new AwsError(errorName, status, message, { headers });
}

/** Whoever comes to write the answer closes the connection instead. */
function cutInsteadOfAnswer(response: ServerResponse): void {
  response.writeHead = () => {
    response.destroy();
    return response;
  };
}

function unknownService(name: string, services: ReadonlyMap<string, Service>): AwsError {
  const known = [...services.keys(), "s3"].toSorted().join(", ");
  return new AwsError("UnknownServiceException", 400, `The sandbox has no service ${name}; it has ${known}.`, {
    queryCode: "InvalidAction",
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message).split("\n").slice(0, 2).join(" ") : String(error);
}

function send(response: ServerResponse, { status, headers, body }: ServiceResponse): void {
  if (response.headersSent || response.destroyed) return;
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  const requestId = headers.has("x-amzn-requestid") ? {} : { "x-amzn-requestid": randomUUID() };
  const length = status === 204 ? {} : { "content-length": bytes.length };
  response.writeHead(status, { ...requestId, ...Object.fromEntries(headers), ...length });
  response.end(bytes);
}
