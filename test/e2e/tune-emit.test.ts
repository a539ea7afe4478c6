import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { loadScenario } from "../../src/sandbox/scenario/load-scenario.ts";
import { type E2eSandbox, e2eSandbox } from "../support/e2e-sandbox.ts";
import { runProgram } from "../support/program.ts";
import { schemaErrors } from "../support/schema.ts";

const names = ["clicks", "views"] as const;
const stackTags = (logicalId: string) => ({ "aws:cloudformation:stack-name": "shop", "aws:cloudformation:logical-id": logicalId });
/** Pollers by the dozen for a hundred records a second; SAM deploys one of the mappings, and Terraform perhaps the other. */
const account = loadScenario({
  history: "5d",
  functions: [
    { name: "clicks", simulated: { baseMs: 8, perRecordMs: 0.5 }, tags: { ...stackTags("Clicks"), "lambda:createdBy": "SAM" } },
    { name: "views", simulated: { baseMs: 8, perRecordMs: 0.5 }, tags: { ManagedBy: "terraform" } },
  ],
  clusters: [{ name: "shop", topics: names.map((name) => ({ name, partitions: 50, traffic: { kind: "constant", perSecond: 100 } })) }],
  mappings: names.map((name) => ({
    cluster: "shop",
    FunctionName: name,
    Topics: [name],
    StartingPosition: "LATEST",
    BatchSize: 10,
    MaximumBatchingWindowInSeconds: 0,
    ProvisionedPollerConfig: { MinimumPollers: 40, MaximumPollers: 200 },
    MetricsConfig: { Metrics: ["EventCount", "ErrorCount", "KafkaMetrics"] },
    ...(name === "clicks" ? { Tags: stackTags("ClicksKafka") } : {}),
  })),
});

let sandbox: E2eSandbox;

beforeAll(async () => {
  sandbox = await e2eSandbox("none", account);
});

afterAll(() => sandbox.close());

const tune = (...argv: readonly string[]) => runProgram(["tune", ...argv, "--since", "4d"], { environment: sandbox.environment });

interface Request {
  readonly BatchSize: number;
  readonly ProvisionedPollerConfig: { readonly MinimumPollers: number };
}

describe("a mapping that a stack owns", () => {
  it("ends its page with what to change in the template", async () => {
    const { stdout, stderr, exitCode } = await tune("clicks");
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    expect(stdout).toMatch(/\nowner +SAM stack shop, resource ClicksKafka: change it there /);
    const [page = "", snippet = ""] = stdout.split("instead:\n");
    expect(page).toContain("undone by the next deployment");
    const { Events } = (parse(snippet) as { Resources: { Clicks: { Properties: { Events: Record<string, object> } } } }).Resources.Clicks
      .Properties;
    expect(Events).toMatchObject({ Kafka: { Type: "MSK", Properties: { ProvisionedPollerConfig: { MinimumPollers: 1 } } } });
  });

  it("names it in the document", async () => {
    const document = JSON.parse((await tune("clicks", "--json")).stdout) as { mappings: readonly { owner: object }[] };
    expect(schemaErrors("tune", document)).toEqual([]);
    expect(document.mappings[0]?.owner).toEqual({
      tool: "sam",
      stack: "shop",
      logicalId: "ClicksKafka",
      by: { tag: "aws:cloudformation:stack-name=shop", of: "mapping" },
      certain: true,
    });
  });
});

describe("--emit", () => {
  it("prints what can be piped on, and nothing else", async () => {
    const { stdout, stderr, exitCode } = await tune("views", "--emit", "json");
    expect(exitCode).toBe(0);
    const request = JSON.parse(stdout) as Request;
    expect(request).toMatchObject({ UUID: expect.any(String), ProvisionedPollerConfig: { MinimumPollers: 1 } });
    expect(request.BatchSize).toBeGreaterThan(10);
    expect(stderr).toMatch(/^views ← views .*\n◆ change /);
    expect(stderr).toContain("a guess by the tag ManagedBy=terraform of its function");
  });

  it("prints a resource of Terraform", async () => {
    const { stdout } = await tune("views", "--batch-size", "200", "--emit", "terraform");
    expect(stdout.split("\n").filter((line) => !line.startsWith("#"))).toEqual([
      'resource "aws_lambda_event_source_mapping" "NAME" {',
      "  batch_size = 200 # 10 today",
      "}",
      "",
    ]);
  });

  it("of several mappings is wrong use", async () => {
    const { stdout, stderr, exitCode } = await tune("clicks", "views", "--emit", "cli");
    expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 64 });
    expect(stderr).toContain("mskctl tune NAME --emit cli");
  });
});

describe("where tags may not be read", () => {
  afterEach(() => sandbox.faults.clear());

  it("the owner is an assumption, and the page ends with the command", async () => {
    sandbox.faults.failNext({
      service: "lambda",
      operation: "ListTags",
      status: 403,
      errorName: "AccessDeniedException",
      message: "User is not authorized to perform: lambda:ListTags",
    });
    const { stdout, exitCode } = await tune("clicks");
    expect(exitCode).toBe(0);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain("taken to own the mapping (not permitted: lambda:ListTags)");
    expect(stdout.trimEnd().split("\n").at(-1)).toMatch(/^mskctl update clicks /);
  });
});
