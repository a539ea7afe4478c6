import { describe, expect, it } from "vitest";
import { classify } from "../../../src/core/redrive/classify.ts";
import { sampleMapping, shopClusterArn } from "../../support/mappings.ts";
import { sampleDocument, sampleRange } from "../../support/redrive/failure-documents.ts";

const read = (changes: Parameters<typeof sampleDocument>[0] = {}) => ({ kind: "document", document: sampleDocument(changes) }) as const;
const kindOf = (...given: Parameters<typeof classify>) => {
  const answer = classify(...given);
  return answer.kind === "foreign" ? answer.what : answer.kind;
};

describe("classify", () => {
  it("takes the mapping's own documents, whatever alias or version ran", () => {
    expect(kindOf(read(), sampleMapping())).toBe("document");
    expect(kindOf(read({ functionArn: `${sampleDocument().functionArn}:7` }), sampleMapping())).toBe("document");
  });

  it("takes every document where no mapping is named", () =>
    expect(kindOf(read({ functionArn: "f", eventSourceArn: "c" }), undefined)).toBe("document"));

  it("leaves what the parser said", () => {
    expect(classify({ kind: "malformed", why: "no JSON" }, sampleMapping())).toEqual({ kind: "malformed", why: "no JSON" });
    expect(classify({ kind: "foreign", what: "a Kinesis failure document" }, undefined)).toEqual({
      kind: "foreign",
      what: "a Kinesis failure document",
    });
  });

  it("finds documents that belong to somebody else", () => {
    expect(kindOf(read({ functionArn: "arn:aws:lambda:eu-central-1:123456789012:function:refunds" }), sampleMapping())).toBe(
      "a document of another function",
    );
    expect(kindOf(read({ ranges: [sampleRange(0, 1, 2), sampleRange(0, 1, 2, { topic: "refunds" })] }), sampleMapping())).toBe(
      "a document of another topic",
    );
    expect(kindOf(read({ eventSourceArn: shopClusterArn.replace("cluster/shop/", "cluster/test/") }), sampleMapping())).toBe(
      "a document of another cluster",
    );
    expect(kindOf(read({ eventSourceArn: shopClusterArn.replace("1111-3", "1111-4").replace("-3", "-4") }), sampleMapping())).toBe(
      "a document of another cluster",
    );
  });

  it("knows a cluster behind a VPC connection by its name", () => {
    const connected = sampleMapping({
      EventSourceArn: "arn:aws:kafka:eu-central-1:999999999999:vpc-connection/123456789012/shop/22222222-2222-4333-8444-555555555555-3",
    });
    expect(kindOf(read(), connected)).toBe("document");
    expect(kindOf(read({ eventSourceArn: shopClusterArn.replace("/shop/", "/test/") }), connected)).toBe("a document of another cluster");
  });

  it("knows a self-managed cluster by one server in common", () => {
    const { EventSourceArn: _, ...rest } = sampleMapping();
    const mapping = { ...rest, SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ["b-1:9096", "b-2:9096"] } } };
    expect(kindOf(read({ eventSourceArn: undefined, bootstrapServers: ["b-2:9096", "b-3:9096"] }), mapping)).toBe("document");
    expect(kindOf(read({ eventSourceArn: undefined, bootstrapServers: ["b-3:9096"] }), mapping)).toBe("a document of another cluster");
    expect(kindOf(read({ eventSourceArn: undefined }), mapping)).toBe("document");
    expect(kindOf(read(), mapping)).toBe("a document of another cluster");
  });
});
