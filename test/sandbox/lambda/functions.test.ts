import {
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  ListFunctionsCommand,
} from "@aws-sdk/client-lambda";
import { describe, expect, it } from "vitest";
import { testFunction } from "../../support/sandbox-world.ts";
import { functionArn, refusalOf, useLambda } from "./lambda-fixture.ts";

const lambda = useLambda();

const configuration = (FunctionName: string, Qualifier?: string) =>
  lambda.client.send(new GetFunctionConfigurationCommand({ FunctionName, ...(Qualifier === undefined ? {} : { Qualifier }) }));

describe("GetFunctionConfiguration", () => {
  it("tells what the scenario says of the function", async () => {
    expect(await configuration("orders")).toMatchObject({
      FunctionName: "orders",
      FunctionArn: functionArn("orders"),
      Runtime: "nodejs24.x",
      Role: "arn:aws:iam::123456789012:role/shop",
      MemorySize: 256,
      Timeout: 3,
      Architectures: ["arm64"],
      LastModified: "2026-11-01T08:00:00.000+0000",
      Version: "$LATEST",
      State: "Active",
      LastUpdateStatus: "Successful",
    });
  });

  it.each<[name: string, qualifier: string | undefined, arn: string, version: string]>([
    ["payments", undefined, "payments", "$LATEST"],
    ["payments", "live", "payments:live", "3"],
    ["payments:live", undefined, "payments:live", "3"],
    ["payments:live", "live", "payments:live", "3"],
    ["payments", "2", "payments:2", "2"],
    ["payments", "$LATEST", "payments:$LATEST", "$LATEST"],
    [functionArn("payments:live"), undefined, "payments:live", "3"],
    ["123456789012:function:payments", "live", "payments:live", "3"],
  ])("follows %s with qualifier %s", async (name, qualifier, arn, version) => {
    expect(await configuration(name, qualifier)).toMatchObject({ FunctionArn: functionArn(arn), Version: version });
  });

  it.each<[name: string, qualifier: string | undefined, status: number, error: string, message: string]>([
    ["missing", undefined, 404, "ResourceNotFoundException", `Function not found: ${functionArn("missing")}`],
    ["payments", "nobody", 404, "ResourceNotFoundException", `Function not found: ${functionArn("payments:nobody")}`],
    ["payments", "4", 404, "ResourceNotFoundException", `Function not found: ${functionArn("payments:4")}`],
    [
      "arn:aws:lambda:us-east-1:123456789012:function:orders",
      undefined,
      404,
      "ResourceNotFoundException",
      "Functions from 'us-east-1' are not reachable in this region ('eu-central-1')",
    ],
    ["arn:aws:lambda:eu-central-1:210987654321:function:orders", undefined, 403, "AccessDeniedException", ""],
    [
      "payments:live",
      "2",
      400,
      "InvalidParameterValueException",
      "The derived qualifier from the function name does not match the specified qualifier.",
    ],
    [
      "a".repeat(65),
      undefined,
      400,
      "InvalidParameterValueException",
      `1 validation error detected: Value '${"a".repeat(65)}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    ],
  ])("refuses %s with qualifier %s", async (name, qualifier, status, error, message) => {
    const refusal = await refusalOf(configuration(name, qualifier));

    expect(refusal).toMatchObject({ name: error, status });
    if (message !== "") expect(refusal.message).toBe(message);
  });

  it("refuses what is no function name", async () => {
    expect(await refusalOf(configuration("not a name"))).toMatchObject({
      name: "ValidationException",
      status: 400,
      message: expect.stringContaining(
        "Value 'not a name' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression",
      ),
    });
  });
});

describe("GetFunction", () => {
  it("adds tags and reserved concurrency when there are any", async () => {
    lambda.world.functions.set("tagged", testFunction("tagged", { tags: new Map([["team", "shop"]]), reservedConcurrency: 5 }));

    const plain = await lambda.client.send(new GetFunctionCommand({ FunctionName: "orders" }));
    const tagged = await lambda.client.send(new GetFunctionCommand({ FunctionName: "tagged" }));

    expect(plain.Configuration?.FunctionName).toBe("orders");
    expect([plain.Tags, plain.Concurrency]).toEqual([undefined, undefined]);
    expect(tagged.Tags).toEqual({ team: "shop" });
    expect(tagged.Concurrency).toEqual({ ReservedConcurrentExecutions: 5 });
  });
});

describe("ListFunctions", () => {
  it("gives pages of at most 50 without the state", async () => {
    for (let index = 0; index < 60; index += 1) lambda.world.functions.set(`more-${index}`, testFunction(`more-${index}`));

    const first = await lambda.client.send(new ListFunctionsCommand({ MaxItems: 10_000 }));
    const second = await lambda.client.send(new ListFunctionsCommand({ Marker: first.NextMarker }));

    const names = [...(first.Functions ?? []), ...(second.Functions ?? [])].map((fn) => fn.FunctionName);
    expect(first.Functions).toHaveLength(50);
    expect(names).toEqual([...lambda.world.functions.keys()]);
    expect(first.Functions?.[0]?.State).toBeUndefined();
    expect(second.NextMarker).toBeUndefined();
  });

  it("gives the versions that aliases point at when asked for all", async () => {
    const { Functions = [] } = await lambda.client.send(new ListFunctionsCommand({ FunctionVersion: "ALL" }));

    expect(Functions.map((fn) => fn.FunctionArn)).toEqual(["orders:$LATEST", "payments:$LATEST", "payments:3"].map(functionArn));
  });
});

it("GetAccountSettings counts what functions have reserved", async () => {
  lambda.world.functions.set("reserved", testFunction("reserved", { reservedConcurrency: 30 }));

  const { AccountLimit, AccountUsage } = await lambda.client.send(new GetAccountSettingsCommand({}));

  expect(AccountLimit).toMatchObject({ ConcurrentExecutions: 1_000, UnreservedConcurrentExecutions: 970 });
  expect(AccountUsage?.FunctionCount).toBe(3);
});
