import { expect, it } from "vitest";
import { AwsError } from "../../../src/sandbox/protocols/aws-error.ts";
import { decodeCbor } from "../../../src/sandbox/protocols/cbor.ts";
import { errorResponse } from "../../../src/sandbox/protocols/error-response.ts";
import type { ServiceRequest } from "../../../src/sandbox/world.ts";

const error = new AwsError("LimitExceededFault", 400, "Too <many>", {
  queryCode: "LimitExceeded",
  members: { limit: 3 },
  headers: new Map([["retry-after", "7"]]),
});

function request(headers: Record<string, string>, query = ""): ServiceRequest {
  return {
    method: "POST",
    path: "/",
    query: new URLSearchParams(query),
    headers: new Map(Object.entries(headers)),
    body: new Uint8Array(),
  };
}

it("of REST-JSON names the error in a header", () => {
  const { status, headers, body } = errorResponse(error, request({}), "lambda");
  expect([status, headers.get("x-amzn-errortype"), headers.get("retry-after")]).toEqual([400, "LimitExceededFault", "7"]);
  expect(JSON.parse(String(body))).toEqual({ message: "Too <many>", limit: 3 });
});

it("of AWS JSON names it in the body, with the query protocol's code for clients that ask", () => {
  const asked = { "x-amz-target": "A.B", "content-type": "application/x-amz-json-1.1", "x-amzn-query-mode": "true" };
  const { headers, body } = errorResponse(error, request(asked), "monitoring");
  expect(JSON.parse(String(body))).toEqual({ __type: "LimitExceededFault", message: "Too <many>", limit: 3 });
  expect([headers.get("content-type"), headers.get("x-amzn-query-error")]).toEqual(["application/x-amz-json-1.1", "LimitExceeded;Sender"]);
  expect(errorResponse(error, request({ "x-amz-target": "A.B" }), "tagging").headers.has("x-amzn-query-error")).toBe(false);
});

it("of CBOR is CBOR", () => {
  const { headers, body } = errorResponse(error, request({ "smithy-protocol": "rpc-v2-cbor" }), "monitoring");
  expect(headers.get("smithy-protocol")).toBe("rpc-v2-cbor");
  expect(decodeCbor(body as Uint8Array)).toEqual(
    new Map<string, unknown>([
      ["__type", "LimitExceededFault"],
      ["message", "Too <many>"],
      ["limit", 3],
    ]),
  );
});

it.each([
  ["a form", request({ "content-type": "application/x-www-form-urlencoded; charset=utf-8" })],
  ["an address", request({}, "Action=X")],
])("of the query protocol in %s is XML with its code and fault", (_, asked) => {
  const { body, headers } = errorResponse(error, asked, "sts");
  expect(body).toContain("<Type>Sender</Type><Code>LimitExceeded</Code><Message>Too &lt;many&gt;</Message>");
  expect(body).toContain(`<RequestId>${headers.get("x-amzn-requestid")}</RequestId>`);
});

it("of S3 is S3's XML", () => {
  expect(errorResponse(error, request({}), "s3").body).toMatch(/^<\?xml .*\n<Error><Code>LimitExceeded<\/Code>/);
});
