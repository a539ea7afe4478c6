import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoAccount } from "../../../src/sandbox/scenario/demo-account.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/start-sandbox.ts";
import { executionArn, mapRunArn } from "../../support/redrive/map-runs.ts";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({
    port: 0,
    host: "127.0.0.1",
    scenario: { ...demoAccount(), delays: "none" },
    speed: 1,
    seed: 1,
    note: () => undefined,
    signal: new AbortController().signal,
    inherited: {},
  });
});
afterAll(() => sandbox.close());

async function call(method: string, name: string, body?: unknown): Promise<[number, unknown]> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(`${sandbox.endpoint}/_sandbox/map-runs/${name}`, { method, ...(body === undefined ? {} : { body: text }) });
  return [response.status, await response.json()];
}

describe("Map Runs", () => {
  it("are told, told again and asked for, in whichever Region", async () => {
    const elsewhere = executionArn.replace("eu-central-1", "us-east-1");
    const startDate = "2026-11-23T12:00:00.000Z";
    const told = { executionArn: elsewhere, mapLabel: "Lanes", startDate, maxConcurrency: 5, itemCounts: { total: 3 } };
    const arn = mapRunArn.replace("eu-central-1", "us-east-1").replace("Map:", "Lanes:");
    expect(await call("PUT", "run-1", told)).toEqual([
      200,
      expect.objectContaining({ mapRunArn: arn, executionArn: elsewhere, status: "RUNNING", startDate, maxConcurrency: 5 }),
    ]);
    await call("PUT", "run-1", { ...told, itemCounts: { total: 3, succeeded: 3 }, status: "SUCCEEDED", stopDate: "2026-11-23T12:01:00Z" });
    expect(await call("GET", "run-1")).toEqual([
      200,
      expect.objectContaining({
        status: "SUCCEEDED",
        startDate,
        stopDate: "2026-11-23T12:01:00.000Z",
        itemCounts: expect.objectContaining({ total: 3, succeeded: 3, failed: 0 }),
      }),
    ]);
  });

  it("that are over run again only by a redrive", async () => {
    await call("PUT", "run-2", { executionArn, status: "FAILED" });
    expect(await call("PUT", "run-2", { executionArn })).toMatchObject([200, { status: "FAILED" }]);
    const [status, run] = await call("PUT", "run-2", { executionArn, redriveCount: 1 });
    expect([status, run]).toMatchObject([200, { status: "RUNNING", redriveCount: 1 }]);
    expect(run).not.toHaveProperty("stopDate");
  });

  it.each([
    [{}, ["executionArn"]],
    [{ executionArn: mapRunArn }, ["executionArn"]],
    [{ executionArn, status: "PENDING" }, ["status"]],
    [{ executionArn, itemCounts: { total: -1, sum: 2 } }, ["itemCounts.total", "itemCounts.sum"]],
    [{ executionArn, startDate: "yesterday", concurrency: 3 }, ["startDate", "concurrency"]],
    [[], [""]],
  ])("refuses %j, with the fields", async (body, fields) => {
    const [status, answer] = await call("PUT", "run-3", body);
    const { problems } = answer as { problems: { field: string }[] };
    expect([status, problems.map(({ field }) => field)]).toMatchObject([400, expect.arrayContaining(fields)]);
    expect((await call("GET", "run-3"))[0]).toBe(404);
  });

  it("refuses what is no JSON, and other methods", async () => {
    expect((await call("PUT", "run-3", "{"))[0]).toBe(400);
    expect((await call("DELETE", "run-2"))[0]).toBe(404);
  });
});
