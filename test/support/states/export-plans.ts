import fc from "fast-check";
import type { ExportPlan } from "../../../src/core/redrive/handover/export-plan.ts";
import type { Handover } from "../../../src/core/redrive/handover/handover.ts";
import { sampleMapping, shopClusterArn } from "../mappings.ts";
import { planNowMs } from "../redrive/plans.ts";
import { runId } from "../redrive/runs.ts";

export const sourcePrefix = "aws/lambda/e0b5c7f2-0000-4000-8000-0000000091c2/";

/** Of shipments' failures in eu-central-1: a million documents of 100 records, in batches of 50. */
export function sampleHandover(changes: Partial<Handover> = {}): Handover {
  return {
    schemaVersion: 1,
    id: runId,
    createdAtMs: planNowMs,
    order: "none",
    settings: {
      name: "shipments",
      source: `s3://shop-failed-records/${sourcePrefix}`,
      target: "lambda:shipments:live",
      format: "jsonl",
      mappingUuid: "e0b5c7f2-0000-4000-8000-0000000091c2",
      functionName: "arn:aws:lambda:eu-central-1:123456789012:function:shipments:live",
      functionTimeoutMs: 30_000,
      partialResponses: true,
      removal: "delete",
      allowPartial: false,
      untilMs: planNowMs,
      options: {
        batchSize: 100,
        batchBytes: 5_500_000,
        maxConcurrency: 1,
        recordsPerSecond: undefined,
        canaryRecords: 0,
        retries: 2,
        onError: "park-key",
        breakerShare: 0.5,
        breakerWindow: 50,
        stopAfterRecords: undefined,
        window: 20_000,
        removeUnrecoverable: false,
      },
    },
    mapping: sampleMapping({ name: "shipments" }),
    origin: { eventSource: "aws:kafka", eventSourceArn: shopClusterArn, bootstrapServers: [] },
    place: { region: "eu-central-1", accountId: "123456789012" },
    area: { bucket: "shop-failed-records", prefix: `mskctl/${runId}/` },
    keySalt: "ab".repeat(32),
    documents: 1_000_000,
    ...changes,
  };
}

export function samplePlan(changes: Partial<ExportPlan> = {}): ExportPlan {
  return {
    handover: sampleHandover(),
    source: { kind: "s3", bucket: "shop-failed-records", prefix: sourcePrefix },
    targetArn: "arn:aws:lambda:eu-central-1:123456789012:function:shipments:live",
    maxConcurrency: 20,
    toleratedFailurePercentage: 1,
    documentsPerBatch: 50,
    size: {
      documents: 1_000_000,
      longestKeyLength: 160,
      records: 100_000_000,
      recordsAreSampled: true,
      lanes: 0,
      longestLane: undefined,
    },
    stackName: "mskctl-redrive-shipments",
    kmsKeyArn: undefined,
    target: { averageMs: 200, memoryMb: 512, architecture: "arm64", timeoutMs: 30_000 },
    ...changes,
  };
}

/** 24 partitions, of which the longest has 12,000 documents in 12 chunks. */
export function orderedPlan(changes: Partial<ExportPlan> = {}, handover: Partial<Handover> = {}): ExportPlan {
  return samplePlan({
    handover: sampleHandover({ order: "partition", documents: 240_000, ...handover }),
    maxConcurrency: 24,
    size: {
      documents: 240_000,
      longestKeyLength: 160,
      records: 24_000_000,
      recordsAreSampled: false,
      lanes: 24,
      longestLane: { documents: 12_000, records: 1_200_000, chunks: 12 },
    },
    ...changes,
  });
}

const prefix = fc
  .array(fc.stringMatching(/^[A-Za-z0-9!_.*'()"\\ -]{1,20}$/), { maxLength: 4 })
  .map((parts) => parts.map((part) => `${part}/`).join(""));

/** Any plan that an export may come to, in any of AWS's partitions. */
export const anyPlan: fc.Arbitrary<ExportPlan> = fc
  .record({
    order: fc.constantFrom("partition", "none" as const),
    region: fc.constantFrom("us-east-1", "eu-central-1", "cn-north-1", "us-gov-west-1"),
    removal: fc.constantFrom("delete", "tag", "none" as const),
    kind: fc.constantFrom("s3", "archive" as const),
    source: prefix,
    area: prefix.filter((text) => text !== ""),
    areaBucket: fc.constantFrom("shop-failed-records", "shop-redrives"),
    maxConcurrency: fc.integer({ min: 1, max: 10_000 }),
    toleratedFailurePercentage: fc.integer({ min: 0, max: 100 }),
    documentsPerBatch: fc.integer({ min: 1, max: 1_000 }),
    kmsKeyArn: fc.option(fc.constant("arn:aws:kms:eu-central-1:123456789012:key/1234"), { nil: undefined }),
    averageMs: fc.option(fc.integer({ min: 0, max: 900_000 }), { nil: undefined }),
    documents: fc.integer({ min: 1, max: 100_000_000 }),
    lanes: fc.integer({ min: 1, max: 1_000 }),
    chunks: fc.integer({ min: 1, max: 1_000 }),
  })
  .map(({ order, region, removal, kind, source, area, areaBucket, averageMs, documents, lanes, chunks, ...rest }) => {
    const sample = sampleHandover();
    const isOrdered = order === "partition";
    return samplePlan({
      handover: sampleHandover({
        order,
        documents,
        place: { region, accountId: "123456789012" },
        area: { bucket: areaBucket, prefix: `area/${area}` },
        settings: { ...sample.settings, removal },
      }),
      source: { kind, bucket: "shop-failed-records", prefix: source },
      size: {
        ...samplePlan().size,
        documents,
        lanes: isOrdered ? lanes : 0,
        longestLane: isOrdered ? { documents: Math.ceil(documents / lanes), records: documents, chunks } : undefined,
      },
      target: { ...samplePlan().target, averageMs },
      ...rest,
    });
  });
