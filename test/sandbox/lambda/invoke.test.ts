import { InvokeCommand, type InvokeCommandInput } from "@aws-sdk/client-lambda";
import { expect, it } from "vitest";
import { functionArn, refusalOf, useLambda } from "./lambda-fixture.ts";

const lambda = useLambda();

const invoke = (input: Partial<InvokeCommandInput> = {}) =>
  lambda.client.send(new InvokeCommand({ FunctionName: "orders", Payload: '{"a":1}', ...input }));
const megabyte = 1_048_576;
const jsonOf = (bytes: number) => `"${"a".repeat(bytes - 2)}"`;

it("waits for the result", async () => {
  const answer = await invoke();

  expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: "$LATEST" });
  expect(answer.FunctionError).toBeUndefined();
  expect(answer.Payload?.transformToString()).toBe('{"done":true}');
  expect(lambda.world.invocations).toEqual([{ name: "orders", qualifier: "$LATEST", payload: '{"a":1}' }]);
});

it("invokes an alias and tells the version that it points at", async () => {
  expect((await invoke({ FunctionName: "payments", Qualifier: "live" })).ExecutedVersion).toBe("3");
  expect(lambda.world.invocations).toMatchObject([{ name: "payments", qualifier: "live" }]);
});

it("answers 200 with the error when the function fails", async () => {
  lambda.world.invokeOutcome = { kind: "function-error", payload: new TextEncoder().encode('{"errorMessage":"no"}'), durationMs: 3 };

  const answer = await invoke();

  expect(answer).toMatchObject({ StatusCode: 200, FunctionError: "Unhandled" });
  expect(answer.Payload?.transformToString()).toBe('{"errorMessage":"no"}');
});

it("gives the end of the log when asked", async () => {
  const { LogResult = "" } = await invoke({ LogType: "Tail" });

  expect(Buffer.from(LogResult, "base64").toString()).toContain("Memory Size: 256 MB");
  expect((await invoke()).LogResult).toBeUndefined();
});

it.each(["ReservedFunctionConcurrentInvocationLimitExceeded", "ConcurrentInvocationLimitExceeded"] as const)(
  "throttles with 429, Retry-After and the reason %s",
  async (reason) => {
    lambda.world.invokeOutcome = { kind: "throttled", reason };

    await expect(invoke()).rejects.toMatchObject({
      name: "TooManyRequestsException",
      message: "Rate Exceeded.",
      Reason: reason,
      Type: "User",
      retryAfterSeconds: expect.stringMatching(/^\d+$/),
      $metadata: { httpStatusCode: 429 },
    });
  },
);

it("hands an event over with 202 and only checks a dry run with 204", async () => {
  expect((await invoke({ InvocationType: "Event" })).StatusCode).toBe(202);
  expect(lambda.world.invocations).toHaveLength(1);

  expect((await invoke({ InvocationType: "DryRun" })).StatusCode).toBe(204);
  expect(lambda.world.invocations).toHaveLength(1);
});

it.each<[InvokeCommandInput["InvocationType"], number]>([
  ["RequestResponse", 6 * megabyte],
  ["Event", megabyte],
])("takes a payload of the limit for %s and refuses one byte more", async (InvocationType, limitBytes) => {
  expect((await invoke({ InvocationType, Payload: jsonOf(limitBytes) })).$metadata.httpStatusCode).toBeLessThan(300);
  expect(await refusalOf(invoke({ InvocationType, Payload: jsonOf(limitBytes + 1) }))).toEqual({
    name: "RequestTooLargeException",
    status: 413,
    message: `Request must be smaller than ${limitBytes} bytes for the InvokeFunction operation`,
  });
});

it("refuses what is no JSON, no function and no kind of invocation", async () => {
  expect(await refusalOf(invoke({ Payload: "{" }))).toMatchObject({
    name: "InvalidRequestContentException",
    status: 400,
    message: expect.stringMatching(/^Could not parse request body into json: /),
  });
  expect(await refusalOf(invoke({ FunctionName: "missing" }))).toMatchObject({
    status: 404,
    message: `Function not found: ${functionArn("missing")}`,
  });
  expect(await refusalOf(invoke({ InvocationType: "Later" as "Event" }))).toMatchObject({ name: "ValidationException", status: 400 });
  expect(lambda.world.invocations).toEqual([]);
});

it("takes a call without a payload", async () => {
  const response = await fetch(`${lambda.url}/2015-03-31/functions/orders/invocations`, { method: "POST" });

  expect(response.status).toBe(200);
  expect(await response.text()).toBe('{"done":true}');
});
