import { request as httpRequest } from "node:http";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { demoAccount } from "../../../src/sandbox/scenario/demo-account.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/start-sandbox.ts";

let sandbox: Sandbox;
const throttle = { service: "lambda", operation: "ListFunctions", status: 429, errorName: "TooManyRequestsException", times: 2 };

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

afterEach(() => sandbox.faults.clear());
afterAll(() => sandbox.close());

async function call(method: string, path: string, body?: unknown): Promise<[number, unknown]> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(`${sandbox.endpoint}/_sandbox/${path}`, { method, ...(body === undefined ? {} : { body: text }) });
  expect(response.headers.get("content-type")).toBe("application/json");
  return [response.status, await response.json()];
}

/** A request with headers that fetch would not send. */
function statusWith(method: string, headers: Record<string, string>, body = ""): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${sandbox.endpoint}/_sandbox/faults`, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on("error", reject);
    request.end(body);
  });
}

const clientOptions = () => ({
  endpoint: sandbox.endpoint,
  region: "eu-central-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
  maxAttempts: 1,
});

describe("faults", () => {
  it("are given, happen, are counted down, and are gone", async () => {
    const lambda = new LambdaClient(clientOptions());
    const list = () => lambda.send(new ListFunctionsCommand({}));
    const [status, created] = await call("POST", "faults", throttle);
    const { id } = created as { id: string };
    expect([status, created]).toEqual([201, { ...throttle, id: expect.stringMatching(/^call-\d+$/), kind: "error", timesLeft: 2 }]);
    await expect(list()).rejects.toMatchObject({ name: "TooManyRequestsException" });
    expect(await call("GET", "faults")).toEqual([200, { faults: [{ ...throttle, id, kind: "error", timesLeft: 1 }] }]);
    await expect(list()).rejects.toMatchObject({ name: "TooManyRequestsException" });
    expect(await call("GET", "faults")).toEqual([200, { faults: [] }]);
    await expect(list()).resolves.toMatchObject({ Functions: expect.any(Array) });
  });

  it.each([
    ["logs", "FilterLogEvents"],
    ["glue", "GetSchemaVersion"],
    ["secretsmanager", "GetSecretValue"],
  ])("are given for %s, too", async (service, operation) => {
    expect((await call("POST", "faults", { service, operation, kind: "lost-answer" }))[0]).toBe(201);
  });

  it("make a service that is loaded late fail as well", async () => {
    const secrets = new SecretsManagerClient(clientOptions());
    const get = () => secrets.send(new GetSecretValueCommand({ SecretId: "legacy-kafka" }));
    await call("POST", "faults", {
      service: "secretsmanager",
      operation: "GetSecretValue",
      status: 400,
      errorName: "AccessDeniedException",
      times: 1,
    });
    await expect(get()).rejects.toMatchObject({ name: "AccessDeniedException" });
    await expect(get()).resolves.toMatchObject({ SecretString: expect.any(String) });
  });

  it("are taken back, one or all", async () => {
    const [, first] = await call("POST", "faults", throttle);
    await call("POST", "faults", throttle);
    const { id } = first as { id: string };
    expect(await call("DELETE", `faults/${id}`)).toEqual([200, { id }]);
    expect(await call("DELETE", `faults/${id}`)).toEqual([404, { message: `There is no fault ${id}.` }]);
    expect(sandbox.faults.waiting()).toHaveLength(1);
    expect(await call("DELETE", "faults")).toEqual([200, { faults: [] }]);
    expect(sandbox.faults.waiting()).toEqual([]);
  });

  it("are refused with each problem, in the words of a scenario", async () => {
    expect(await call("POST", "faults", { service: "lambdas", status: 200, times: 0 })).toEqual([
      400,
      {
        message: "This is no fault.",
        problems: [
          { field: "service", message: expect.stringMatching(/^must be one of lambda, /) },
          { field: "times", message: "must be a whole number of at least 1" },
          { field: "status", message: "must be a whole number from 400 to 599" },
          { field: "errorName", message: "is missing" },
        ],
      },
    ]);
    expect(await call("POST", "faults", "{")).toEqual([400, { message: "The body is no JSON.", problems: [] }]);
    expect(sandbox.faults.waiting()).toEqual([]);
  });
});

describe("the state", () => {
  it("has how far each mapping has come, partition by partition", async () => {
    const [status, document] = await call("GET", "state");
    expect(status).toBe(200);
    const { regions } = document as { regions: { region: string; mappings: Record<string, unknown>[] }[] };
    expect(regions.map(({ region }) => region)).toEqual(["eu-central-1"]);
    const mappings = regions[0]?.mappings ?? [];
    expect(mappings.map(({ topic }) => topic)).toEqual(["orders", "payments", "shipments", "emails", "clicks", "audit", "legacy"]);
    const offset = expect.stringMatching(/^\d+$/);
    expect(mappings[0]).toEqual({
      uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      function: "arn:aws:lambda:eu-central-1:123456789012:function:orders",
      topic: "orders",
      state: "Enabled",
      lastProcessingResult: "OK",
      pollers: expect.any(Number),
      partitions: Array.from({ length: 12 }, (_, partition) => ({ partition, committed: offset, position: offset, end: offset })),
    });
    expect(mappings[0]?.["pollers"]).toBeGreaterThanOrEqual(10);
    expect(mappings[5]).toMatchObject({ topic: "audit", state: "Disabled", pollers: 0 });
  });
});

describe("everybody else", () => {
  const host = () => new URL(sandbox.endpoint).host;
  const fault = JSON.stringify(throttle);

  it.each<[string, () => Record<string, string>]>([
    ["a page that rebound its own name", () => ({ host: `page.example:${host().split(":")[1]}` })],
    ["a page of another origin", () => ({ host: host(), origin: "https://page.example" })],
  ])("is refused: %s", async (_, headers) => {
    for (const method of ["GET", "POST", "DELETE"]) expect(await statusWith(method, headers(), method === "POST" ? fault : "")).toBe(403);
    expect(sandbox.faults.waiting()).toEqual([]);
  });

  it("is not: a tool that sends the sandbox's own origin", async () => {
    expect(await statusWith("POST", { host: host(), origin: `http://${host()}` }, fault)).toBe(201);
  });

  it("is told what there is", async () => {
    expect(await call("PUT", "faults", throttle)).toEqual([
      404,
      { message: expect.stringMatching(/nothing to PUT here; there is GET \/_sandbox\/state/) },
    ]);
    expect((await call("GET", "nothing"))[0]).toBe(404);
  });
});
