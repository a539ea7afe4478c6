import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import {
  destinationSource,
  parseSource,
  partitionOf,
  queueArn,
  type SourceName,
  sourceIdentity,
  sourceText,
} from "../../../src/core/redrive/source-name.ts";
import { sampleMapping } from "../../support/mappings.ts";

const queue = "arn:aws:sqs:eu-central-1:123456789012:failed-orders";
const queueUrl = "https://sqs.eu-central-1.amazonaws.com/123456789012/failed-orders";
const topic = "arn:aws:sns:eu-central-1:123456789012:failed-orders";
const uuid = "e0b5c7f2-0000-4000-8000-0000000091c2";

function usageOf(text: string): MskctlError {
  try {
    parseSource(text);
  } catch (error) {
    if (error instanceof MskctlError) return error;
  }
  throw new Error(`${text} was taken`);
}

describe("parseSource", () => {
  const cases: [text: string, source: SourceName][] = [
    ["orders", { kind: "mapping", name: "orders" }],
    ["orders/refunds", { kind: "mapping", name: "orders/refunds" }],
    ["topic:refunds", { kind: "mapping", name: "topic:refunds" }],
    ["function:redrive", { kind: "mapping", name: "function:redrive" }],
    [`esm:${uuid}`, { kind: "mapping", name: uuid }],
    ["esm:sqs:live", { kind: "mapping", name: "sqs:live" }],
    [
      "arn:aws:lambda:eu-central-1:123456789012:function:orders",
      { kind: "mapping", name: "arn:aws:lambda:eu-central-1:123456789012:function:orders" },
    ],
    [" sqs:failed-orders ", { kind: "sqs", queue: "failed-orders" }],
    ["sqs:failed.fifo", { kind: "sqs", queue: "failed.fifo" }],
    [`sqs:${queue}`, { kind: "sqs", queue }],
    [`sqs:${queueUrl}`, { kind: "sqs", queue: queueUrl }],
    ["sqs:http://127.0.0.1:4566/000000000000/q", { kind: "sqs", queue: "http://127.0.0.1:4566/000000000000/q" }],
    [`sns:${topic}`, { kind: "sns", arn: topic }],
    ["s3://shop-failed-records", { kind: "s3", bucket: "shop-failed-records", prefix: "" }],
    ["s3://shop-failed-records/aws/lambda/", { kind: "s3", bucket: "shop-failed-records", prefix: "aws/lambda/" }],
    ["s3://bucket//odd", { kind: "s3", bucket: "bucket", prefix: "/odd" }],
    ["kafka://orders-failed", { kind: "kafka", topic: "orders-failed" }],
    ["archive:/var/tmp/orders", { kind: "archive", path: "/var/tmp/orders" }],
    ["archive:s3://shop-archive/orders", { kind: "archive", path: "s3://shop-archive/orders" }],
  ];
  it.each(cases)("reads %s", (text, source) => expect(parseSource(text)).toEqual(source));

  it.each([
    "",
    " ",
    "esm:",
    "sqs:",
    "sqs:two words",
    "sns:failed-orders",
    "s3://",
    "s3:///key",
    "kafka://",
    "kafka://a b",
    "kafka://..",
    "archive:",
    "gs://b",
  ])("refuses %j, and says which forms there are", (text) =>
    expect(usageOf(text)).toMatchObject({ code: "usage", suggestions: expect.arrayContaining(["s3://bucket/prefix"]) }),
  );

  it.each([
    [queue, `sqs:${queue}`],
    [queueUrl, `sqs:${queueUrl}`],
    [topic, `sns:${topic}`],
    ["arn:aws:s3:::shop-failed-records", "s3://shop-failed-records"],
  ])("knows what is meant by a bare %s", (text, meant) => {
    const error = usageOf(text);
    expect(error.suggestions).toEqual([meant]);
    expect(() => parseSource(meant)).not.toThrow();
  });
});

describe("sourceText", () => {
  it("marks a mapping whose name looks like another form", () =>
    expect(sourceText({ kind: "mapping", name: "sqs:live" })).toBe("esm:sqs:live"));

  it("gives a text that is read as the same source again", () => {
    const word = fc.stringMatching(/^[A-Za-z0-9_-]{1,30}$/);
    const path = fc.stringMatching(/^[a-z0-9/:. =-]{1,40}$/).map((text) => text.trim());
    const sources: fc.Arbitrary<SourceName> = fc.oneof(
      fc.record({
        kind: fc.constant("mapping" as const),
        name: fc.oneof(
          word,
          fc.tuple(fc.constantFrom("sqs", "esm", "topic", "kafka"), word).map((parts) => parts.join(":")),
        ),
      }),
      fc.record({ kind: fc.constant("sqs" as const), queue: fc.oneof(word, fc.constant(queue), fc.constant(queueUrl)) }),
      fc.record({ kind: fc.constant("sns" as const), arn: fc.constant(topic) }),
      fc.record({ kind: fc.constant("s3" as const), bucket: fc.stringMatching(/^[a-z0-9][a-z0-9.-]{2,20}$/), prefix: path }),
      fc.record({ kind: fc.constant("kafka" as const), topic: word }),
      fc.record({ kind: fc.constant("archive" as const), path: path.filter((text) => text !== "") }),
    );
    fc.assert(fc.property(sources, (source) => void expect(parseSource(sourceText(source))).toEqual(source)));
  });
});

describe("destinationSource", () => {
  const withDestination = (Destination: string) =>
    destinationSource(sampleMapping({ UUID: uuid, DestinationConfig: { OnFailure: { Destination } } }));

  it.each([
    [queue, { kind: "sqs", queue }],
    [topic, { kind: "sns", arn: topic }],
    ["arn:aws:s3:::shop-failed-records", { kind: "s3", bucket: "shop-failed-records", prefix: `aws/lambda/${uuid}/` }],
    ["arn:aws-cn:s3:::shop", { kind: "s3", bucket: "shop", prefix: `aws/lambda/${uuid}/` }],
    ["kafka://orders-failed", { kind: "kafka", topic: "orders-failed" }],
  ])("finds %s", (destination, source) => expect(withDestination(destination)).toEqual({ kind: "source", source }));

  it("says that there is none", () => {
    expect(destinationSource(sampleMapping())).toEqual({ kind: "none" });
    expect(withDestination("")).toEqual({ kind: "none" });
  });

  it("passes on what it does not know", () => {
    const destination = "arn:aws:events:eu-central-1:123456789012:event-bus/failed";
    expect(withDestination(destination)).toEqual({ kind: "unknown", destination });
  });
});

describe("sourceIdentity", () => {
  const place = { region: "eu-central-1", accountId: "123456789012" };
  const identity = (source: string, at: Partial<typeof place> = place) =>
    sourceIdentity({ source, region: undefined, accountId: undefined, ...at });

  it.each([
    ["s3://b/p", "s3://b/p/"],
    ["s3://b", "s3://b/"],
    ["archive:/var/tmp/orders", "archive:/var/tmp/orders/"],
    ["archive:s3://b/p", "archive:s3://b/p/"],
    [`sqs:${queue}`, `sqs:${queueUrl}`],
    [`sqs:${queue}`, "sqs:failed-orders"],
  ])("is one for %s and %s", (one, other) => expect(identity(one)).toBe(identity(other)));

  it.each([
    ["s3://b/p", "s3://b/p2"],
    ["s3://b/p", "archive:s3://b/p"],
    ["sqs:failed-orders", "sqs:failed-orders.fifo"],
    ["sqs:http://127.0.0.1:4566/000000000000/failed-orders", "sqs:failed-orders"],
    [`sns:${topic}`, `sqs:${queue}`],
    ["kafka://a", "kafka://b"],
  ])("is not one for %s and %s", (one, other) => expect(identity(one)).not.toBe(identity(other)));

  it("goes by what was written where account or Region are not known", () => {
    for (const source of ["sqs:failed-orders", `sqs:${queueUrl}`]) {
      expect(identity(source, {})).toBe(source);
      expect(identity(source, { region: "eu-central-1" })).toBe(source);
    }
  });
});

describe("queueArn", () => {
  const place = { region: "eu-central-1", accountId: "123456789012" };

  it.each([queue, queueUrl, "failed-orders", `${queueUrl}/`])("is one for every way to name a queue: %s", (name) =>
    expect(queueArn(name, place)).toBe(queue),
  );

  it("takes the account from the URL, and the partition from the Region", () => {
    expect(queueArn("http://127.0.0.1:4566/000000000000/q", place)).toBe("arn:aws:sqs:eu-central-1:000000000000:q");
    expect(queueArn("q", { ...place, region: "cn-north-1" })).toBe("arn:aws-cn:sqs:cn-north-1:123456789012:q");
    expect(partitionOf("us-gov-west-1")).toBe("aws-us-gov");
  });
});
