import { InvokeCommand, LambdaClient, ListEventSourceMappingsCommand } from "@aws-sdk/client-lambda";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { loadScenario } from "../../../src/sandbox/scenario/load-scenario.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/start-sandbox.ts";

let sandbox: Sandbox;
let lambda: LambdaClient;

/** An hour takes six seconds: what a fault does to polls is soon to be seen. */
const speed = 600;

beforeAll(async () => {
  const scenario = loadScenario({
    delays: "none",
    history: "0s",
    functions: [{ name: "orders" }],
    clusters: [{ name: "shop", topics: [{ name: "orders", traffic: { perSecond: 5 } }] }],
    mappings: [{ cluster: "shop", FunctionName: "orders", Topics: ["orders"], StartingPosition: "LATEST" }],
    faults: [{ kind: "denied-destination", after: "100d", for: "1d" }],
  });
  const signal = new AbortController().signal;
  sandbox = await startSandbox({ port: 0, host: "127.0.0.1", scenario, speed, seed: 1, note: () => undefined, signal, inherited: {} });
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  lambda = new LambdaClient({ endpoint: sandbox.endpoint, region: "eu-central-1", credentials, maxAttempts: 1 });
});

afterEach(() => call("DELETE", "faults"));
afterAll(() => sandbox.close());

async function call(method: string, path: string, body?: object): Promise<[number, Record<string, unknown>]> {
  const init = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const response = await fetch(`${sandbox.endpoint}/_sandbox/${path}`, init);
  return [response.status, (await response.json()) as Record<string, unknown>];
}

const invoke = () => lambda.send(new InvokeCommand({ FunctionName: "orders", Payload: new TextEncoder().encode("{}") }));

async function lastResult(): Promise<string | undefined> {
  const { EventSourceMappings: [mapping] = [] } = await lambda.send(new ListEventSourceMappingsCommand({}));
  return mapping?.LastProcessingResult;
}

describe("faults of the runtime, given by the admin API", () => {
  it("are shown with the times of the sandbox's clock, those of the scenario as well", async () => {
    const [status, given] = await call("POST", "faults", { kind: "throttle", function: "orders", after: "10d", for: "1d", times: 5 });
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
    const throttle = { id: "runtime-2", kind: "throttle", function: "orders", concurrency: 0, times: 5, from: time, until: time };
    expect([status, given]).toEqual([201, { ...throttle, timesLeft: 5 }]);
    expect(Date.parse(String(given["until"])) - Date.parse(String(given["from"]))).toBe(86_400_000);
    expect(await call("GET", "faults")).toEqual([
      200,
      {
        faults: [
          { id: "runtime-1", kind: "denied-destination", from: time, until: time },
          { ...throttle, timesLeft: 5 },
        ],
      },
    ]);
    expect(await call("DELETE", "faults/runtime-2")).toEqual([200, { id: "runtime-2" }]);
    expect((await call("DELETE", "faults/runtime-2"))[0]).toBe(404);
    expect(await call("DELETE", "faults")).toEqual([200, { faults: [] }]);
    expect(await call("GET", "faults")).toEqual([200, { faults: [] }]);
  });

  it("happen at once, and no more when they are taken back", async () => {
    await call("POST", "faults", { kind: "function-error", function: "orders", errorType: "TypeError", errorMessage: "no such order" });
    const { FunctionError, Payload } = await invoke();
    expect([FunctionError, JSON.parse(Payload?.transformToString() ?? "")]).toEqual([
      "Unhandled",
      { errorType: "TypeError", errorMessage: "no such order", trace: [] },
    ]);
    await call("DELETE", "faults");
    expect((await invoke()).FunctionError).toBeUndefined();
    await call("POST", "faults", { kind: "throttle", function: "orders" });
    await expect(invoke()).rejects.toMatchObject({
      name: "TooManyRequestsException",
      Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
    });
  });

  it("cut a mapping off from its brokers until they are taken back", async () => {
    await call("POST", "faults", { kind: "broker-loss", cluster: "shop" });
    await vi.waitFor(async () => expect(await lastResult()).toMatch(/^PROBLEM: Connection error\./), { timeout: 20_000 });
    await call("DELETE", "faults");
    await vi.waitFor(async () => expect(await lastResult()).toBe("OK"), { timeout: 20_000 });
  });

  it("are refused with each problem, in the words of a scenario", async () => {
    expect(await call("POST", "faults", { kind: "throttle", function: "nobody", concurrency: -1, after: "soon" })).toEqual([
      400,
      {
        message: "This is no fault.",
        problems: [
          { field: "after", message: expect.stringMatching(/^must be a duration/) },
          { field: "concurrency", message: "must be a whole number of at least 0" },
          { field: "function", message: "names no function of the account" },
        ],
      },
    ]);
    const [, { problems }] = await call("POST", "faults", { kind: "broker-loss" });
    expect(problems).toEqual([{ field: "cluster", message: "is missing" }]);
    expect(await call("GET", "faults")).toEqual([200, { faults: [] }]);
  });
});
