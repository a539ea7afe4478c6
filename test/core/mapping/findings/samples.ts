import type { MappingFacts, MappingMetrics } from "../../../../src/core/mapping/findings/facts.ts";
import type { ClusterFacts, FunctionFacts } from "../../../../src/core/mapping/ports.ts";
import { shopClusterArn } from "../../../support/mappings.ts";

export const nowMs = Date.parse("2026-11-23T12:00:00Z");
export const dayMs = 86_400_000;

/** Only what a check may always count on. */
export const bareFacts: MappingFacts = { nowMs, updateCommand: "mskctl update orders" };

/** A quarter of an hour without any trouble. */
export const calmMetrics: MappingMetrics = {
  windowMs: 15 * 60_000,
  invocations: 900,
  errors: 0,
  throttles: 0,
  maximumDurationMs: 400,
  destinationDeliveryFailures: undefined,
  polledRecords: 90_000,
  committedRecords: 90_000,
  droppedRecords: 0,
  destinationErrors: undefined,
  pollers: undefined,
  polledBytes: undefined,
  lagRecords: 12,
};

export const sampleFunction: FunctionFacts = {
  functionArn: "arn:aws:lambda:eu-central-1:123456789012:function:orders",
  functionName: "orders",
  timeoutMs: 30_000,
  memoryMb: 512,
  architecture: "arm64",
  runtime: "nodejs24.x",
  lastModified: "2026-11-01T12:00:00.000Z",
  state: "Active",
  role: "arn:aws:iam::123456789012:role/orders",
  document: { FunctionName: "orders", MemorySize: 512, Timeout: 30 },
};

export const sampleCluster: ClusterFacts = {
  arn: shopClusterArn,
  name: "shop",
  type: "PROVISIONED",
  state: "ACTIVE",
  kafkaVersion: "3.9.0",
  brokers: 3,
  authentication: ["scram", "iam"],
  document: { ClusterArn: shopClusterArn, ClusterName: "shop", ClusterType: "PROVISIONED" },
};

/** Everything known and nothing wrong. */
export const calmFacts: MappingFacts = {
  ...bareFacts,
  function: sampleFunction,
  reservedConcurrency: "none",
  provisionedConcurrency: [],
  cluster: sampleCluster,
  partitions: 6,
  metrics: calmMetrics,
  otherMappings: [],
};
