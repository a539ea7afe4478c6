import { describe, expect, it } from "vitest";
import Inspect from "../../src/commands/inspect.ts";
import { MskctlError } from "../../src/core/errors.ts";
import type { MappingDocument } from "../../src/core/mapping/model.ts";
import type { Services } from "../../src/shell/services.ts";
import { sampleCluster } from "../core/mapping/findings/samples.ts";
import { fakeBroker } from "../support/fakes/broker.ts";
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

  describe("with --offsets", () => {
    const log = Array.from({ length: 10 }, () => ({ value: "v", atMs: Date.parse("2026-11-23T12:00:00Z") }));
    const member = { memberId: "m-1", clientId: "lambda-1", host: "/10.0.3.7", assigned: [{ topic: "shipments", partitions: [0] }] };
    const cluster = () =>
      fakeBroker({ shipments: [{ log }, { log }] }, { [uuid(1)]: { state: "Stable", members: [member], committed: { 0: 4n, 1: 11n } } });

    it("shows where the group stands, and what is wrong with that", async () => {
      const broker = cluster();
      const run = await inspect(["shipments", "--offsets"], { broker: () => Promise.resolve(broker) });
      expect(run.stdout).toContain("· 1 member · lag 6 records · oldest unread 5 min");
      expect(run.stdout).toContain("        0         0          4   10    6          5 min  lambda-1");
      expect(run.stdout).toContain("✖ MSK017");
      expect(run.exitCode).toBe(0);
      expect(broker.calls.at(-1)).toBe("close");
      expect((await inspect(["orders", "shipments", "--offsets", "--check"], { broker: () => Promise.resolve(cluster()) })).exitCode).toBe(
        2,
      );
    });

    it("gives offsets as texts and counts as numbers", async () => {
      const run = await inspect(["shipments", "--offsets", "--json"], { broker: () => Promise.resolve(cluster()) });
      expect(run.json).toMatchObject({
        offsets: {
          asOf: "2026-11-23T12:04:30.000Z",
          group: { id: uuid(1), state: "Stable", members: [{ memberId: "m-1", clientId: "lambda-1", host: "/10.0.3.7", partitions: [0] }] },
          totals: { lagRecords: 6, uncommittedPartitions: 0, oldestUnreadAgeMs: 270_000 },
          partitions: [
            {
              partition: 0,
              earliest: "0",
              committed: "4",
              end: "10",
              lagRecords: 6,
              oldestUnread: { at: "2026-11-23T12:00:00.000Z", ageMs: 270_000 },
            },
            { partition: 1, committed: "11", end: "10", lagRecords: null, oldestUnread: { unavailable: expect.any(String) } },
          ],
        },
      });
      expect(schemaErrors("inspect", run.json)).toEqual([]);
    });

    it.each([
      ["a cluster that does not answer", "unavailable", { bootstrapServers: ["b-1:9098"] }, "on port 9098 in the cluster's security group"],
      ["an action that is not allowed", "not-permitted", { action: "kafka:GetBootstrapBrokers" }, "allow kafka:GetBootstrapBrokers"],
    ] as const)("keeps the rest and says the reason: %s", async (_, code, details, next) => {
      const broker = () => Promise.reject(new MskctlError(code, "no offsets here", { details }));
      const run = await inspect(["shipments", "--offsets"], { broker });
      expect(run.stdout).toContain("Offsets     not read: no offsets here");
      expect(run.stdout.replaceAll(/\s+/g, " ")).toContain(next);
      expect(run.stdout).toContain("✖ MSK021");
      expect(run.exitCode).toBe(0);
      const { json } = await inspect(["shipments", "--offsets", "--json"], { broker });
      expect(json).toMatchObject({ offsets: { unavailable: { code, message: "no offsets here" } } });
      expect(schemaErrors("inspect", json)).toEqual([]);
    });

    it("keeps the schema for a group that may not be seen", async () => {
      const broker = cluster();
      broker.failWith("committedOffsets", notPermitted("kafka-cluster:DescribeGroup"));
      const { json } = await inspect(["shipments", "--offsets", "--json"], { broker: () => Promise.resolve(broker) });
      expect(json).toMatchObject({
        offsets: {
          group: { unavailable: { code: "not-permitted" } },
          totals: { uncommittedPartitions: null },
          partitions: [{ committed: null }, {}],
        },
      });
      expect(schemaErrors("inspect", json)).toEqual([]);
    });

    it("ends with 64 where the configuration file has to be corrected", async () => {
      const broker = () => Promise.reject(new MskctlError("malformed-file", "config.yaml:3:5: unknown field"));
      expect(await inspect(["shipments", "--offsets"], { broker })).toMatchObject({ exitCode: 64 });
    });

    it("asks no brokers where there is no mapping", async () => {
      expect((await inspect(["--offsets"], { mappings: fakeMappingStore([]) })).exitCode).toBe(0);
    });
  });

  it("says so where there is nothing to inspect", async () => {
    expect(await inspect([], { mappings: fakeMappingStore([]) })).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("mskctl list"),
    });
  });
});
