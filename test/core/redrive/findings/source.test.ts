import { describe, expect, it } from "vitest";
import { known } from "../../../../src/core/mapping/fact.ts";
import type { QueueFacts } from "../../../../src/core/redrive/plan-facts.ts";
import { sampleMapping } from "../../../support/mappings.ts";
import { planNowMs, sampleQueue } from "../../../support/redrive/plans.ts";
import { findingOf } from "./finding-of.ts";

const queue = (changes: Partial<QueueFacts> = {}) => ({ queue: known(sampleQueue(changes)) });

describe("a queue", () => {
  it("MSK305: names the mappings that read it", () => {
    const reader = sampleMapping({ name: "cleaner", UUID: "1", EventSourceArn: sampleQueue().arn });
    const finding = findingOf("MSK305", {}, { ...queue({ inFlight: 4 }), mappings: [reader] });
    expect(finding).toMatchObject({ severity: "error", message: expect.stringContaining("for cleaner."), evidence: { mappings: ["1"] } });
    expect(findingOf("MSK305", {}, { ...queue(), mappings: [{ ...reader, State: "Disabled" }] })).toBeUndefined();
  });

  it("MSK305: wonders about messages in flight", () => {
    expect(findingOf("MSK305", {}, queue({ inFlight: 4 }))).toMatchObject({ severity: "warning", evidence: { inFlight: 4 } });
    expect(findingOf("MSK305", {}, queue())).toBeUndefined();
  });

  it("MSK306: counts what looking at messages does", () => {
    expect(findingOf("MSK306", {}, queue({ maxReceiveCount: 3 }))).toMatchObject({ severity: "warning", evidence: { maxReceiveCount: 3 } });
    expect(findingOf("MSK306", {}, queue())).toBeUndefined();
  });

  it("MSK315: says a day ahead when it forgets, and prints what would help", () => {
    const storedFromMs = planNowMs - 4 * 86_400_000 + 3 * 3_600_000;
    const finding = findingOf("MSK315", { storedFromMs }, queue({ retentionMs: 4 * 86_400_000 }));
    expect(finding).toMatchObject({
      severity: "warning",
      message: "The queue deletes its oldest message in 3 h: it keeps messages for 4 d.",
      fix: "aws sqs set-queue-attributes --queue-url https://sqs.eu-central-1.amazonaws.com/123456789012/shop-failed --attributes MessageRetentionPeriod=1209600",
    });
    expect(findingOf("MSK315", { storedFromMs: planNowMs - 5 * 86_400_000 }, queue({ retentionMs: 4 * 86_400_000 }))?.message).toContain(
      "any moment",
    );
    expect(findingOf("MSK315", { storedFromMs: planNowMs }, queue())).toBeUndefined();
  });

  it("MSK319: knows where SQS falls silent", () => {
    expect(findingOf("MSK319", {}, queue({ inFlight: 100_000 }))).toMatchObject({ severity: "error" });
    expect(findingOf("MSK319", {}, queue({ inFlight: 99_999 }))).toBeUndefined();
  });

  it("says nothing of a queue that it may not ask", () => {
    const unknown = { queue: { kind: "not-permitted", action: "sqs:GetQueueAttributes" } } as const;
    for (const id of ["MSK305", "MSK306", "MSK315", "MSK319"] as const) expect(findingOf(id, {}, unknown)).toBeUndefined();
  });
});

describe("a bucket", () => {
  it("MSK307: leaves markers where versions are kept", () => {
    expect(findingOf("MSK307", {}, { bucketVersioned: known(true) })).toMatchObject({ severity: "info" });
    expect(findingOf("MSK307", {}, { bucketVersioned: known(false) })).toBeUndefined();
    expect(findingOf("MSK307", {}, { bucketVersioned: undefined })).toBeUndefined();
  });
});

describe("what is left alone", () => {
  it("MSK317: counts what cannot be read", () => {
    const finding = findingOf("MSK317", {
      malformed: [{ what: "no JSON", documents: 2 }],
      unreadable: [{ what: "too-large", documents: 1 }],
    });
    expect(finding).toMatchObject({
      severity: "warning",
      message: expect.stringContaining("3 documents cannot be read: no JSON (2), too large (1)."),
    });
    expect(findingOf("MSK317")).toBeUndefined();
  });

  it("MSK318: counts what is foreign", () => {
    const finding = findingOf("MSK318", { foreign: [{ what: "a Kinesis failure document", documents: 1 }] });
    expect(finding).toMatchObject({ severity: "info", message: "1 foreign document is left alone: a Kinesis failure document (1)." });
    expect(findingOf("MSK318")).toBeUndefined();
  });

  it("MSK322: says that runs on other machines are not seen, and which permission is missing", () => {
    expect(findingOf("MSK322", {}, { claimNotPermitted: "s3:PutObject" })).toMatchObject({
      severity: "warning",
      message: expect.stringContaining("s3:PutObject is not permitted"),
      fix: "mskctl redrive iam shipments",
    });
    expect(findingOf("MSK322")).toBeUndefined();
  });

  it("MSK314: remembers what earlier runs kept, and how to try only that", () => {
    const earlierRuns = [
      { id: "01JDK7Q2", kept: 2 },
      { id: "01JDK000", kept: 1 },
    ];
    expect(findingOf("MSK314", {}, { earlierRuns })).toMatchObject({
      severity: "info",
      message: expect.stringMatching(/^3 documents were kept here by 2 earlier runs/),
      fix: "mskctl redrive retry-parked 01JDK7Q2",
    });
    expect(findingOf("MSK314", {}, { earlierRuns: [{ id: "01JDK7Q2", kept: 0 }] })).toBeUndefined();
    expect(findingOf("MSK314")).toBeUndefined();
  });
});
