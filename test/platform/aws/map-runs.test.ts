import nock from "nock";
import { describe, expect, it } from "vitest";
import { mapRuns } from "../../../src/platform/aws/map-runs.ts";
import { errorOf, exactly, type MockedAws, mockedAws, useMockedAws } from "../../support/aws.ts";
import { executionArn, mapRunArn } from "../../support/redrive/map-runs.ts";

useMockedAws();

const url = "https://states.eu-central-1.amazonaws.com";

function answering(operation: string, body: object) {
  const reqheaders = { "x-amz-target": `AWSStepFunctions.${operation}`, "content-type": "application/x-amz-json-1.0" };
  return nock(url, { reqheaders }).post("/", exactly(body));
}

/** Each count another figure, so that none can be taken for another. */
const wire = (from: number) => ({
  total: from,
  pending: from + 1,
  running: from + 2,
  succeeded: from + 3,
  failed: from + 4,
  timedOut: from + 5,
  aborted: from + 6,
  resultsWritten: from + 7,
  failuresNotRedrivable: from + 8,
  pendingRedrive: from + 9,
});

const described = {
  mapRunArn,
  executionArn,
  status: "FAILED",
  startDate: 1_764_158_400.5,
  stopDate: 1_764_158_460.25,
  maxConcurrency: 40,
  toleratedFailurePercentage: 1.5,
  toleratedFailureCount: 7,
  itemCounts: wire(100),
  executionCounts: wire(200),
  redriveCount: 2,
};

const ask = (aws: MockedAws = mockedAws()) => mapRuns(aws).describe(mapRunArn);
const refused = (name: string, message: string) => answering("DescribeMapRun", { mapRunArn }).reply(400, { __type: name, message });

describe("describing a Map Run", () => {
  it("takes each figure from its own field", async () => {
    answering("DescribeMapRun", { mapRunArn }).reply(200, described);
    expect(await ask()).toEqual({
      arn: mapRunArn,
      executionArn,
      status: "FAILED",
      startedAtMs: 1_764_158_400_500,
      stoppedAtMs: 1_764_158_460_250,
      maxConcurrency: 40,
      toleratedFailurePercentage: 1.5,
      toleratedFailureCount: 7,
      items: wire(100),
      children: wire(200),
      redriveCount: 2,
    });
  });

  it("of one that runs has no end, and no counts of a redrive that there was not", async () => {
    const { stopDate: _, redriveCount: __, ...running } = described;
    const { failuresNotRedrivable: ___, pendingRedrive: ____, ...early } = wire(100);
    answering("DescribeMapRun", { mapRunArn }).reply(200, { ...running, status: "SOMETHING_NEW", itemCounts: early });
    expect(await ask()).toMatchObject({
      status: "SOMETHING_NEW",
      stoppedAtMs: undefined,
      redriveCount: 0,
      items: { resultsWritten: 107, failuresNotRedrivable: 0, pendingRedrive: 0 },
    });
  });

  it("that is throttled is not asked for again behind the watch's back", async () => {
    refused("ThrottlingException", "Rate exceeded");
    const aws = mockedAws();
    const error = await errorOf(ask(aws));
    expect([error.code, error.details["ambiguous"], aws.sleepsMs]).toEqual(["throttled", undefined, []]);
    expect(error.message).toBe(`Step Functions in eu-central-1 throttles DescribeMapRun of Map Run ${mapRunArn}: Rate exceeded`);
  });

  it.each([
    ["ResourceNotFound", "not-found"],
    ["ResourceDoesNotExist", "not-found"],
    ["InvalidArn", "refused"],
  ])("%s says where Map Runs are listed", async (name, code) => {
    refused(name, "Resource not found");
    const error = await errorOf(ask());
    expect([error.code, error.suggestions]).toEqual([code, ["aws stepfunctions list-map-runs --execution-arn EXECUTION_ARN"]]);
    expect(error.message).toContain(mapRunArn);
  });

  it("that is not permitted names the action", async () => {
    refused(
      "AccessDeniedException",
      `User: arn:aws:iam::1:user/eve is not authorized to perform: states:DescribeMapRun on resource: ${mapRunArn}`,
    );
    expect(await errorOf(ask())).toMatchObject({
      code: "not-permitted",
      suggestions: ["allow states:DescribeMapRun for arn:aws:iam::1:user/eve"],
      details: { action: "states:DescribeMapRun" },
    });
  });

  it("without an answer is unavailable", async () => {
    answering("DescribeMapRun", { mapRunArn }).replyWithError(Object.assign(new Error("reset"), { code: "ECONNRESET" }));
    expect(await errorOf(ask())).toMatchObject({ code: "unavailable" });
  });
});

describe("setting how many children a Map Run has at once", () => {
  const set = (aws: MockedAws = mockedAws()) => mapRuns(aws).setMaxConcurrency(mapRunArn, 12);
  const request = { mapRunArn, maxConcurrency: 12 };

  it("asks for that and nothing else, again where it is throttled", async () => {
    answering("UpdateMapRun", request).reply(400, { __type: "ThrottlingException", message: "Rate exceeded" });
    answering("UpdateMapRun", request).reply(200, {});
    const aws = mockedAws();
    await set(aws);
    expect(aws.sleepsMs).toHaveLength(1);
  });

  it.each([
    ["ValidationException", "refused"],
    ["ResourceNotFound", "not-found"],
    ["InvalidArn", "refused"],
  ])("%s is %s", async (name, code) => {
    answering("UpdateMapRun", request).reply(400, { __type: name, message: "no" });
    expect(await errorOf(set())).toMatchObject({ code });
  });

  it("that is not permitted names the action", async () => {
    answering("UpdateMapRun", request).reply(400, { __type: "AccessDeniedException", message: "no" });
    expect(await errorOf(set())).toMatchObject({ code: "not-permitted", details: { action: "states:UpdateMapRun" } });
  });
});
