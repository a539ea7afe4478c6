import { known } from "../../../src/core/mapping/fact.ts";
import type { FunctionFacts } from "../../../src/core/mapping/ports.ts";
import type { DocumentTally } from "../../../src/core/redrive/document-tally.ts";
import { planRedrive, type RedrivePlan } from "../../../src/core/redrive/plan.ts";
import type { PlanFacts, QueueFacts, TargetFacts } from "../../../src/core/redrive/plan-facts.ts";
import type { RunOptions } from "../../../src/core/redrive/run-options.ts";
import { sampleMapping } from "../mappings.ts";
import { sampleTally } from "./tallies.ts";

export const planNowMs = Date.parse("2026-11-23T12:00:00Z");

const sampleOptions: RunOptions = {
  batchSize: 100,
  batchBytes: 5_500_000,
  maxConcurrency: 10,
  recordsPerSecond: undefined,
  canaryRecords: 100,
  retries: 2,
  onError: "park-key",
  breakerShare: 0.5,
  breakerWindow: 50,
  stopAfterRecords: undefined,
  window: 20_000,
  removeUnrecoverable: false,
};

export function sampleFunction(changes: Partial<FunctionFacts> = {}): FunctionFacts {
  return {
    functionArn: "arn:aws:lambda:eu-central-1:123456789012:function:shipments",
    functionName: "shipments",
    timeoutMs: 30_000,
    memoryMb: 512,
    architecture: "arm64",
    runtime: "nodejs24.x",
    lastModified: "2026-11-23T11:59:00.000Z",
    state: "Active",
    role: undefined,
    document: {},
    ...changes,
  };
}

export function functionTarget(changes: Partial<Extract<TargetFacts, { kind: "function" }>> = {}): TargetFacts {
  return {
    kind: "function",
    name: "shipments",
    function: known(sampleFunction()),
    reservedConcurrency: known("none"),
    averageMs: known(500),
    ...changes,
  };
}

export function sampleQueue(changes: Partial<QueueFacts> = {}): QueueFacts {
  return {
    arn: "arn:aws:sqs:eu-central-1:123456789012:shop-failed",
    url: "https://sqs.eu-central-1.amazonaws.com/123456789012/shop-failed",
    visible: 3,
    inFlight: 0,
    retentionMs: 14 * 86_400_000,
    maxReceiveCount: undefined,
    ...changes,
  };
}

/** The mapping `shipments`, its documents in a bucket, and nothing against a run. */
export function sampleFacts(changes: Partial<PlanFacts> = {}): PlanFacts {
  const mapping = sampleMapping({ name: "shipments" });
  return {
    nowMs: planNowMs,
    name: "shipments",
    source: { kind: "s3", bucket: "shop-failed-records", prefix: `aws/lambda/${mapping.UUID}/` },
    target: functionTarget(),
    coverage: { kind: "all" },
    mapping,
    place: { region: "eu-central-1", accountId: "123456789012" },
    mappings: [mapping],
    liveAgeMs: known(2_000),
    queue: undefined,
    bucketVersioned: known(false),
    earlierRuns: [],
    claimNotPermitted: undefined,
    removal: "delete",
    schemaProblem: undefined,
    options: sampleOptions,
    ...changes,
  };
}

export function samplePlan(tally: Partial<DocumentTally> = {}, facts: Partial<PlanFacts> = {}): RedrivePlan {
  return planRedrive(sampleTally(tally), sampleFacts(facts));
}
