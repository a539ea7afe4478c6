import { randomUUID } from "node:crypto";
import type { ServiceRequest, ServiceResponse } from "../world.ts";
import type { AwsError } from "./aws-error.ts";
import { encodeCbor } from "./cbor.ts";
import { escapeXml } from "./xml.ts";

/** An error in the form that the request's protocol gives it; `service` is the signing name. */
export function errorResponse(error: AwsError, request: ServiceRequest, service: string): ServiceResponse {
  const requestId = randomUUID();
  const { body, headers } = formOf(error, request, { service, requestId });
  return { status: error.status, headers: new Map([["x-amzn-requestid", requestId], ...headers, ...error.headers]), body };
}

interface Form {
  readonly body: Uint8Array | string;
  readonly headers: readonly (readonly [string, string])[];
}

function formOf(
  error: AwsError,
  { headers, query }: ServiceRequest,
  { service, requestId }: { readonly service: string; readonly requestId: string },
): Form {
  const contentType = headers.get("content-type") ?? "";
  const document = { __type: error.name, message: error.message, ...error.members };
  if (headers.get("smithy-protocol") === "rpc-v2-cbor") {
    const own = [["content-type", "application/cbor"], ["smithy-protocol", "rpc-v2-cbor"], ...queryError(error, headers)] as const;
    return { body: encodeCbor(document), headers: own };
  }
  if (service === "s3")
    return {
      body: s3Error(error, requestId),
      headers: [
        ["content-type", "application/xml"],
        ["x-amz-request-id", requestId],
      ],
    };
  if (headers.has("x-amz-target")) {
    return {
      body: JSON.stringify(document),
      headers: [["content-type", contentType || "application/x-amz-json-1.0"], ...queryError(error, headers)],
    };
  }
  if (contentType.startsWith("application/x-www-form-urlencoded") || query.has("Action")) {
    return { body: queryErrorDocument(error, requestId), headers: [["content-type", "text/xml"]] };
  }
  const { __type: _, ...members } = document;
  return {
    body: JSON.stringify(members),
    headers: [
      ["content-type", "application/json"],
      ["x-amzn-errortype", error.name],
    ],
  };
}

/** Services that once spoke the query protocol give its error code too, to clients that ask. */
function queryError(error: AwsError, headers: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  return headers.get("x-amzn-query-mode") === "true" ? [["x-amzn-query-error", `${error.queryCode};${faultOf(error)}`]] : [];
}

function faultOf({ status }: AwsError): "Sender" | "Receiver" {
  return status < 500 ? "Sender" : "Receiver";
}

function queryErrorDocument(error: AwsError, requestId: string): string {
  const { queryCode, message } = error;
  return `<ErrorResponse><Error><Type>${faultOf(error)}</Type><Code>${escapeXml(queryCode)}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>\n`;
}

function s3Error({ queryCode, message }: AwsError, requestId: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${escapeXml(queryCode)}</Code><Message>${escapeXml(message)}</Message><RequestId>${requestId}</RequestId></Error>`;
}
