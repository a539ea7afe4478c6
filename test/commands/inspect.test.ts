import { describe, expect, it } from "vitest";
import Inspect from "../../src/commands/inspect.ts";
import type { MappingDocument } from "../../src/core/mapping/model.ts";
import type { Services } from "../../src/shell/services.ts";
import { sampleCluster } from "../core/mapping/findings/samples.ts";
import { fakeClock } from "../support/fakes/clock.ts";
import { fakeMappingStore } from "../support/fakes/mapping-store.ts";
import { failingPort, fakeClusters, fakeFunctions, fakeSeries, fakeTags, notPermitted } from "../support/fakes/surroundings.ts";
import { sampleMapping, shopClusterArn } from "../support/mappings.ts";
import { runCommand } from "../support/run-command.ts";
import { schemaErrors } from "../support/schema.ts";

const uuid = (n: number) => `${n}0000000-0000-4000-8000-000000000000`;
const shipments = sampleMapping({
  UUID: uuid(1),
  name: "shipments",
  DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::failed" } },
  ProvisionedPollerConfig: { MinimumPollers: 6, MaximumPollers: 6 },
  BisectBatchOnFunctionError: true,
  LoggingConfig: { SystemLogLevel: "WARN" },
  NewFieldOfAws: { kept: true },
});
const calm = sampleMapping({
  ...shipments,
  UUID: uuid(2),
  FunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:orders",
  EventSourceMappingArn: `arn:aws:lambda:eu-central-1:123456789012:event-source-mapping:${uuid(2)}`,
  AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: uuid(2) },
  Topics: ["orders"],
  MetricsConfig: { Metrics: ["EventCount", "ErrorCount", "KafkaMetrics"] },
});
const legacy: MappingDocument = {
  UUID: uuid(3),
  FunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:legacy",
  SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ["b:9092"] } },
  Topics: ["legacy"],
};

function services(over: Partial<Services> = {}): Partial<Services> {
  return {
    mappings: fakeMappingStore([shipments, calm, legacy]),
    functions: fakeFunctions({ shipments: {}, orders: { reserved: 50 } }),
    clusters: fakeClusters(new Map([[shopClusterArn, { facts: sampleCluster, topics: { shipments: 6, orders: 6 } }]])),
    metrics: fakeSeries(
      {
        "Errors shipments": 82,
        "Invocations shipments": 200,
        [`PolledEventCount ${uuid(1)}`]: 4_000,
        [`PolledEventCount ${uuid(2)}`]: 0,
        [`SumOffsetLag ${uuid(2)}`]: 3,
      },
      Date.parse("2026-11-23T12:02:00Z"),
    ),
    tags: fakeTags(),
    clock: fakeClock(Date.parse("2026-11-23T12:04:30Z")),
    ...over,
  };
}
const inspect = (argv: readonly string[], over?: Partial<Services>, columns = 125) =>
  runCommand(Inspect, argv, { services: services(over), columns });

describe("mskctl inspect", () => {
  it("gives remedies that act where the mapping is", async () => {
    const fix = "mskctl update shipments --metrics EventCount,ErrorCount --region eu-central-1";
    expect((await inspect(["shipments", "--region", "eu-central-1"])).stdout).toContain(`${fix}\n`);
    const { json } = await inspect(["shipments", "--region", "eu-central-1", "--json"]);
    expect(json).toMatchObject({ findings: expect.arrayContaining([expect.objectContaining({ fix })]) });
  });

  it("shows a mapping on a page, its findings, and where it is", async () => {
    const { stdout, exitCode } = await inspect(["shipments"]);
    const lines = stdout.split("\n");
    expect(lines[0]).toMatch(/^shipments ← shipments \(6 partitions, MSK shop, IAM\) +enabled · 10000000-0000-4000-8000-000000000000$/);
    expect(stdout).toContain("✖ MSK021  The function fails: 41 % of invocations in the last 15 min (Errors 82 of 200).");
    expect(stdout).toContain("mskctl update shipments --metrics EventCount,ErrorCount");
    expect(lines.at(-1)).toBe("1 error, 1 warning · 123456789012 · eu-central-1");
    expect(exitCode).toBe(0);
  });

  it("shows every hit, and all mappings without a name", async () => {
    expect((await inspect(["shipments", "orders"])).stdout.match(/ ← /g)).toHaveLength(2);
    expect((await inspect([])).stdout.match(/ ← /g)).toHaveLength(3);
  });

  it("gives AWS's documents as they are, and ours beside them", async () => {
    const run = await inspect(["shipments", "--json"]);
    expect(run.json).toMatchObject({
      schemaVersion: 1,
      mapping: { NewFieldOfAws: { kept: true } },
      function: { FunctionName: "shipments", NewField: { of: "AWS" } },
      source: { ClusterName: "shop" },
      observed: {
        reservedConcurrency: "none",
        partitions: 6,
        metrics: { errors: 82, invocations: 200, droppedRecords: null, lagRecords: null },
        lag: { lagRecords: null, reason: "no metric has a value in the last 15 min" },
        lastResult: { kind: "ok", text: "OK" },
      },
      findings: [
        { id: "MSK021", severity: "error" },
        { id: "MSK034", severity: "warning" },
      ],
    });
    expect(schemaErrors("inspect", run.json)).toEqual([]);
  });

  it("puts several hits under mappings", async () => {
    const run = await inspect(["--json"]);
    expect((run.json as { mappings: unknown[] }).mappings).toHaveLength(3);
    expect(run.json).toMatchObject({
      mappings: [{}, { observed: { reservedConcurrency: 50, lag: { lagRecords: 3 } } }, { source: legacy.SelfManagedEventSource }],
    });
    expect(schemaErrors("inspect", run.json)).toEqual([]);
    const none = await inspect(["--topic", "nothing", "--json"]);
    expect(none.json).toEqual({ schemaVersion: 1, mappings: [] });
    expect(schemaErrors("inspect", none.json)).toEqual([]);
  });

  it("says in its place what may not be read, and still ends with 0", async () => {
    const denied = {
      functions: failingPort<Services["functions"]>(notPermitted("lambda:GetFunctionConfiguration")),
      clusters: failingPort<Services["clusters"]>(notPermitted("kafka:DescribeClusterV2")),
      metrics: failingPort<Services["metrics"]>(notPermitted("cloudwatch:GetMetricData")),
    };
    const run = await inspect(["shipments", "--json"], denied);
    expect(run.json).toMatchObject({
      function: { notPermitted: "lambda:GetFunctionConfiguration" },
      source: { notPermitted: "kafka:DescribeClusterV2" },
      observed: { metrics: { notPermitted: "cloudwatch:GetMetricData" } },
    });
    expect(schemaErrors("inspect", run.json)).toEqual([]);
    expect(run.exitCode).toBe(0);
    expect((await inspect(["shipments"], denied)).stdout).toContain("not permitted: cloudwatch:GetMetricData");
  });

  it("gives null for what AWS does not have", async () => {
    const run = await inspect(["shipments", "--json"], { functions: fakeFunctions({}) });
    expect(run.json).toMatchObject({ function: null, findings: [{ id: "MSK020" }, { id: "MSK021" }, { id: "MSK034" }] });
    expect(schemaErrors("inspect", run.json)).toEqual([]);
  });

  it("ends with 77 only when the mapping itself may not be read", async () => {
    const mappings = fakeMappingStore([]);
    mappings.failNext("get", notPermitted("lambda:GetEventSourceMapping"));
    const run = await inspect([uuid(1), "--json"], { mappings });
    expect(run.exitCode).toBe(77);
    expect(schemaErrors("error", run.json)).toEqual([]);
  });

  it("ends with 69 for a name that means nothing", async () => {
    expect(await inspect(["shipment"])).toMatchObject({ exitCode: 69, stderr: expect.stringContaining("mskctl inspect shipments") });
    expect(await inspect([uuid(9)])).toMatchObject({ exitCode: 69 });
  });

  it.each([
    [["shipments", "--check"], 2],
    [["shipments", "--check", "--fail-on", "warning"], 2],
    [["shipments", "--check", "--fail-on", "never"], 0],
    [["orders", "--check"], 0],
    [["orders", "--check", "--fail-on", "info"], 0],
    [["orders", "shipments", "--check", "--json"], 2],
  ])("%j ends with %i", async (argv, exitCode) => {
    expect((await inspect(argv)).exitCode).toBe(exitCode);
  });

  it("takes --fail-on without --check for a mistake", async () => {
    expect(await inspect(["orders", "--fail-on", "info"])).toMatchObject({ exitCode: 64, stderr: expect.stringContaining("--check") });
  });

  it("shows an answer in which nearly everything is missing, or new", async () => {
    const odd = {
      UUID: uuid(5),
      Topics: ["t"],
      State: "Hibernating",
      LastProcessingResult: "What?",
      DestinationConfig: { OnSomething: {} },
    } as MappingDocument;
    const run = await inspect([uuid(5)], { mappings: fakeMappingStore([odd]) });
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain("hibernating");
    expect(run.stdout).toContain("Last result What?");
  });

  it("says so where there is nothing to inspect", async () => {
    expect(await inspect([], { mappings: fakeMappingStore([]) })).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("mskctl list"),
    });
  });
});
