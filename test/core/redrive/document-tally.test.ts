import { describe, expect, it } from "vitest";
import { known } from "../../../src/core/mapping/fact.ts";
import type { ClassifiedDocument } from "../../../src/core/redrive/classify.ts";
import { tallyDocuments } from "../../../src/core/redrive/document-tally.ts";
import { plannedParts } from "../../../src/core/redrive/planned-parts.ts";
import { failedAtMs, sampleDocument, sampleRange } from "../../support/redrive/failure-documents.ts";

const log = { earliest: new Map(), end: new Map([[0, 1_000n]]), retentionMs: undefined };

function listed(changes: Parameters<typeof sampleDocument>[0] = {}, more: Partial<ClassifiedDocument> = {}): ClassifiedDocument {
  const document = sampleDocument(changes);
  const { condition, batchSize } = document;
  const planned = { id: "a", handle: "1", condition, failedAtMs: document.failedAtMs, records: batchSize, parts: plannedParts(document) };
  return {
    classified: { kind: "planned", planned, document },
    storedAtMs: failedAtMs,
    hasEvent: true,
    eventBytes: undefined,
    ...more,
  };
}

const other = (classified: ClassifiedDocument["classified"]): ClassifiedDocument => ({ ...listed(), classified });

async function tally(...pages: readonly (readonly ClassifiedDocument[])[]) {
  return tallyDocuments(pagesOf(pages), { nowMs: failedAtMs, batchSize: 100, source: "sqs:failed", topicLog: async () => known(log) });
}

async function* pagesOf(pages: readonly (readonly ClassifiedDocument[])[]): AsyncIterable<readonly ClassifiedDocument[]> {
  yield* pages;
}

describe("tallyDocuments", () => {
  it("counts documents, their records, lanes and times, page by page", async () => {
    const counted = await tally(
      [
        listed({ ranges: [sampleRange(1, 0, 9), sampleRange(0, 100, 109)] }),
        listed({ ranges: [sampleRange(0, 0, 49)], failedAtMs: failedAtMs + 5_000 }),
      ],
      [listed({ ranges: [sampleRange(0, 200, 299)], condition: "MaximumPayloadSizeExceeded" }, { storedAtMs: failedAtMs - 1_000 })],
    );
    expect(counted).toMatchObject({
      documents: 3,
      records: 170,
      repeated: 0,
      failed: { fromMs: failedAtMs, untilMs: failedAtMs + 5_000 },
      written: { fromMs: failedAtMs - 60_000, untilMs: failedAtMs - 30_000 },
      storedFromMs: failedAtMs - 1_000,
      conditions: [
        { what: "RetryAttemptsExhausted", documents: 2 },
        { what: "MaximumPayloadSizeExceeded", documents: 1 },
      ],
      functions: [{ what: sampleDocument().functionArn, documents: 3 }],
    });
    expect(counted.lanes).toEqual([
      { lane: { topic: "orders", partition: 0 }, documents: 3, records: 160, first: 0n, last: 299n, batches: 3 },
      { lane: { topic: "orders", partition: 1 }, documents: 1, records: 10, first: 0n, last: 9n, batches: 1 },
    ]);
  });

  it("says how many records stand in more than one document", async () => {
    const [whole, half, again] = [sampleRange(0, 0, 99), sampleRange(0, 50, 149), sampleRange(0, 0, 99)];
    const counted = await tally([whole, half, again].map((range) => listed({ ranges: [range] })));
    expect(counted).toMatchObject({ records: 300, repeated: 150, repeatedComplete: true });
  });

  it("counts what is left alone by its kind, and nothing else of it", async () => {
    const counted = await tally([
      other({ kind: "foreign", what: "a Kinesis failure document" }),
      other({ kind: "foreign", what: "an S3 event" }),
      other({ kind: "foreign", what: "a Kinesis failure document" }),
      other({ kind: "malformed", why: "no JSON" }),
      other({ kind: "unreadable", reason: "too-large" }),
      listed(),
    ]);
    expect(counted).toMatchObject({
      documents: 1,
      records: 100,
      foreign: [
        { what: "a Kinesis failure document", documents: 2 },
        { what: "an S3 event", documents: 1 },
      ],
      malformed: [{ what: "no JSON", documents: 1 }],
      unreadable: [{ what: "too-large", documents: 1 }],
    });
  });

  it("asks the brokers only about pointers", async () => {
    const counted = await tally([
      listed({ ranges: [sampleRange(0, 2_000, 2_009)] }),
      listed({ ranges: [sampleRange(0, 3_000, 3_004)] }, { hasEvent: false }),
    ]);
    expect(counted.recovery).toMatchObject({ records: 5, beyondEnd: 5 });
  });

  it("compares each range with the number of records that failed", async () => {
    const counted = await tally([listed({ batchSize: 90 }), listed({ batchSize: 100 }), listed({ batchSize: 101 })]);
    expect(counted).toMatchObject({ wider: 1, narrower: 1 });
  });

  it("knows how large a record is in an event where whole events were seen", async () => {
    const counted = await tally([listed({}, { eventBytes: 150_000 }), listed({}, { eventBytes: 50_000 }), listed()]);
    expect(counted.bytesPerRecord).toBe(1_000);
    expect((await tally([listed()])).bytesPerRecord).toBeUndefined();
  });

  it("is empty without documents", async () => {
    expect(await tally([])).toMatchObject({
      documents: 0,
      records: 0,
      lanes: [],
      failed: undefined,
      written: undefined,
      storedFromMs: undefined,
    });
  });

  it("refuses what looks like the wrong queue", async () => {
    const foreign = Array.from({ length: 150 }, () => other({ kind: "foreign", what: "no failure document" }));
    await expect(tally(foreign, [listed()])).rejects.toMatchObject({ code: "refused", details: { foreign: 101 } });
  });

  it("does not count more partitions than it may remember", async () => {
    const ranges = Array.from({ length: 1_001 }, (_, partition) => partition);
    const page = (start: number) => [listed({ ranges: ranges.map((partition) => sampleRange(start + partition, 0, 0)) })];
    const pages = Array.from({ length: 100 }, (_, index) => page(index * 1_001));
    await expect(tally(...pages)).rejects.toMatchObject({ code: "refused" });
  });
});
