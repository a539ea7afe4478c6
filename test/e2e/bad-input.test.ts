import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type E2eSandbox, e2eSandbox } from "../support/e2e-sandbox.ts";
import { bareEnvironment, type Environment, ended, runProgram, startProgram } from "../support/program.ts";

let sandbox: E2eSandbox;

beforeAll(async () => {
  sandbox = await e2eSandbox("short");
});

afterEach(() => sandbox.faults.clear());

afterAll(() => sandbox.close());

const mskctl = (argv: readonly string[], input = "") => runProgram(argv, { environment: sandbox.environment, input });

describe("credentials and permissions", () => {
  it("none: 77, and how to get some", async () => {
    const run = await runProgram(["list"], { environment: { ...bareEnvironment, AWS_REGION: "eu-central-1" } });
    expect(run).toMatchObject({ exitCode: 77, stdout: "" });
    expect(run.stderr).toMatch(/credentials/);
    expect(run.stderr).toContain("aws sso login");
  });

  it("expired: 77", async () => {
    sandbox.faults.failNext({
      service: "lambda",
      status: 403,
      errorName: "ExpiredTokenException",
      message: "The security token included in the request is expired",
    });
    const run = await mskctl(["list"]);
    expect(run.exitCode).toBe(77);
    expect(run.stderr).toMatch(/expired/);
  });

  it("denied for the primary call: 77, naming the action", async () => {
    sandbox.faults.failNext(denied("lambda", "ListEventSourceMappings"));
    const run = await mskctl(["list"]);
    expect(run.exitCode).toBe(77);
    expect(run.stderr).toContain("lambda:ListEventSourceMappings");
  });

  it("denied for any other fact: said in its place, and the verb goes on", async () => {
    sandbox.faults.failNext(denied("kafka", "DescribeClusterV2"));
    sandbox.faults.failNext(denied("monitoring", "GetMetricData"));
    const run = await mskctl(["inspect", "orders"]);
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain("not permitted: kafka:DescribeClusterV2");
    expect(run.stdout).toContain("not permitted: cloudwatch:GetMetricData");
  });

  it("a write that is denied: 77, nothing changed", async () => {
    sandbox.faults.failNext(denied("lambda", "UpdateEventSourceMapping"));
    const run = await mskctl(["update", "orders", "--batch-size", "400", "--yes"]);
    expect(run.exitCode).toBe(77);
    expect(run.stderr).toContain("lambda:UpdateEventSourceMapping");
    expect(JSON.parse((await mskctl(["inspect", "orders", "--json"])).stdout)).toMatchObject({ mapping: { BatchSize: 500 } });
  });
});

function denied(service: "lambda" | "kafka" | "monitoring", operation: string) {
  const prefix = { lambda: "lambda", kafka: "kafka", monitoring: "cloudwatch" }[service];
  const message = `User: arn:aws:iam::123456789012:user/reader is not authorized to perform: ${prefix}:${operation} on resource: *`;
  return { service, operation, status: 403, errorName: "AccessDeniedException", message };
}

describe("an endpoint that does not answer as hoped", () => {
  it("another Region: an empty account is said kindly", async () => {
    const run = await mskctl(["list", "--region", "us-west-2"]);
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain("us-west-2");
  });

  it("nobody listens: 75, naming the endpoint", async () => {
    const environment: Environment = { ...sandbox.environment, AWS_ENDPOINT_URL: "http://127.0.0.1:9" };
    const run = await runProgram(["list"], { environment });
    expect(run.exitCode).toBe(75);
    expect(run.stderr).toContain("http://127.0.0.1:9");
  });

  it("throttled for a while: tried again with the server's hint, then it works", async () => {
    sandbox.faults.failNext({ ...throttled, retryAfterSeconds: 0, times: 2 });
    expect((await mskctl(["list"])).exitCode).toBe(0);
  });

  it("throttled for good: 75", async () => {
    sandbox.faults.failNext({ ...throttled, retryAfterSeconds: 0 });
    expect((await mskctl(["list"])).exitCode).toBe(75);
  });

  const throttled = {
    service: "lambda" as const,
    operation: "ListEventSourceMappings",
    status: 429,
    errorName: "TooManyRequestsException",
    message: "Rate Exceeded.",
  };

  it("an answer to a create that is lost: the mapping is found, not made twice", async () => {
    sandbox.faults.failNext({ kind: "lost-answer", service: "lambda", operation: "CreateEventSourceMapping", times: 1 });
    const create = ["create", "--function", "invoices", "--topic", "invoices", "--cluster", "shop", "--starting-position", "LATEST"];
    const run = await mskctl([...create, "--wait", "enabled", "--yes", "--json"]);
    expect(run).toMatchObject({ exitCode: 0, stderr: "" });
    const { mappings } = JSON.parse((await mskctl(["list", "--function", "invoices", "--json"])).stdout) as { mappings: unknown[] };
    expect(mappings).toHaveLength(1);
    expect((await mskctl(["delete", "invoices", "--confirm", "invoices"])).exitCode).toBe(0);
  });
});

describe("names", () => {
  it("unknown: 69 with the nearest", async () => {
    const run = await mskctl(["inspect", "shipment"]);
    expect(run.exitCode).toBe(69);
    expect(run.stderr).toContain("shipments");
  });

  it("ambiguous for a write: 69 with the candidates, and nothing changed", async () => {
    for (const topic of ["invoices", "audit"]) {
      const create = [
        "create",
        "--function",
        "invoices",
        "--topic",
        topic,
        "--cluster",
        "shop",
        "--starting-position",
        "LATEST",
        "--no-enabled",
      ];
      expect((await mskctl([...create, "--wait", "enabled", "--yes"])).exitCode).toBe(0);
    }
    const run = await mskctl(["update", "invoices", "--batch-size", "5", "--yes"]);
    expect(run.exitCode).toBe(69);
    expect(run.stderr).toContain("invoices/invoices");
    expect(run.stderr).toContain("invoices/audit");
    expect((await mskctl(["delete", "--function", "invoices", "--confirm", "2"])).exitCode).toBe(0);
  });

  it("an unknown verb: 64 with the nearest", async () => {
    const run = await mskctl(["inspct", "orders"]);
    expect(run).toMatchObject({ exitCode: 64, stdout: "" });
    expect(run.stderr).toContain("mskctl inspect");
  });

  it("an unknown flag: 64, and no dump of the framework", async () => {
    const run = await mskctl(["list", "--topics", "x", "--json"]);
    expect(run.exitCode).toBe(64);
    expect(JSON.parse(run.stdout)).toMatchObject({ error: { code: "usage" } });
    expect(run.stdout.length).toBeLessThan(600);
  });
});

describe("specs", () => {
  it("that do not parse: 64 with file, line and column", async () => {
    const run = await mskctl(["diff", "-f", "-"], "FunctionName: orders\nTopics: [orders\nBatchSize: 5\n");
    expect(run.exitCode).toBe(64);
    expect(run.stderr).toMatch(/:\d+:\d+/);
  });

  it("with an unknown field: 64 with the nearest one", async () => {
    const run = await mskctl(["apply", "-f", "-", "--yes"], "FunctionName: orders\nTopics: [orders]\nBatchsSize: 5\n");
    expect(run.exitCode).toBe(64);
    expect(run.stderr).toContain("BatchSize");
    expect(run.stderr).toMatch(/:3:1/);
  });

  it("in a file that is not there: 64", async () => {
    const run = await mskctl(["diff", "-f", "no-such-file.yaml"]);
    expect(run.exitCode).toBe(64);
    expect(run.stderr).toContain("no-such-file.yaml");
  });
});

describe("values that AWS would refuse", () => {
  const create = ["create", "--function", "invoices", "--topic", "invoices", "--cluster", "shop", "--yes"];

  it.each([
    [["--batch-size", "10001"], "BatchSize"],
    [["--starting-position", "LATEST", "--batching-window", "301s"], "MaximumBatchingWindowInSeconds"],
    [["--starting-position", "LATEST", "--min-pollers", "5", "--max-pollers", "2"], "MaximumPollers"],
    [["--starting-position", "LATEST", "--max-retries", "3"], "MaximumRetryAttempts"],
    [["--starting-position", "AT_TIMESTAMP"], "StartingPositionTimestamp"],
    [[], "StartingPosition"],
    [["--starting-position", "LATEST", "--filter", '{"value":{"a":1}}'], "FilterCriteria"],
  ])("%j is refused before the call, naming %s", async (flags, field) => {
    const run = await mskctl([...create, ...flags]);
    expect([64, 70]).toContain(run.exitCode);
    expect(run.stderr).toContain(field);
  });

  it("names the missing topic", async () => {
    const run = await mskctl([
      "create",
      "--function",
      "invoices",
      "--topic",
      "invoice",
      "--cluster",
      "shop",
      "--starting-position",
      "LATEST",
      "--yes",
    ]);
    expect(run.exitCode).toBe(70);
    expect(run.stderr).toContain("invoice");
  });

  it("shows the mapping that stands in the way: 70", async () => {
    const run = await mskctl([
      "create",
      "--function",
      "orders",
      "--topic",
      "orders",
      "--cluster",
      "shop",
      "--starting-position",
      "LATEST",
      "--yes",
    ]);
    expect(run.exitCode).toBe(70);
    expect(run.stderr).toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  });
});

describe("processes", () => {
  it("a reader that closes the pipe early is no failure", async () => {
    const program = fileURLToPath(new URL("../../bin/run.js", import.meta.url));
    const shell = spawn("bash", ["-c", `"${process.execPath}" "${program}" list --json | head -1; echo "exit \${PIPESTATUS[0]}"`], {
      env: sandbox.environment,
      stdio: "pipe",
    });
    expect(await ended(shell)).toMatchObject({ stdout: "{\nexit 0\n", stderr: "" });
  });

  it("Ctrl-C while waiting: 130, with the state and how to go on", async () => {
    const child = startProgram(["update", "clicks", "--batch-size", "20", "--yes"], sandbox.environment);
    const end = ended(child);
    child.stdout?.on("data", () => undefined);
    await untilUpdating();
    child.kill("SIGINT");
    const run = await end;
    expect(run.exitCode).toBe(130);
    expect(run.stderr).toContain("mskctl inspect");
  });

  it("a Node that is too old is told in one line: 64", async () => {
    const program = fileURLToPath(new URL("../../bin/run.js", import.meta.url));
    const pretend = `data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"18.20.8"}})`;
    const child = spawn(process.execPath, ["--import", pretend, program, "list"], { env: bareEnvironment, stdio: "pipe" });
    const run = await ended(child);
    expect(run).toMatchObject({ exitCode: 64, stdout: "" });
    expect(run.stderr.trim().split("\n")).toHaveLength(1);
    expect(run.stderr).toContain("22.22");
  });
});

async function untilUpdating(): Promise<void> {
  for (;;) {
    const answer = await fetch(`${sandbox.environment["AWS_ENDPOINT_URL"]}/2015-03-31/event-source-mappings?FunctionName=clicks`);
    const { EventSourceMappings: mappings } = (await answer.json()) as { EventSourceMappings: { State: string; BatchSize: number }[] };
    if (mappings[0]?.BatchSize === 20 || mappings[0]?.State === "Updating") return;
    await once(process.stdout, "drain", { signal: AbortSignal.timeout(20) }).catch(() => undefined);
  }
}
