import { expect, it } from "vitest";
import { lambdaService } from "../../../src/sandbox/lambda/lambda-service.ts";
import { routes } from "../../../src/sandbox/lambda/routes.ts";
import { lambdaWorld } from "./lambda-fixture.ts";

const send = (method: string, path: string) =>
  lambdaService({ method, path, query: new URLSearchParams(), headers: new Map(), body: new Uint8Array() }, lambdaWorld());

it.each([
  ["GET", "/2015-03-31/event-source-mappings"],
  ["GET", "/2015-03-31/event-source-mappings/"],
  ["GET", "/2015-03-31/functions/"],
  ["GET", "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-central-1%3A123456789012%3Afunction%3Aorders"],
  ["GET", "/2015-03-31/functions/arn:aws:lambda:eu-central-1:123456789012:function:orders"],
])("answers %s %s", async (method, path) => {
  expect((await send(method, path)).status).toBe(200);
});

it.each([
  ["PATCH", "/2015-03-31/event-source-mappings"],
  ["GET", "/2015-03-31/layers"],
  ["GET", "/"],
])("has no operation for %s %s and says so", async (method, path) => {
  const { status, headers, body } = await send(method, path);

  expect(status).toBe(400);
  expect(headers.get("x-amzn-errortype")).toBe("UnknownOperationException");
  expect(JSON.parse(String(body))).toEqual({ message: expect.stringContaining(`${method} ${path}`) });
});

it("has one route an operation", () => {
  const operations = routes.map(({ operation }) => operation);

  expect(new Set(operations).size).toBe(operations.length);
});
