import nock from "nock";
import { describe, expect, it } from "vitest";
import { functionInvoker } from "../../../src/platform/aws/function-invoker.ts";
import { errorOf, lambdaUrl, mockedAws, useMockedAws } from "../../support/aws.ts";

useMockedAws();

const functionArn = "arn:aws:lambda:eu-central-1:123456789012:function:orders:live";
const path = `/2015-03-31/functions/${encodeURIComponent(functionArn)}/invocations`;
const payload = Buffer.from('{"eventSource":"aws:kafka","records":{"orders-0":[{"value":"c2VjcmV0"}]}}');

function invoking(aws = mockedAws()) {
  return functionInvoker(aws, { functionArn, functionTimeoutMs: 30_000, concurrency: 4 }).invoke(payload);
}

function refusal(status: number, name: string, body: Readonly<Record<string, unknown>> = { Message: "no" }) {
  nock(lambdaUrl).post(path).reply(status, body, { "x-amzn-ErrorType": name, "x-amzn-RequestId": "req-2" });
}

function networkError(code: string) {
  return Object.assign(new Error(code), { code });
}

describe("an invocation", () => {
  it("waits for the function, asks for no log, and sends the event", async () => {
    const bodies: unknown[] = [];
    nock(lambdaUrl)
      .post(path, (body) => {
        bodies.push(body);
        return true;
      })
      .matchHeader("x-amz-invocation-type", "RequestResponse")
      .matchHeader("x-amz-log-type", "None")
      .matchHeader("content-length", String(payload.length))
      .reply(200, '{"done":true}', { "X-Amz-Executed-Version": "7", "x-amzn-RequestId": "req-1" });
    expect(await invoking()).toEqual({
      kind: "answered",
      functionError: undefined,
      payload: expect.any(Uint8Array),
      executedVersion: "7",
      requestId: "req-1",
    });
    expect(bodies).toEqual([JSON.parse(payload.toString())]);
  });

  it("gives what the function returned, whatever it is", async () => {
    nock(lambdaUrl)
      .post(path)
      .reply(200, Buffer.from([0xff, 0x00]), { "X-Amz-Executed-Version": "7" });
    const invocation = await invoking();
    expect(invocation.kind === "answered" && [...invocation.payload]).toEqual([0xff, 0x00]);
  });

  it("gives the function's error", async () => {
    nock(lambdaUrl).post(path).reply(200, '{"errorMessage":"no"}', { "X-Amz-Function-Error": "Unhandled", "X-Amz-Executed-Version": "7" });
    expect(await invoking()).toMatchObject({ kind: "answered", functionError: "Unhandled" });
  });

  it("does not take another server's page for a success", async () => {
    nock(lambdaUrl).post(path).reply(200, "<html>Please sign in</html>");
    expect(await errorOf(invoking())).toMatchObject({ code: "refused", message: expect.stringContaining("is not Lambda") });
  });

  it("leaves no payload and no answer in the debug log", async () => {
    nock(lambdaUrl).post(path).reply(200, '"hunter2"', { "x-amzn-RequestId": "req-1" });
    const aws = mockedAws();
    await invoking(aws);
    expect(aws.debugLines).toEqual([expect.stringMatching(/^lambda:Invoke \d+ ms, attempts 1, ok req-1$/)]);
  });
});

describe("a throttled invocation", () => {
  it.each([
    "CallerRateLimitExceeded",
    "FunctionInvocationRateLimitExceeded",
    "ReservedFunctionConcurrentInvocationLimitExceeded",
    "ConcurrentInvocationLimitExceeded",
    "ConcurrentSnapshotCreateLimitExceeded",
    "SomeNewLimitExceeded",
  ])("says %s and how long to wait, and is not sent again", async (Reason) => {
    nock(lambdaUrl)
      .post(path)
      .reply(429, { message: "Rate Exceeded.", Reason }, { "x-amzn-ErrorType": "TooManyRequestsException", "Retry-After": "2" });
    const aws = mockedAws();
    expect(await invoking(aws)).toEqual({ kind: "throttled", reason: Reason, retryAfterMs: 2_000 });
    expect(aws.sleepsMs).toEqual([]);
  });

  it("may give no reason and no time", async () => {
    refusal(429, "TooManyRequestsException");
    expect(await invoking()).toEqual({ kind: "throttled", reason: expect.stringContaining("throttles Invoke"), retryAfterMs: undefined });
  });
});

describe("what did not run", () => {
  it.each<[status: number, name: string]>([
    [502, "EC2ThrottledException"],
    [502, "EC2UnexpectedException"],
    [502, "ENILimitReachedException"],
    [502, "ENINotReadyException"],
    [502, "SubnetIPAddressLimitReachedException"],
    [502, "KMSAccessDeniedException"],
    [502, "KMSDisabledException"],
    [502, "KMSInvalidStateException"],
    [502, "KMSNotFoundException"],
    [502, "ResourceNotReadyException"],
    [409, "ResourceConflictException"],
    [408, "EFSMountConnectivityException"],
    [408, "EFSMountTimeoutException"],
    [408, "SnapStartTimeoutException"],
    [409, "SnapStartNotReadyException"],
    [400, "SnapStartException"],
  ])("%i %s may run later", async (status, name) => {
    refusal(status, name);
    const aws = mockedAws();
    expect(await invoking(aws)).toMatchObject({ kind: "not-run" });
    expect(aws.sleepsMs).toEqual([]);
  });

  it.each(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH"])("nor did what was never sent: %s", async (code) => {
    nock(lambdaUrl).post(path).replyWithError(networkError(code));
    expect(await invoking()).toMatchObject({ kind: "not-run", reason: expect.stringContaining(code) });
  });

  it("nor did what got no connection in time", async () => {
    nock(lambdaUrl)
      .post(path)
      .replyWithError(
        Object.assign(new Error("the request socket did not establish a connection with the server within the configured timeout"), {
          name: "TimeoutError",
        }),
      );
    expect(await invoking()).toMatchObject({ kind: "not-run", reason: expect.stringContaining("(no connection)") });
  });

  it.each<[status: number, name: string]>([
    [502, "InvalidRuntimeException"],
    [502, "InvalidZipFileException"],
    [502, "InvalidSubnetIDException"],
    [502, "InvalidSecurityGroupIDException"],
    [502, "EC2AccessDeniedException"],
    [403, "EFSMountFailureException"],
    [400, "RecursiveInvocationException"],
    [400, "InvalidParameterValueException"],
  ])("%i %s ends the run: it would not run later either", async (status, name) => {
    refusal(status, name);
    expect(await errorOf(invoking())).toMatchObject({ code: "refused", details: { awsCode: name } });
  });
});

describe("what may have run", () => {
  it.each<[status: number, name: string]>([
    [500, "ServiceException"],
    [410, "EFSIOException"],
    [503, "SomethingNewException"],
    [504, "GatewayTimeout"],
  ])("%i %s", async (status, name) => {
    refusal(status, name);
    const aws = mockedAws();
    expect(await invoking(aws)).toMatchObject({ kind: "no-answer" });
    expect(aws.sleepsMs).toEqual([]);
  });

  it.each(["ECONNRESET", "ETIMEDOUT", "EPIPE", "ERR_STREAM_PREMATURE_CLOSE"])("was sent and got no answer: %s", async (code) => {
    nock(lambdaUrl).post(path).replyWithError(networkError(code));
    const aws = mockedAws();
    expect(await invoking(aws)).toMatchObject({ kind: "no-answer" });
    expect(aws.sleepsMs).toEqual([]);
  });
});

describe("what Lambda does not take", () => {
  it.each(["RequestTooLargeException", "RequestEntityTooLargeException", "SerializedRequestEntityTooLargeException"])(
    "%s",
    async (name) => {
      refusal(413, name);
      expect(await invoking()).toEqual({ kind: "too-large" });
    },
  );

  it("413 without a name", async () => {
    nock(lambdaUrl).post(path).reply(413, "");
    expect(await invoking()).toEqual({ kind: "too-large" });
  });

  it("an event that is not JSON", async () => {
    refusal(400, "InvalidRequestContentException");
    expect(await invoking()).toMatchObject({ kind: "not-json" });
  });
});

describe("what ends the run", () => {
  it.each([
    [404, "ResourceNotFoundException", "not-found"],
    [403, "AccessDeniedException", "not-permitted"],
    [403, "ExpiredTokenException", "credentials"],
    [403, "UnrecognizedClientException", "credentials"],
  ] as const)("%i %s is %s", async (status, name, code) => {
    refusal(status, name);
    expect(await errorOf(invoking())).toMatchObject({ code });
  });

  it("names the IAM action, which is called otherwise than the operation", async () => {
    refusal(403, "AccessDeniedException");
    expect((await errorOf(invoking())).details["action"]).toBe("lambda:InvokeFunction");
  });
});

it("is signed with AWS's time and sent again when AWS refused it for the time alone", async () => {
  const awsTime = new Date(Date.now() + 3_600_000);
  nock(lambdaUrl)
    .post(path)
    .reply(403, { Message: "Signature expired" }, { "x-amzn-ErrorType": "InvalidSignatureException", date: awsTime.toUTCString() });
  nock(lambdaUrl).post(path).reply(200, "null", { "x-amzn-RequestId": "req-1" });
  expect(await invoking()).toMatchObject({ kind: "answered" });
});
