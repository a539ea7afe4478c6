import { describe, expect, it } from "vitest";
import {
  batchFailsWhole,
  destinationFails,
  destinationKeepsPositions,
  destinationNeedsRoute,
  endlessRetries,
  failuresDropped,
  fifoDestination,
  recordsDropped,
  undecodableDiscarded,
} from "../../../../src/core/mapping/findings/failures.ts";
import type { MappingSettings } from "../../../../src/core/mapping/model.ts";
import { sampleMapping } from "../../../support/mappings.ts";
import { bareFacts, calmMetrics } from "./samples.ts";

const provisioned = { ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 4 } };
const to = (Destination: string): MappingSettings => ({ DestinationConfig: { OnFailure: { Destination } } });
const bucket = "arn:aws:s3:::failed";
const queue = "arn:aws:sqs:eu-central-1:123456789012:failed";
const queueMode = { SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" } };

describe("MSK040 and MSK041, failures without a destination", () => {
  it.each([
    [{}, "MSK040"],
    [provisioned, "MSK040"],
    [{ ...provisioned, MaximumRetryAttempts: -1, MaximumRecordAgeInSeconds: -1 }, "MSK040"],
    [to(""), "MSK040"],
    [{ ...provisioned, MaximumRetryAttempts: 0 }, "MSK041"],
    [{ ...provisioned, MaximumRetryAttempts: 3 }, "MSK041"],
    [{ ...provisioned, MaximumRecordAgeInSeconds: 3_600 }, "MSK041"],
    [to(bucket), undefined],
    [{ ...provisioned, ...to(bucket), MaximumRetryAttempts: 3 }, undefined],
    [queueMode, undefined],
    [{ ...queueMode, MaximumRetryAttempts: 3 }, undefined],
  ])("%j: %s", (changes, id) => {
    const mapping = sampleMapping(changes);
    const found = [endlessRetries(mapping, bareFacts), failuresDropped(mapping, bareFacts)].flatMap((finding) => finding?.id ?? []);
    expect(found).toEqual(id === undefined ? [] : [id]);
  });

  it("says when records are dropped", () => {
    expect(failuresDropped(sampleMapping({ MaximumRetryAttempts: 3 }), bareFacts)?.message).toContain("after 3 retries");
    expect(failuresDropped(sampleMapping({ MaximumRecordAgeInSeconds: 3_600 }), bareFacts)?.message).toContain("when they are 60 min old");
  });

  it("gives flags alone before the mapping exists", () => {
    expect(endlessRetries({}, {})?.fix).toBe("--on-failure arn:aws:s3:::BUCKET");
    expect(endlessRetries({}, bareFacts)?.fix).toBe("mskctl update orders --on-failure arn:aws:s3:::BUCKET");
  });
});

describe("MSK042, a FIFO destination", () => {
  it.each([
    [`${queue}.fifo`, "MSK042"],
    ["arn:aws:sns:eu-central-1:123456789012:failed.fifo", "MSK042"],
    [queue, undefined],
    ["arn:aws:s3:::bucket.fifo", undefined],
    ["kafka://topic.fifo", undefined],
  ])("%s: %s", (destination, id) => {
    expect(fifoDestination(to(destination), bareFacts)?.id).toBe(id);
  });
});

describe("MSK043, a destination that fails", () => {
  const failing = (figures: object) => ({ ...bareFacts, metrics: { ...calmMetrics, ...figures } });

  const watched = { ...to(bucket), MetricsConfig: { Metrics: ["ErrorCount"] } };

  it("is an error where the mapping's own metric tells", () => {
    expect(destinationFails(sampleMapping(watched), failing({ destinationErrors: 3, destinationDeliveryFailures: 9 }))).toMatchObject({
      id: "MSK043",
      severity: "error",
      message: expect.stringContaining(`3 deliveries to ${bucket} failed`),
    });
  });

  it("is a warning where only the function's tells: other sources of the function may be meant", () => {
    expect(destinationFails(sampleMapping(to(bucket)), failing({ destinationDeliveryFailures: 4 }))).toMatchObject({
      id: "MSK043",
      severity: "warning",
      message: expect.stringContaining("4 deliveries of the function's sources"),
    });
  });

  it.each([
    [watched, { destinationErrors: 0 }],
    [watched, { destinationDeliveryFailures: 4 }],
    [to(bucket), {}],
    [{}, { destinationDeliveryFailures: 4 }],
  ])("is not said of %j with %j", (changes, figures) => {
    expect(destinationFails(sampleMapping(changes), failing(figures))).toBeUndefined();
  });
});

describe("MSK044, dropped records", () => {
  it.each([
    [12, "MSK044"],
    [0, undefined],
    [undefined, undefined],
  ])("%s: %s", (droppedRecords, id) => {
    expect(recordsDropped(sampleMapping(), { ...bareFacts, metrics: { ...calmMetrics, droppedRecords } })?.id).toBe(id);
  });
});

describe("MSK045, a batch fails whole", () => {
  it.each([
    [provisioned, "MSK045"],
    [{ ...provisioned, FunctionResponseTypes: [] }, "MSK045"],
    [{ ...provisioned, BatchSize: 1 }, undefined],
    [{ ...provisioned, BisectBatchOnFunctionError: true }, undefined],
    [{ ...provisioned, FunctionResponseTypes: ["ReportBatchItemFailures"] }, undefined],
    [{}, undefined],
  ])("%j: %s", (changes, id) => {
    expect(batchFailsWhole(sampleMapping(changes), bareFacts)?.id).toBe(id);
  });
});

describe("MSK046, the way to the destination", () => {
  it("is the VPC's business in on-demand mode", () => {
    expect(destinationNeedsRoute(to(queue))).toMatchObject({
      id: "MSK046",
      severity: "info",
      message: expect.stringContaining("reach sqs through"),
    });
    expect(destinationNeedsRoute({ ...provisioned, ...to(queue) })).toBeUndefined();
    expect(destinationNeedsRoute({})).toBeUndefined();
  });

  it.each([
    [{ Type: "VPC_SUBNET", URI: "subnet:subnet-1" }, "MSK046"],
    [{ Type: "BASIC_AUTH", URI: "arn:aws:secretsmanager:x" }, undefined],
  ])("of a self-managed cluster only with subnets: %j", (access, id) => {
    const mapping = { ...to(queue), SelfManagedEventSource: {}, SourceAccessConfigurations: [access] };
    expect(destinationNeedsRoute(mapping)?.id).toBe(id);
  });
});

describe("MSK047, destinations that keep positions", () => {
  it.each([
    [queue, "MSK047"],
    ["arn:aws:sns:eu-central-1:123456789012:failed", "MSK047"],
    [bucket, undefined],
    ["kafka://failed", undefined],
  ])("%s: %s", (destination, id) => {
    expect(destinationKeepsPositions(to(destination))?.id).toBe(id);
  });
});

describe("MSK048, records that cannot be decoded", () => {
  const registry = { AmazonManagedKafkaEventSourceConfig: { SchemaRegistryConfig: { SchemaRegistryURI: "https://registry" } } };

  it("vanish without a destination", () => {
    expect(undecodableDiscarded(sampleMapping(registry), bareFacts)?.id).toBe("MSK048");
    expect(undecodableDiscarded(sampleMapping({ ...registry, ...to(bucket) }), bareFacts)).toBeUndefined();
    expect(undecodableDiscarded(sampleMapping(), bareFacts)).toBeUndefined();
  });
});
