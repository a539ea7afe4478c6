import { loadScenario } from "./load-scenario.ts";
import type { Scenario } from "./scenario.ts";

const metricGroups = { Metrics: ["EventCount", "KafkaMetrics"] };
const failedRecords = { OnFailure: { Destination: "arn:aws:s3:::shop-failed-records" } };

/**
 * The account that a sandbox has when no scenario is given: seven mappings, each with a story that the figures tell.
 * A scenario file has the same form.
 */
export const demoDocument = {
  account: "123456789012",
  region: "eu-central-1",
  history: "14d",
  functions: [
    { name: "orders", memoryMb: 1024, simulated: { baseMs: 40, perRecordMs: 0.8 }, tags: { team: "checkout" } },
    // 5 × 100 records in 551 ms + dispatch: about 860 records a second, and the rush brings more.
    { name: "payments", simulated: { baseMs: 51, perRecordMs: 5 }, reservedConcurrency: 5, tags: { team: "checkout" } },
    {
      name: "shipments",
      aliases: { live: "7" },
      simulated: { baseMs: 100, perRecordMs: 3, poisonShare: 0.0006, poisonStartedAgo: "15m" },
      tags: { team: "logistics" },
    },
    // 100 records in 1,250 ms: about 78 records a second for each poller.
    { name: "emails", memoryMb: 256, timeoutSeconds: 60, simulated: { baseMs: 250, perRecordMs: 10 }, tags: { team: "marketing" } },
    { name: "clicks", memoryMb: 256, simulated: { baseMs: 8, perRecordMs: 0.5 }, tags: { team: "marketing" } },
    { name: "audit", timeoutSeconds: 120, simulated: { baseMs: 100, perRecordMs: 2 }, tags: { team: "security" } },
    { name: "legacy", runtime: "java21", architecture: "x86_64", simulated: { baseMs: 120, perRecordMs: 4 }, changedAgo: "400d" },
    // Nothing maps to it yet: a place for one's own first mapping.
    { name: "invoices", simulated: { baseMs: 30, perRecordMs: 1 }, tags: { team: "checkout" } },
  ],
  clusters: [
    {
      name: "shop",
      kafkaVersion: "3.8.x",
      brokers: 3,
      authentication: ["iam"],
      tags: { environment: "production" },
      topics: [
        { name: "orders", partitions: 12, traffic: { kind: "diurnal", meanPerSecond: 2_000, amplitude: 0.5, peakHourUtc: 12 } },
        {
          name: "payments",
          partitions: 12,
          traffic: { kind: "burst", perSecond: 400, burstPerSecond: 1_210, every: "24h", for: "4h", startedAgo: "10m" },
        },
        { name: "shipments", partitions: 6, traffic: { kind: "constant", perSecond: 300 } },
        {
          name: "emails",
          partitions: 6,
          traffic: { kind: "growing", perSecond: 150, addedPerSecondEachHour: 1_200, maximumPerSecond: 560, startedAgo: "10m" },
        },
        { name: "clicks", partitions: 50, recordBytes: 512, traffic: { kind: "constant", perSecond: 96 } },
        { name: "audit", partitions: 6, recordBytes: 2_048, traffic: { kind: "constant", perSecond: 5 } },
        { name: "invoices", partitions: 6, retention: "1h", traffic: { kind: "constant", perSecond: 20 } },
      ],
    },
  ],
  selfManagedClusters: [
    {
      name: "on-prem",
      bootstrapServers: ["127.0.0.11:9096", "127.0.0.12:9096"],
      topics: [{ name: "legacy", partitions: 6, filterPassShare: 0.01, traffic: { kind: "constant", perSecond: 51 } }],
    },
  ],
  secrets: [{ name: "legacy-kafka", suffix: "Xq3v7T", value: { username: "legacy", password: "sandbox" } }],
  mappings: [
    {
      cluster: "shop",
      FunctionName: "orders",
      Topics: ["orders"],
      StartingPosition: "TRIM_HORIZON",
      BatchSize: 500,
      MaximumBatchingWindowInSeconds: 2,
      ProvisionedPollerConfig: { MinimumPollers: 10, MaximumPollers: 12 },
      DestinationConfig: failedRecords,
      MetricsConfig: metricGroups,
    },
    {
      cluster: "shop",
      FunctionName: "payments",
      Topics: ["payments"],
      StartingPosition: "TRIM_HORIZON",
      MetricsConfig: metricGroups,
    },
    {
      cluster: "shop",
      FunctionName: "shipments:live",
      Topics: ["shipments"],
      StartingPosition: "TRIM_HORIZON",
      BatchSize: 200,
      MaximumBatchingWindowInSeconds: 1,
      ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 4 },
      DestinationConfig: failedRecords,
      AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "shipments-v2" },
      LoggingConfig: { SystemLogLevel: "DEBUG" },
      MetricsConfig: metricGroups,
    },
    {
      cluster: "shop",
      FunctionName: "emails",
      Topics: ["emails"],
      StartingPosition: "LATEST",
      MetricsConfig: metricGroups,
    },
    {
      cluster: "shop",
      FunctionName: "clicks",
      Topics: ["clicks"],
      StartingPosition: "LATEST",
      BatchSize: 10,
      MaximumBatchingWindowInSeconds: 0,
      ProvisionedPollerConfig: { MinimumPollers: 40, MaximumPollers: 200 },
      MetricsConfig: metricGroups,
    },
    {
      cluster: "shop",
      FunctionName: "audit",
      Topics: ["audit"],
      StartingPosition: "TRIM_HORIZON",
      MetricsConfig: metricGroups,
      disabledSince: "6d",
    },
    {
      cluster: "on-prem",
      FunctionName: "legacy",
      Topics: ["legacy"],
      StartingPosition: "TRIM_HORIZON",
      ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 2 },
      FilterCriteria: { Filters: [{ Pattern: { value: { kind: ["changed"] } } }] },
      SourceAccessConfigurations: [
        { Type: "SASL_SCRAM_512_AUTH", URI: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:legacy-kafka-Xq3v7T" },
        { Type: "VPC_SUBNET", URI: "subnet:subnet-0f3b1c2d4e5a60718" },
        { Type: "VPC_SECURITY_GROUP", URI: "security_group:sg-0a1b2c3d4e5f60718" },
      ],
      MetricsConfig: metricGroups,
    },
  ],
};

export function demoAccount(): Scenario {
  return loadScenario(demoDocument);
}
