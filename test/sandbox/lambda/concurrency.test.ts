import {
  DeleteFunctionConcurrencyCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetFunctionConcurrencyCommand,
  GetProvisionedConcurrencyConfigCommand,
  ListProvisionedConcurrencyConfigsCommand,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
} from "@aws-sdk/client-lambda";
import { describe, expect, it } from "vitest";
import { functionArn, refusalOf, useLambda } from "./lambda-fixture.ts";

const lambda = useLambda("short");

describe("reserved concurrency", () => {
  const get = (FunctionName: string) => lambda.client.send(new GetFunctionConcurrencyCommand({ FunctionName }));
  const put = (FunctionName: string, ReservedConcurrentExecutions: number) =>
    lambda.client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));

  it("is absent, set, seen by the runtime, and taken away", async () => {
    expect((await get("orders")).ReservedConcurrentExecutions).toBeUndefined();

    expect((await put("orders", 50)).ReservedConcurrentExecutions).toBe(50);
    expect((await get(functionArn("orders"))).ReservedConcurrentExecutions).toBe(50);
    expect(lambda.world.functions.get("orders")?.reservedConcurrency).toBe(50);

    const removed = await lambda.client.send(new DeleteFunctionConcurrencyCommand({ FunctionName: "orders" }));
    expect(removed.$metadata.httpStatusCode).toBe(204);
    expect((await get("orders")).ReservedConcurrentExecutions).toBeUndefined();
  });

  it("leaves 100 to the functions that have none", async () => {
    await put("payments", 100);

    expect((await put("orders", 800)).ReservedConcurrentExecutions).toBe(800);
    expect(await refusalOf(put("orders", 801))).toEqual({
      name: "InvalidParameterValueException",
      status: 400,
      message:
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
    });
  });

  it("belongs to functions, not to their versions, and is no negative number", async () => {
    expect(await refusalOf(put("payments:live", 1))).toMatchObject({
      name: "InvalidParameterValueException",
      message: expect.stringMatching(/^This operation is permitted on Lambda functions only\./),
    });
    expect(await refusalOf(put("orders", -1))).toMatchObject({ name: "ValidationException", status: 400 });
    expect(await refusalOf(put("missing", 1))).toMatchObject({ name: "ResourceNotFoundException", status: 404 });
  });
});

describe("provisioned concurrency", () => {
  const target = { FunctionName: "payments", Qualifier: "live" };
  const get = (changes: Partial<typeof target> = {}) =>
    lambda.client.send(new GetProvisionedConcurrencyConfigCommand({ ...target, ...changes }));
  const put = (ProvisionedConcurrentExecutions: number, changes: Partial<typeof target> = {}) =>
    lambda.client.send(new PutProvisionedConcurrencyConfigCommand({ ...target, ProvisionedConcurrentExecutions, ...changes }));

  it("is in progress, then ready", async () => {
    const answer = await put(10);
    expect(answer.$metadata.httpStatusCode).toBe(202);
    const inProgress = {
      RequestedProvisionedConcurrentExecutions: 10,
      AvailableProvisionedConcurrentExecutions: 0,
      AllocatedProvisionedConcurrentExecutions: 0,
      Status: "IN_PROGRESS",
      LastModified: "2026-11-23T12:00:00+0000",
    };
    expect(answer).toMatchObject(inProgress);
    expect(await get()).toMatchObject(inProgress);

    lambda.advance(3_000);
    expect(await get()).toMatchObject({
      RequestedProvisionedConcurrentExecutions: 10,
      AvailableProvisionedConcurrentExecutions: 10,
      AllocatedProvisionedConcurrentExecutions: 10,
      Status: "READY",
    });
  });

  it("is ready from the start when the scenario has it", async () => {
    lambda.world.functions.get("payments")?.provisionedConcurrency.set("live", 4);

    expect(await get()).toMatchObject({ Status: "READY", AvailableProvisionedConcurrentExecutions: 4 });
  });

  it("is listed and removed; removing it again is no error", async () => {
    await put(10);
    await put(5, { Qualifier: "2" });
    const list = () => lambda.client.send(new ListProvisionedConcurrencyConfigsCommand({ FunctionName: "payments" }));
    const remove = () => lambda.client.send(new DeleteProvisionedConcurrencyConfigCommand(target));

    expect((await list()).ProvisionedConcurrencyConfigs?.map((config) => config.FunctionArn)).toEqual([
      functionArn("payments:live"),
      functionArn("payments:2"),
    ]);
    expect((await remove()).$metadata.httpStatusCode).toBe(204);
    expect((await remove()).$metadata.httpStatusCode).toBe(204);
    expect((await list()).ProvisionedConcurrencyConfigs).toHaveLength(1);
  });

  const invalid = (message: string) => ({ name: "InvalidParameterValueException", status: 400, message });

  it("answers 404 for what does not exist", async () => {
    expect(await refusalOf(get())).toEqual({
      name: "ProvisionedConcurrencyConfigNotFoundException",
      status: 404,
      message: "No Provisioned Concurrency Config found for this function",
    });
    expect(await refusalOf(get({ Qualifier: "nobody" }))).toMatchObject({
      name: "ResourceNotFoundException",
      status: 404,
      message: `Cannot find alias arn: ${functionArn("payments:nobody")}`,
    });
    expect(await refusalOf(put(1, { Qualifier: "9" }))).toMatchObject({
      name: "ResourceNotFoundException",
      status: 404,
      message: `Function not found: ${functionArn("payments:9")}`,
    });
  });

  it("is for published versions", async () => {
    expect(await refusalOf(put(1, { Qualifier: "$LATEST" }))).toEqual(
      invalid("Provisioned Concurrency Configs cannot be applied to unpublished function versions."),
    );
    expect(await refusalOf(get({ Qualifier: "$LATEST" }))).toEqual(
      invalid("The function resource provided must be an alias or a published version."),
    );
  });

  it("keeps within what the function has reserved, and the account has left", async () => {
    expect(await refusalOf(put(901))).toEqual(
      invalid(
        "Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
      ),
    );
    const fn = lambda.world.functions.get("payments");
    if (fn !== undefined) fn.reservedConcurrency = 10;
    await put(6, { Qualifier: "2" });

    expect(await refusalOf(put(5))).toEqual(
      invalid("Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function"),
    );
    expect((await put(4)).Status).toBe("IN_PROGRESS");
    expect((await put(3)).RequestedProvisionedConcurrentExecutions).toBe(3);
  });

  it("is set once a version: by alias or by number", async () => {
    await put(1);
    expect(await refusalOf(put(1, { Qualifier: "3" }))).toEqual({
      name: "ResourceConflictException",
      status: 409,
      message: "Version is pointed by a Provisioned Concurrency alias",
    });
    lambda.world.functions.get("payments")?.provisionedConcurrency.clear();
    await put(1, { Qualifier: "3" });

    expect(await refusalOf(put(1))).toEqual({
      name: "ResourceConflictException",
      status: 409,
      message: "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version",
    });
  });

  it("asks for at least 1", async () => {
    expect(await refusalOf(put(0))).toEqual({
      name: "ValidationException",
      status: 400,
      message:
        "1 validation error detected: Value '0' at 'provisionedConcurrentExecutions' failed to satisfy constraint: Member must have value greater than or equal to 1",
    });
  });
});
