import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { awsServices } from "../../../src/platform/aws/aws-services.ts";
import { functionInvoker } from "../../../src/platform/aws/function-invoker.ts";
import { lambdaWorld } from "../../sandbox/lambda/lambda-fixture.ts";
import { startTestFront, type TestFront } from "../../support/test-front.ts";

let world: ReturnType<typeof lambdaWorld>;
let front: TestFront;

beforeEach(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  world = lambdaWorld();
  front = await startTestFront(() => world);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await front.close();
});

const payments = "arn:aws:lambda:eu-central-1:123456789012:function:payments:live";

function invoker(endpointUrl = front.endpoint, functionArn = payments) {
  const clock = { now: Date.now, sleep: () => Promise.reject(new Error("an invocation is not sent again")) };
  const signal = new AbortController().signal;
  const aws = awsServices({ region: "eu-central-1", endpointUrl, signal, clock, random: () => 0.5 });
  return functionInvoker(aws, { functionArn, functionTimeoutMs: 30_000, concurrency: 2 });
}

const invoking = () => invoker().invoke(Buffer.from('{"records":{}}'));

it("runs the function that the mapping names, alias and all", async () => {
  const invocation = await invoking();
  expect(invocation).toMatchObject({ kind: "answered", functionError: undefined, executedVersion: "3" });
  expect(invocation.kind === "answered" && Buffer.from(invocation.payload).toString()).toBe('{"done":true}');
  expect(world.invocations).toEqual([{ name: "payments", qualifier: "live", payload: '{"records":{}}' }]);
});

it("tells that the function failed", async () => {
  world.invokeOutcome = { kind: "function-error", payload: Buffer.from('{"errorMessage":"no"}'), durationMs: 3 };
  expect(await invoking()).toMatchObject({ kind: "answered", functionError: "Unhandled" });
});

it("tells a throttle from a failure", async () => {
  world.invokeOutcome = { kind: "throttled", reason: "ReservedFunctionConcurrentInvocationLimitExceeded" };
  expect(await invoking()).toEqual({
    kind: "throttled",
    reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
    retryAfterMs: 1_000,
  });
  front.faults.failNext({
    service: "lambda",
    operation: "Invoke",
    status: 429,
    errorName: "TooManyRequestsException",
    retryAfterSeconds: 7,
    times: 1,
  });
  expect(await invoking()).toMatchObject({ kind: "throttled", retryAfterMs: 7_000 });
});

it("does not know what came of it when the answer is lost", async () => {
  front.faults.failNext({ service: "lambda", operation: "Invoke", kind: "lost-answer", times: 1 });
  expect(await invoking()).toMatchObject({ kind: "no-answer" });
  expect(world.invocations).toHaveLength(1);
});

it("finds no function where there is none", async () => {
  await expect(invoker(front.endpoint, payments.replace("payments", "missing")).invoke(Buffer.from("{}"))).rejects.toMatchObject({
    code: "not-found",
  });
});

it("keeps to as many connections as there may be calls at once", async () => {
  let connections = 0;
  const server = createServer((request, response) => {
    request.resume().once("end", () => response.writeHead(200, { "x-amz-executed-version": "1" }).end("null"));
  });
  server.on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { invoke } = invoker(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const answers = await Promise.all(Array.from({ length: 6 }, () => invoke(Buffer.from("{}"))));
  expect(answers.map(({ kind }) => kind)).toEqual(new Array(6).fill("answered"));
  expect(connections).toBe(2);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
