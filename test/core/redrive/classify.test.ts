import { describe, expect, it } from "vitest";
import type { MappingDocument } from "../../../src/core/mapping/model.ts";
import type { FailureDocument } from "../../../src/core/record/failure-document.ts";
import { classifyDocument } from "../../../src/core/redrive/classify.ts";
import type { ListedDocument } from "../../../src/core/redrive/ports.ts";
import { nodeBytes } from "../../../src/platform/bytes/node-bytes.ts";
import { sampleMapping, shopClusterArn } from "../../support/mappings.ts";
import { sampleDocument, sampleRange } from "../../support/redrive/failure-documents.ts";
import { changed, sample } from "../record/failure-documents.ts";

function listed(text: string, changes: Partial<ListedDocument> = {}): ListedDocument {
  return { id: "m-1", handle: "h-1", bytes: Buffer.from(text), complete: true, storedAtMs: undefined, ...changes };
}

const classified = (text: string, changes: Partial<ListedDocument> = {}) => classifyDocument(listed(text, changes), undefined, nodeBytes);

const functionArn = "arn:aws:lambda:us-east-1:123456789012:function:myfunction";

describe("a failure document", () => {
  it("is planned with its records and its parts", () => {
    expect(classified(sample)).toMatchObject({
      kind: "planned",
      planned: {
        id: "m-1",
        handle: "h-1",
        condition: "RetryAttemptsExhausted",
        failedAtMs: Date.parse("2019-11-14T00:38:06.021Z"),
        records: 500,
        parts: [
          {
            lane: { topic: "Topic", partition: 0 },
            first: 4722n,
            last: 5186n,
            firstTimestampMs: Date.parse("2019-11-14T00:38:04.835Z"),
            lastTimestampMs: Date.parse("2019-11-14T00:38:05.580Z"),
            claimed: 500,
          },
        ],
      },
      document: { functionArn, batchSize: 500 },
    });
  });

  it("of several partitions has a part for each, whose claims add up", () => {
    const recordsInfo = {
      "a-b-1": { firstRecordOffset: "10", lastRecordOffset: "19" },
      "a-b-0": { firstRecordOffset: "0", lastRecordOffset: "29" },
    };
    const answer = classified(changed({ "KafkaBatchInfo.recordsInfo": recordsInfo, "KafkaBatchInfo.batchSize": 20 }));
    const parts = answer.kind === "planned" ? answer.planned.parts : [];
    expect(parts.map(({ lane, claimed }) => [lane, claimed])).toEqual([
      [{ topic: "a-b", partition: 1 }, 6],
      [{ topic: "a-b", partition: 0 }, 14],
    ]);
  });

  it("is planned from its beginning, or has to be fetched", () => {
    const inS3 = changed({ payload: "{}" });
    expect(classified(inS3.slice(0, -5), { complete: false }).kind).toBe("planned");
    expect(classified(inS3.slice(0, 200), { complete: false })).toEqual({ kind: "incomplete" });
  });
});

const kindOf = (changes: Parameters<typeof sampleDocument>[0], mapping: MappingDocument | undefined) => {
  const answer = classifyDocument(listed(documentText(sampleDocument(changes))), mapping, nodeBytes);
  return answer.kind === "foreign" ? answer.what : answer.kind;
};

/** As SQS would hold it. */
function documentText({ ranges, batchSize, eventSourceArn, bootstrapServers, ...document }: FailureDocument): string {
  const recordsInfo = Object.fromEntries(
    ranges.map(({ topic, partition, first, last }) => [
      `${topic}-${partition}`,
      { firstRecordOffset: `${first}`, lastRecordOffset: `${last}` },
    ]),
  );
  const { functionArn, condition, failedAtMs } = document;
  const KafkaBatchInfo = { batchSize, eventSourceArn, bootstrapServers: bootstrapServers.join(","), recordsInfo };
  return JSON.stringify({ requestContext: { functionArn, condition }, timestamp: new Date(failedAtMs).toISOString(), KafkaBatchInfo });
}

describe("whose a document is", () => {
  it("takes the mapping's own documents, whatever alias or version ran", () => {
    expect(kindOf({}, sampleMapping())).toBe("planned");
    expect(kindOf({ functionArn: `${sampleDocument().functionArn}:7` }, sampleMapping())).toBe("planned");
  });

  it("takes every document where no mapping is named", () =>
    expect(kindOf({ functionArn: "f", eventSourceArn: "c" }, undefined)).toBe("planned"));

  it("finds documents that belong to somebody else", () => {
    expect(kindOf({ functionArn: "arn:aws:lambda:eu-central-1:123456789012:function:refunds" }, sampleMapping())).toBe(
      "a document of another function",
    );
    expect(kindOf({ ranges: [sampleRange(0, 1, 2), sampleRange(0, 1, 2, { topic: "refunds" })] }, sampleMapping())).toBe(
      "a document of another topic",
    );
    expect(kindOf({ eventSourceArn: shopClusterArn.replace("cluster/shop/", "cluster/test/") }, sampleMapping())).toBe(
      "a document of another cluster",
    );
    expect(kindOf({ eventSourceArn: shopClusterArn.replace("1111-3", "1111-4").replace("-3", "-4") }, sampleMapping())).toBe(
      "a document of another cluster",
    );
  });

  it("knows a cluster behind a VPC connection by its name", () => {
    const connected = sampleMapping({
      EventSourceArn: "arn:aws:kafka:eu-central-1:999999999999:vpc-connection/123456789012/shop/22222222-2222-4333-8444-555555555555-3",
    });
    expect(kindOf({}, connected)).toBe("planned");
    expect(kindOf({ eventSourceArn: shopClusterArn.replace("/shop/", "/test/") }, connected)).toBe("a document of another cluster");
  });

  it("knows a self-managed cluster by one server in common", () => {
    const { EventSourceArn: _, ...rest } = sampleMapping();
    const mapping = { ...rest, SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ["b-1:9096", "b-2:9096"] } } };
    expect(kindOf({ eventSourceArn: undefined, bootstrapServers: ["b-2:9096", "b-3:9096"] }, mapping)).toBe("planned");
    expect(kindOf({ eventSourceArn: undefined, bootstrapServers: ["b-3:9096"] }, mapping)).toBe("a document of another cluster");
    expect(kindOf({ eventSourceArn: undefined }, mapping)).toBe("planned");
    expect(kindOf({}, mapping)).toBe("a document of another cluster");
  });
});

describe("what cannot be planned", () => {
  it("is said as it was read", () => {
    expect(classified("{}")).toEqual({ kind: "foreign", what: "some other JSON object" });
    expect(classified("nothing")).toMatchObject({ kind: "malformed" });
    expect(classified(changed({ "KafkaBatchInfo.recordsInfo": {} }))).toEqual({ kind: "malformed", why: "its `recordsInfo` is empty" });
  });

  it("has a reason when the source could not give it", () => {
    expect(classified("", { bytes: undefined, unreadable: "too-large" })).toEqual({ kind: "unreadable", reason: "too-large" });
    expect(classified("", { bytes: undefined })).toEqual({ kind: "unreadable", reason: "gone" });
    expect(classified(sample, { unreadable: "not-permitted" })).toEqual({ kind: "unreadable", reason: "not-permitted" });
  });
});
