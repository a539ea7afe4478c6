import { describe, expect, it } from "vitest";
import type { Inspection } from "../../../src/core/mapping/inspection.ts";
import { renderInspection } from "../../../src/shell/render/inspection.ts";
import { textWidth } from "../../../src/shell/render/text-width.ts";
import { calmMetrics, nowMs, sampleCluster, sampleFunction } from "../../core/mapping/findings/samples.ts";
import { sampleMapping } from "../../support/mappings.ts";
import { plainLook } from "./look.ts";

const known = <T>(value: T) => ({ kind: "known", value }) as const;

const shipments: Inspection = {
  mapping: sampleMapping({
    name: "shipments",
    FunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:shipments:live",
    EventSourceMappingArn: "arn:aws:lambda:us-east-1:123456789012:event-source-mapping:e0b5c7f2-0000-4000-8000-0000000091c2",
    BatchSize: 200,
    ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 4 },
    AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "shipments-v2" },
    MetricsConfig: { Metrics: ["EventCount", "KafkaMetrics"] },
    DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::shop-failed-records" } },
    LastProcessingResult: "PROBLEM: Function call failed",
  }),
  name: "shipments",
  function: known({ ...sampleFunction, lastModified: "2026-11-21T12:00:00.000Z" }),
  reservedConcurrency: known("none" as const),
  provisionedConcurrency: known([]),
  cluster: known(sampleCluster),
  partitions: known(6),
  activity: known({
    metrics: { ...calmMetrics, invocations: 200, errors: 82, pollers: 4 },
    lag: { kind: "known", lagRecords: 41_020, asOfMs: nowMs, source: "AWS/Lambda SumOffsetLag" },
  }),
  findings: [
    {
      id: "MSK021",
      severity: "error",
      message:
        "The function fails: 41 % of invocations in the last 15 min (Errors 82 of 200). Each failure retries its whole batch of 200.",
      fix: "mskctl update shipments --bisect",
    },
  ],
};

const page = (inspection: Inspection, columns?: number) => renderInspection(inspection, nowMs, plainLook(columns));
const line = (inspection: Inspection, label: string) => page(inspection).find((each) => each.startsWith(label));
const withMapping = (changes: Parameters<typeof sampleMapping>[0]): Inspection => ({
  ...shipments,
  mapping: { ...shipments.mapping, ...changes },
});

describe("an inspected mapping on a wide terminal", () => {
  it("is grouped as a person thinks", () => {
    expect(page(shipments, 125)).toEqual([
      "shipments ← shipments (6 partitions, MSK shop, IAM)                            enabled · e0b5c7f2-0000-4000-8000-0000000091c2",
      "",
      "Source      MSK cluster shop · provisioned · Kafka 3.9.0 · 3 brokers · ACTIVE · topic shipments · 6 partitions",
      "Reading     from TRIM_HORIZON as group shipments-v2",
      "Scaling     1–4 pollers (provisioned), group none → 1 EPU, $135.05 a month",
      "Batching    200 records or 1 s or 6 MB",
      "Filtering   none",
      "Failures    retries −1 (10, because a destination is set) · bisect off · partial responses off",
      "            → s3://shop-failed-records",
      "Watching    metrics EventCount, KafkaMetrics · logs off",
      "Function    shipments:live · 512 MB arm64 · timeout 30 s · reserved concurrency none · changed 2 d ago",
      "State       enabled by a user · changed 3 d ago",
      "Last result PROBLEM: Function call failed",
      "Activity    last 15 min · 200 invocations · 82 errors · 0 throttles · at most 4 pollers · lag 41,020 records",
      "",
      "✖ MSK021  The function fails: 41 % of invocations in the last 15 min (Errors 82 of 200).",
      "          Each failure retries its whole batch of 200.",
      "          mskctl update shipments --bisect",
      "1 error · 123456789012 · us-east-1",
    ]);
  });

  it("is not stretched over a piped output's width", () => {
    expect(Math.max(...page(shipments, 250).map(textWidth))).toBeLessThanOrEqual(125);
  });
});

describe("an inspected mapping on a narrow terminal", () => {
  it("fits 80 columns", () => {
    expect(page(shipments, 80)).toEqual([
      "shipments ← shipments (6 partitions, MSK shop, IAM)          enabled · e0b5…91c2",
      "",
      "Source      MSK cluster shop · provisioned · Kafka 3.9.0 · 3 brokers · ACTIVE",
      "            topic shipments · 6 partitions",
      "Reading     from TRIM_HORIZON as group shipments-v2",
      "Scaling     1–4 pollers (provisioned), group none → 1 EPU, $135.05 a month",
      "Batching    200 records or 1 s or 6 MB",
      "Filtering   none",
      "Failures    retries −1 (10, because a destination is set) · bisect off",
      "            partial responses off",
      "            → s3://shop-failed-records",
      "Watching    metrics EventCount, KafkaMetrics · logs off",
      "Function    shipments:live · 512 MB arm64 · timeout 30 s",
      "            reserved concurrency none · changed 2 d ago",
      "State       enabled by a user · changed 3 d ago",
      "Last result PROBLEM: Function call failed",
      "Activity    last 15 min · 200 invocations · 82 errors · 0 throttles",
      "            at most 4 pollers · lag 41,020 records",
      "",
      "✖ MSK021  The function fails: 41 % of invocations in the last 15 min (Errors",
      "          82 of 200).",
      "          Each failure retries its whole batch of 200.",
      "          mskctl update shipments --bisect",
      "1 error · 123456789012 · us-east-1",
    ]);
  });

  it("fits 40 columns", () => {
    expect(page(shipments, 40).slice(0, 8)).toEqual([
      "shipments ← shipments (6 partitions, MSK",
      "shop, IAM)",
      "enabled ·",
      "e0b5c7f2-0000-4000-8000-0000000091c2",
      "",
      "Source      MSK cluster shop",
      "            provisioned · Kafka 3.9.0",
      "            3 brokers · ACTIVE",
    ]);
    expect(Math.max(...page(shipments, 40).map(textWidth))).toBeLessThanOrEqual(42);
  });
});

describe("each group", () => {
  it("keeps a refusal in its place", () => {
    const denied = (action: string) => ({ kind: "not-permitted", action }) as const;
    const blind: Inspection = {
      ...shipments,
      function: denied("lambda:GetFunctionConfiguration"),
      reservedConcurrency: denied("lambda:GetFunctionConcurrency"),
      provisionedConcurrency: denied("lambda:ListProvisionedConcurrencyConfigs"),
      cluster: denied("kafka:DescribeClusterV2"),
      partitions: denied("kafka:DescribeTopic"),
      activity: denied("cloudwatch:GetMetricData"),
    };
    const text = page(blind, 400).join("\n");
    expect(text).toContain(
      "Source      cluster not permitted: kafka:DescribeClusterV2 · topic shipments · partitions not permitted: kafka:DescribeTopic",
    );
    expect(text).toContain("Function    shipments:live · function not permitted: lambda:GetFunctionConfiguration");
    expect(text).toContain("reserved concurrency not permitted: lambda:GetFunctionConcurrency");
    expect(text).toContain("Activity    metrics not permitted: cloudwatch:GetMetricData");
  });

  it.each([
    [
      { StartingPosition: "AT_TIMESTAMP", StartingPositionTimestamp: "2026-11-01T00:00:00.000Z" },
      "from AT_TIMESTAMP 2026-11-01T00:00:00.000Z as group shipments-v2",
    ],
    [
      {
        AmazonManagedKafkaEventSourceConfig: {
          ConsumerGroupId: "g",
          SchemaRegistryConfig: { SchemaRegistryURI: "https://r", EventRecordFormat: "JSON" },
        },
      },
      "from TRIM_HORIZON as group g · schemas from https://r as JSON",
    ],
    [{ SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" } }, "as a share group (ConsumptionMode Queue) · unordered"],
  ])("says how it is read: %j", (changes, text) => {
    expect(line(withMapping(changes), "Reading")).toBe(`Reading     ${text}`);
  });

  it.each([
    [{ ProvisionedPollerConfig: {} }, "on-demand"],
    [
      { ProvisionedPollerConfig: { MinimumPollers: 40, MaximumPollers: 200, PollerGroupName: "shared" } },
      "40–200 pollers (provisioned), group shared → 4 EPUs, $540.20 a month (less when its poller group shares units)",
    ],
  ])("says how it scales: %j", (changes, text) => {
    expect(line(withMapping(changes), "Scaling")).toBe(`Scaling     ${text}`);
  });

  it("shows each filter, cut to the line rather than broken", () => {
    const Pattern = `{"value":{"text":["${"x".repeat(200)}"]}}`;
    const lines = page(withMapping({ FilterCriteria: { Filters: [{ Pattern: '{"value":{"a":[1]}}' }, { Pattern }] } }), 60);
    const at = lines.indexOf("Filtering   any of 2 filters");
    expect(lines[at + 1]).toBe('            {"value":{"a":[1]}}');
    expect(lines[at + 2]).toBe(`            {"value":{"text":["${"x".repeat(28)}…`);
  });

  it("says when encrypted filters cannot be read", () => {
    expect(line(withMapping({ KMSKeyArn: "arn:aws:kms:x:1:key/k" }), "Filtering")).toBe(
      "Filtering   filters not readable · encrypted with arn:aws:kms:x:1:key/k",
    );
  });

  it.each([
    [
      { MaximumRetryAttempts: 3, MaximumRecordAgeInSeconds: 3_600, BisectBatchOnFunctionError: true },
      "retries 3 · records up to 60 min old · bisect on · partial responses off",
    ],
    [
      { DestinationConfig: {}, FunctionResponseTypes: ["ReportBatchItemFailures"] },
      "retries −1 (endless) · bisect off · partial responses on",
    ],
    [{ ProvisionedPollerConfig: {} }, "retried, then sent to the destination"],
    [{ ProvisionedPollerConfig: {}, DestinationConfig: {} }, "retried until they succeed · no destination"],
  ])("says what happens to failures: %j", (changes, text) => {
    expect(line(withMapping(changes), "Failures")).toBe(`Failures    ${text}`);
  });

  it("says that the function is gone", () => {
    expect(line({ ...shipments, function: { kind: "missing" } }, "Function")).toBe("Function    shipments:live · function does not exist");
  });

  it("explains a result and a state that no finding explains", () => {
    const stopped = withMapping({
      State: "Disabled",
      StateTransitionReason: "EVENT_SOURCE_AUTHN_ERROR",
      LastProcessingResult: "PROBLEM: SASL authentication failed.",
    });
    const lines = page({ ...stopped, findings: [] });
    expect(lines).toContain("State       disabled by Lambda · EVENT_SOURCE_AUTHN_ERROR · changed 3 d ago");
    expect(lines).toContain("            Lambda stopped the mapping because it cannot sign in to the cluster.");
    expect(lines[lines.indexOf("Last result PROBLEM: SASL authentication failed.") + 1]).toMatch(/^ {12}Wrong user or password/);
  });

  it("passes texts on that nobody knows", () => {
    const odd = withMapping({ StateTransitionReason: "COSMIC_RAYS", LastProcessingResult: "Something new" });
    expect(line(odd, "State")).toBe("State       enabled · COSMIC_RAYS · changed 3 d ago");
    expect(line(odd, "Last result")).toBe("Last result Something new");
  });

  it("says no data where there is none, and never zero", () => {
    const silent = known({
      metrics: { ...calmMetrics, invocations: undefined, errors: undefined },
      lag: { kind: "no-data", reason: "its KafkaMetrics group is off" } as const,
    });
    const lines = page({ ...shipments, activity: silent });
    expect(lines.slice(lines.findIndex((each) => each.startsWith("Activity"))).slice(0, 2)).toEqual([
      "Activity    last 15 min · no data on invocations · no data on errors · 0 throttles",
      "            no data on lag: its KafkaMetrics group is off",
    ]);
    const counted = known({
      metrics: calmMetrics,
      lag: { kind: "known", lagRecords: 1, asOfMs: nowMs, source: "AWS/Kafka SumOffsetLag" } as const,
    });
    expect(line({ ...withMapping({ State: "Disabled" }), activity: counted }, "Activity")).toBe(
      "Activity    none while disabled · lag 1 record",
    );
    expect(line({ ...withMapping({ State: "Disabled" }), activity: silent }, "Activity")).toBe("Activity    none while disabled");
  });

  it("names the servers of a self-managed cluster", () => {
    const { EventSourceArn: _, ...rest } = shipments.mapping;
    const mapping = {
      ...rest,
      SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ["b-1:9096", "b-2:9096"] } },
      SourceAccessConfigurations: [{ Type: "SASL_SCRAM_512_AUTH" }],
    };
    const unknown = { kind: "unavailable", reason: "self-managed" } as const;
    const lines = page({ ...shipments, mapping, cluster: unknown, partitions: unknown });
    expect(lines[0]).toMatch(/^shipments ← shipments \(self-managed b-1:9096 \+1, SCRAM\)/);
    expect(lines[2]).toBe("Source      self-managed Kafka · topic shipments · b-1:9096 · b-2:9096");
  });
});

describe("hostile content in an inspected mapping", () => {
  it("is shown as escapes wherever it stands", () => {
    const evil = "\u001b[2J\u202e\r\n";
    const hostile = withMapping({
      FunctionArn: `arn:aws:lambda:us-east-1:123456789012:function:${evil}`,
      Topics: [evil],
      State: evil,
      LastProcessingResult: evil,
      StateTransitionReason: evil,
      FilterCriteria: { Filters: [{ Pattern: evil }] },
      DestinationConfig: { OnFailure: { Destination: evil } },
      UUID: evil,
    });
    const text = page({ ...hostile, findings: [{ id: "MSK002", severity: "error", message: evil, fix: evil }] }).join("\n");
    expect(text).toContain("\\x1b[2J\\u202e");
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
