import { randomUUID } from "node:crypto";
import type { ServiceRequest, ServiceResponse } from "../world.ts";
import { invalidBody } from "./aws-error.ts";
import { decodeCbor, encodeCbor } from "./cbor.ts";
import { readQuery } from "./query.ts";
import { type Shape, type StructureShape, writeValue } from "./shape.ts";
import { writeXml } from "./xml.ts";

/** How a remote procedure call names its operation, carries its input and gets its answer. */
export interface WireProtocol {
  operationOf(request: ServiceRequest): string | undefined;
  /** The input as `readValue` takes it. Throws SerializationException. */
  read(shape: Shape, request: ServiceRequest): unknown;
  /** `output` undefined: the operation has no result. */
  answer(answer: Answer): ServiceResponse;
}

interface Answer {
  readonly request: ServiceRequest;
  readonly operation: string;
  readonly output: StructureShape | undefined;
  readonly value: unknown;
  readonly xmlNamespace: string;
}

/** Answers in the protocol that the request speaks, as CloudWatch does for its three. */
export function wireProtocolOf(request: ServiceRequest): WireProtocol {
  if (request.headers.get("smithy-protocol") === "rpc-v2-cbor") return cbor;
  return request.headers.has("x-amz-target") ? json : query;
}

/** AWS JSON 1.0 and 1.1: the answer repeats the request's content type. */
const json: WireProtocol = {
  operationOf: ({ headers }) => headers.get("x-amz-target")?.split(".").at(-1),
  read(_, { body }) {
    try {
      return body.length === 0 ? {} : JSON.parse(Buffer.from(body).toString("utf8"));
    } catch {
      throw invalidBody("the body is no JSON");
    }
  },
  answer: ({ request, output, value }) => ({
    status: 200,
    headers: new Map([["content-type", request.headers.get("content-type") ?? "application/x-amz-json-1.0"]]),
    // An operation without a result answers with an empty body, not with {}.
    body: output === undefined ? "" : JSON.stringify(writeValue(output, value, (ms) => ms / 1_000)),
  }),
};

/** Smithy RPC v2: `POST /service/{service}/operation/{operation}`. */
const cbor: WireProtocol = {
  operationOf: ({ path }) => /^\/service\/[^/]+\/operation\/([^/]+)$/.exec(path)?.[1],
  read(_, { body }) {
    try {
      return body.length === 0 ? new Map() : decodeCbor(body);
    } catch {
      throw invalidBody("the body is no CBOR");
    }
  },
  answer: ({ output, value }) => ({
    status: 200,
    headers: new Map([
      ["content-type", "application/cbor"],
      ["smithy-protocol", "rpc-v2-cbor"],
    ]),
    body: output === undefined ? new Uint8Array() : encodeCbor(writeValue(output, value, (ms) => new Date(ms))),
  }),
};

/** Parameters in a form, answers in XML. */
const query: WireProtocol = {
  operationOf: (request) => formOf(request).get("Action") ?? undefined,
  read: (shape, request) => readQuery(shape, formOf(request)),
  answer({ operation, output, value, xmlNamespace }) {
    const requestId = randomUUID();
    const result = output === undefined ? "" : `<${operation}Result>${writeXml(output, value)}</${operation}Result>`;
    const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
    return {
      status: 200,
      headers: new Map([
        ["content-type", "text/xml"],
        ["x-amzn-requestid", requestId],
      ]),
      body: `<${operation}Response xmlns="${xmlNamespace}">${result}${metadata}</${operation}Response>\n`,
    };
  },
};

/** Parameters of a query-protocol request: in the body of a POST, in the query string of a GET. */
export function formOf({ method, query: parameters, body }: ServiceRequest): URLSearchParams {
  return method === "POST" && body.length > 0 ? new URLSearchParams(Buffer.from(body).toString("utf8")) : parameters;
}
