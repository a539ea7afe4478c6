import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  ListMapRunsCommand,
  paginateListMapRuns,
  SFNClient,
  StopExecutionCommand,
  UpdateMapRunCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { tellMapRun } from "../../../src/sandbox/admin/map-runs.ts";
import { executionArn, mapRunArn } from "../../support/redrive/map-runs.ts";
import { startMs, type TestWorld, testWorld } from "../../support/sandbox-world.ts";
import { startTestFront } from "../../support/test-front.ts";

let world: TestWorld = testWorld();
const front = await startTestFront(() => world);
const client = new SFNClient(front.client);

beforeEach(() => {
  world = testWorld();
});
afterAll(() => front.close());

const tell = (name: string, document: object = {}) => tellMapRun(name, { executionArn, ...document }, () => world);
const describeRun = (arn = mapRunArn) => client.send(new DescribeMapRunCommand({ mapRunArn: arn }));

describe("DescribeMapRun", () => {
  it("gives what was told, times as dates", async () => {
    tell("run-1", {
      maxConcurrency: 40,
      toleratedFailurePercentage: 1.5,
      itemCounts: { total: 10, succeeded: 3 },
      executionCounts: { total: 2 },
    });
    const { $metadata: _, ...run } = await describeRun();
    expect(run).toMatchObject({
      mapRunArn,
      executionArn,
      status: "RUNNING",
      startDate: new Date(startMs),
      maxConcurrency: 40,
      toleratedFailurePercentage: 1.5,
      toleratedFailureCount: 0,
      itemCounts: { total: 10, succeeded: 3, pending: 0, resultsWritten: 0 },
      executionCounts: { total: 2, failed: 0 },
      redriveCount: 0,
    });
    expect(run.stopDate).toBeUndefined();
  });

  it("throttles whoever asks more than once a second, after some at once", async () => {
    tell("run-1");
    for (let calls = 0; calls < 5; calls++) await describeRun();
    await expect(describeRun()).rejects.toMatchObject({ name: "ThrottlingException" });
    world.clock.advanceTo(startMs + 1_000);
    expect((await describeRun()).status).toBe("RUNNING");
  });

  it.each([
    [`${mapRunArn}-other`, "ResourceNotFound"],
    [executionArn, "InvalidArn"],
    [undefined, "ValidationException"],
  ])("of %s is %s", async (arn, name) => {
    await expect(client.send(new DescribeMapRunCommand({ mapRunArn: arn }))).rejects.toMatchObject({ name });
  });
});

describe("UpdateMapRun", () => {
  const update = (changes: object) => client.send(new UpdateMapRunCommand({ mapRunArn, ...changes }));

  it("changes what it names, which later tellings do not take back", async () => {
    tell("run-1", { maxConcurrency: 40, toleratedFailureCount: 5 });
    await update({ maxConcurrency: 10 });
    tell("run-1", { maxConcurrency: 40, itemCounts: { total: 7 } });
    expect(await describeRun()).toMatchObject({ maxConcurrency: 10, toleratedFailureCount: 5, itemCounts: { total: 7 } });
    await update({ toleratedFailurePercentage: 2.5, toleratedFailureCount: 9 });
    expect(await describeRun()).toMatchObject({ maxConcurrency: 10, toleratedFailurePercentage: 2.5, toleratedFailureCount: 9 });
  });

  it.each([{ maxConcurrency: -1 }, { toleratedFailurePercentage: 100.5 }, { toleratedFailureCount: -1 }])("refuses %j", async (changes) => {
    tell("run-1");
    await expect(update(changes)).rejects.toMatchObject({ name: "ValidationException" });
  });

  it("refuses one that is over", async () => {
    tell("run-1", { status: "FAILED" });
    await expect(update({ maxConcurrency: 1 })).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("FAILED"),
    });
  });
});

describe("an execution", () => {
  it("has its Map Runs, page by page, and no others", async () => {
    for (const name of ["run-1", "run-2", "run-3"]) tell(name);
    tell("elsewhere", { executionArn: `${executionArn}-2` });
    const arns: (string | undefined)[] = [];
    for await (const { mapRuns = [] } of paginateListMapRuns({ client, pageSize: 2 }, { executionArn }))
      arns.push(...mapRuns.map((run) => run.mapRunArn));
    expect(arns).toEqual([mapRunArn, mapRunArn.replace("run-1", "run-2"), mapRunArn.replace("run-1", "run-3")]);
    const { mapRuns } = await client.send(new ListMapRunsCommand({ executionArn, maxResults: 1 }));
    expect(mapRuns?.[0]).toMatchObject({
      executionArn,
      stateMachineArn: executionArn.replace(/:execution:redrive.*/, ":stateMachine:redrive"),
    });
  });

  it("is as its Map Runs are", async () => {
    tell("run-1", { status: "SUCCEEDED", stopDate: "2026-11-23T12:05:00Z" });
    const read = () => client.send(new DescribeExecutionCommand({ executionArn }));
    expect(await read()).toMatchObject({ name: "01JDK7Q2", status: "SUCCEEDED", stopDate: new Date("2026-11-23T12:05:00Z") });
    tell("run-2", { status: "FAILED" });
    expect(await read()).toMatchObject({ status: "FAILED" });
    tell("run-3");
    const running = await read();
    expect(running).toMatchObject({ status: "RUNNING", startDate: new Date(startMs) });
    expect(running.stopDate).toBeUndefined();
  });

  it("that is stopped aborts those that run, for good", async () => {
    tell("run-1");
    tell("run-2", { status: "SUCCEEDED" });
    world.clock.advanceTo(startMs + 60_000);
    const { stopDate } = await client.send(new StopExecutionCommand({ executionArn, cause: "enough" }));
    expect(stopDate).toEqual(new Date(startMs + 60_000));
    expect(tell("run-1")).toMatchObject({ kind: "told", run: { status: "ABORTED", stopDate: "2026-11-23T12:01:00.000Z" } });
    expect(await describeRun(mapRunArn.replace("run-1", "run-2"))).toMatchObject({ status: "SUCCEEDED" });
  });

  it.each([
    [`${executionArn}-other`, "ExecutionDoesNotExist"],
    [mapRunArn, "InvalidArn"],
  ])("%s is %s", async (arn, name) => {
    tell("run-1");
    await expect(client.send(new ListMapRunsCommand({ executionArn: arn }))).rejects.toMatchObject({ name });
    await expect(client.send(new DescribeExecutionCommand({ executionArn: arn }))).rejects.toMatchObject({ name });
    await expect(client.send(new StopExecutionCommand({ executionArn: arn }))).rejects.toMatchObject({ name });
  });

  it("gives no page for a token that was not given", async () => {
    tell("run-1");
    await expect(client.send(new ListMapRunsCommand({ executionArn, nextToken: "x" }))).rejects.toMatchObject({ name: "InvalidToken" });
  });
});
