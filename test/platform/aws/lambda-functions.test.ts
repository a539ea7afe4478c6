import nock from "nock";
import { describe, expect, it } from "vitest";
import { lambdaFunctions } from "../../../src/platform/aws/lambda-functions.ts";
import { errorOf, lambdaUrl, mockedAws, useMockedAws } from "../../support/aws.ts";

useMockedAws();

const arn = "arn:aws:lambda:eu-central-1:123456789012:function:orders";

describe("facts of a function", () => {
  it("come in units and UTC, with AWS's document but without its environment variables", async () => {
    const answer = {
      FunctionName: "orders",
      FunctionArn: `${arn}:live`,
      Runtime: "nodejs24.x",
      Role: "arn:aws:iam::123456789012:role/orders",
      Timeout: 30,
      MemorySize: 512,
      LastModified: "2026-11-21T10:00:00.000+0200",
      State: "Active",
      Architectures: ["arm64"],
      VpcConfig: null,
      Environment: { Variables: { PASSWORD: "hunter2" } },
      TenancyConfig: { Level: "new" },
    };
    nock(lambdaUrl).get("/2015-03-31/functions/orders%3Alive/configuration").reply(200, answer);
    const { Environment: _hidden, VpcConfig: _empty, ...document } = answer;
    expect(await lambdaFunctions(mockedAws()).facts("orders:live")).toEqual({
      functionArn: `${arn}:live`,
      functionName: "orders",
      timeoutMs: 30_000,
      memoryMb: 512,
      architecture: "arm64",
      runtime: "nodejs24.x",
      lastModified: "2026-11-21T08:00:00.000Z",
      state: "Active",
      role: "arn:aws:iam::123456789012:role/orders",
      document,
    });
  });

  it("are unknown where AWS does not tell", async () => {
    nock(lambdaUrl).get("/2015-03-31/functions/orders%3Alive/configuration").reply(200, { LastModified: "yesterday" });
    expect(await lambdaFunctions(mockedAws()).facts("orders:live")).toEqual({
      functionArn: "orders:live",
      functionName: "orders",
      timeoutMs: undefined,
      memoryMb: undefined,
      architecture: undefined,
      runtime: undefined,
      lastModified: "yesterday",
      state: undefined,
      role: undefined,
      document: { LastModified: "yesterday" },
    });
  });

  it("of a function that does not exist name it", async () => {
    nock(lambdaUrl)
      .get("/2015-03-31/functions/gone/configuration")
      .reply(404, { Message: `Function not found: ${arn}` }, { "x-amzn-ErrorType": "ResourceNotFoundException" });
    const error = await errorOf(lambdaFunctions(mockedAws()).facts("gone"));
    expect(error).toMatchObject({ code: "not-found", message: expect.stringContaining("function gone") });
  });
});

describe("concurrency", () => {
  it.each([
    [{ ReservedConcurrentExecutions: 5 }, 5],
    [{ ReservedConcurrentExecutions: 0 }, 0],
    [{}, undefined],
  ])("reserved: %j is %s", async (answer, expected) => {
    nock(lambdaUrl).get("/2019-09-30/functions/orders/concurrency").reply(200, answer);
    expect(await lambdaFunctions(mockedAws()).reservedConcurrency("orders:live")).toBe(expected);
  });

  it("provisioned: all pages, by qualifier", async () => {
    const path = "/2019-09-30/functions/orders/provisioned-concurrency";
    nock(lambdaUrl)
      .get(path)
      .query({ List: "ALL" })
      .reply(200, {
        ProvisionedConcurrencyConfigs: [
          {
            FunctionArn: `${arn}:live`,
            RequestedProvisionedConcurrentExecutions: 10,
            AvailableProvisionedConcurrentExecutions: 8,
            Status: "IN_PROGRESS",
          },
        ],
        NextMarker: "more",
      });
    nock(lambdaUrl)
      .get(path)
      .query({ List: "ALL", Marker: "more" })
      .reply(200, { ProvisionedConcurrencyConfigs: [{ FunctionArn: `${arn}:7`, Status: "THAWING" }], NextMarker: "" });
    expect(await lambdaFunctions(mockedAws()).provisionedConcurrency(`${arn}:live`)).toEqual([
      { qualifier: "live", requested: 10, available: 8, status: "IN_PROGRESS" },
      { qualifier: "7", requested: 0, available: 0, status: "THAWING" },
    ]);
  });
});
