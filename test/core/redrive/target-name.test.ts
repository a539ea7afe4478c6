import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTarget, type TargetName, targetText } from "../../../src/core/redrive/target-name.ts";

const arn = "arn:aws:lambda:eu-central-1:123456789012:function:orders:live";

describe("parseTarget", () => {
  const cases: [text: string | undefined, target: TargetName][] = [
    [undefined, { kind: "original", qualifier: undefined }],
    ["lambda:original", { kind: "original", qualifier: undefined }],
    ["lambda:original:canary", { kind: "original", qualifier: "canary" }],
    ["lambda:original:$LATEST", { kind: "original", qualifier: "$LATEST" }],
    ["lambda:originals", { kind: "lambda", function: "originals" }],
    ["lambda:orders", { kind: "lambda", function: "orders" }],
    ["lambda:orders:live", { kind: "lambda", function: "orders:live" }],
    [`lambda:${arn}`, { kind: "lambda", function: arn }],
    ["lambda:123456789012:function:orders", { kind: "lambda", function: "123456789012:function:orders" }],
    [" kafka://orders-again ", { kind: "kafka", topic: "orders-again" }],
    ["file:./records", { kind: "file", directory: "./records" }],
  ];
  it.each(cases)("reads %s", (text, target) => expect(parseTarget(text)).toEqual(target));

  it.each([
    "",
    "orders",
    "lambda:",
    "lambda:two words",
    "lambda:orders:live:more",
    "lambda:arn:aws:sqs:eu-central-1:123456789012:q",
    "kafka://",
    "kafka://.",
    "file:",
    "s3://bucket",
  ])("refuses %j as wrong usage, with examples", (text) =>
    expect(() => parseTarget(text)).toThrow(
      expect.objectContaining({ code: "usage", suggestions: expect.arrayContaining(["kafka://topic"]) }),
    ),
  );
});

it("targetText gives a text that is read as the same target again", () => {
  const word = fc.stringMatching(/^[A-Za-z0-9_-]{1,30}$/);
  const targets: fc.Arbitrary<TargetName> = fc.oneof(
    fc.record({ kind: fc.constant("original" as const), qualifier: fc.option(word, { nil: undefined }) }),
    fc.record({
      kind: fc.constant("lambda" as const),
      function: fc.oneof(
        word.filter((name) => name !== "original"),
        fc.constant(arn),
      ),
    }),
    fc.record({ kind: fc.constant("kafka" as const), topic: word }),
    fc.record({ kind: fc.constant("file" as const), directory: fc.stringMatching(/^[a-z0-9/.:-]{1,40}$/) }),
  );
  fc.assert(fc.property(targets, (target) => void expect(parseTarget(targetText(target))).toEqual(target)));
});
