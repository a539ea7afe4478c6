import { describe, expect, it } from "vitest";
import { classifyDocument, type ExpectedOrigin } from "../../../src/core/redrive/classify.ts";
import type { ListedDocument } from "../../../src/core/redrive/ports.ts";
import { nodeBytes } from "../../../src/platform/bytes/node-bytes.ts";
import { changed, sample } from "../record/failure-documents.ts";

function listed(text: string, changes: Partial<ListedDocument> = {}): ListedDocument {
  return { id: "m-1", handle: "h-1", bytes: Buffer.from(text), complete: true, storedAtMs: undefined, ...changes };
}

const classified = (text: string, expected: ExpectedOrigin = {}, changes: Partial<ListedDocument> = {}) =>
  classifyDocument(listed(text, changes), expected, nodeBytes);

const functionArn = "arn:aws:lambda:us-east-1:123456789012:function:myfunction";
const eventSourceArn = "arn:aws:kafka:us-east-1:123456789012:cluster/vpc-2priv-2pub/751d2973-a626-431c-9d4e-d7975eb44dd7-2";

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
    expect(classified(inS3.slice(0, -5), {}, { complete: false }).kind).toBe("planned");
    expect(classified(inS3.slice(0, 200), {}, { complete: false })).toEqual({ kind: "incomplete" });
  });
});

describe("what is expected", () => {
  it.each<[string, ExpectedOrigin]>([
    ["nothing", {}],
    ["the function", { functionArns: [functionArn] }],
    ["the function by another qualifier", { functionArns: ["arn:aws:lambda:x:y:function:z", `${functionArn}:live`] }],
    ["the cluster", { eventSourceArn }],
    ["the topic", { topic: "Topic" }],
    ["all of it", { functionArns: [functionArn], eventSourceArn, topic: "Topic", bootstrapServers: undefined }],
  ])("fits: %s", (_, expected) => {
    expect(classified(sample, expected).kind).toBe("planned");
    expect(classified(changed({ "requestContext.functionArn": `${functionArn}:7` }), expected).kind).toBe("planned");
  });

  it.each<[string, ExpectedOrigin]>([
    ["function", { functionArns: [`${functionArn}2`] }],
    ["function", { functionArns: [] }],
    ["cluster", { eventSourceArn: `${eventSourceArn}3` }],
    ["cluster", { bootstrapServers: ["b-1.demo.kafka.us-east-1.amazonaws.com:9092"] }],
    ["topic", { topic: "Topic2" }],
  ])("is another %s: %j", (what, expected) => {
    expect(classified(sample, expected)).toEqual({ kind: "foreign", what: `a failure document of another ${what}` });
  });

  it("of a self-managed cluster is one server in common", () => {
    const own = changed({ "KafkaBatchInfo.eventSourceArn": undefined, "KafkaBatchInfo.bootstrapServers": "b-1.Shop:9096,b-2.shop:9096" });
    expect(classified(own, { bootstrapServers: ["b-3.shop:9096", "B-1.shop:9096"] }).kind).toBe("planned");
    expect(classified(own, { bootstrapServers: ["b-3.shop:9096"] }).kind).toBe("foreign");
    expect(classified(own, { eventSourceArn }).kind).toBe("foreign");
  });

  it("is asked of every partition's topic", () => {
    const range = { firstRecordOffset: "1", lastRecordOffset: "1" };
    const mixed = changed({ "KafkaBatchInfo.recordsInfo": { "Topic-0": range, "Other-0": range } });
    expect(classified(mixed, { topic: "Topic" }).kind).toBe("foreign");
  });
});

describe("what cannot be planned", () => {
  it("is said as it was read", () => {
    expect(classified("{}")).toEqual({ kind: "foreign", what: "some other JSON object" });
    expect(classified("nothing")).toMatchObject({ kind: "malformed" });
    expect(classified(changed({ "KafkaBatchInfo.recordsInfo": {} }))).toEqual({ kind: "malformed", why: "its `recordsInfo` is empty" });
  });

  it("has a reason when the source could not give it", () => {
    expect(classified("", {}, { bytes: undefined, unreadable: "too-large" })).toEqual({ kind: "unreadable", reason: "too-large" });
    expect(classified("", {}, { bytes: undefined })).toEqual({ kind: "unreadable", reason: "gone" });
    expect(classified(sample, {}, { unreadable: "not-permitted" })).toEqual({ kind: "unreadable", reason: "not-permitted" });
  });
});
