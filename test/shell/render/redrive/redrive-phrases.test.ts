import { describe, expect, it } from "vitest";
import {
  dollarsPhrase,
  leftPhrase,
  offsetsPhrase,
  rangePhrase,
  reasonPhrase,
  sourcePhrase,
  spanPhrase,
  targetPhrase,
} from "../../../../src/shell/render/redrive/redrive-phrases.ts";
import { sampleMapping } from "../../../support/mappings.ts";
import { functionTarget, planNowMs } from "../../../support/redrive/plans.ts";
import { plainLook } from "../look.ts";

const { glyphs } = plainLook();
const at = (text: string) => Date.parse(text);

it.each([
  ["2026-11-23T09:12:00Z", "2026-11-23T11:58:00Z", "09:12 to 11:58 UTC today"],
  ["2026-11-23T09:12:00Z", "2026-11-23T09:12:30Z", "09:12 UTC today"],
  ["2026-11-20T09:12:00Z", "2026-11-20T11:58:00Z", "09:12 to 11:58 UTC 2026-11-20"],
  ["2026-11-20T09:12:00Z", "2026-11-23T11:58:00Z", "2026-11-20 09:12 to 2026-11-23 11:58 UTC"],
])("a span from %s to %s", (from, until, phrase) => expect(spanPhrase({ fromMs: at(from), untilMs: at(until) }, planNowMs)).toBe(phrase));

it("a range is said once where its ends read alike", () => {
  expect(rangePhrase({ low: 412, high: 1_284 }, glyphs)).toBe("412–1,284");
  expect(rangePhrase({ low: 412, high: 412.3 }, glyphs)).toBe("412");
  expect(rangePhrase({ low: 0.001, high: 0.02 }, glyphs, dollarsPhrase)).toBe("under $0.01–$0.02");
  expect(dollarsPhrase(0)).toBe("$0.00");
});

describe("a source", () => {
  const mapping = sampleMapping();
  it.each([
    [{ kind: "s3", bucket: "b", prefix: `aws/lambda/${mapping.UUID}/` }, "s3://b"],
    [{ kind: "s3", bucket: "b", prefix: "other/" }, "s3://b/other/"],
    [{ kind: "sqs", queue: "arn:aws:sqs:eu-central-1:1:failed" }, "SQS failed"],
    [{ kind: "sqs", queue: "failed" }, "SQS failed"],
    [{ kind: "sns", arn: "arn:aws:sns:eu-central-1:1:failed" }, "SNS failed"],
    [{ kind: "kafka", topic: "failed" }, "kafka://failed"],
    [{ kind: "archive", path: "/tmp/a" }, "archive:/tmp/a"],
  ] as const)("%j is %s", (source, phrase) => expect(sourcePhrase(source, mapping)).toBe(phrase));
});

it("a target is the mapping's function, or says what else", () => {
  expect(targetPhrase(functionTarget({ name: "orders" }), sampleMapping())).toBe("its function");
  expect(targetPhrase(functionTarget({ name: "orders:live" }), sampleMapping())).toBe("function orders:live");
  expect(targetPhrase({ kind: "topic", topic: "again" }, undefined)).toBe("topic again");
});

it("offsets, reasons and what is left", () => {
  expect(offsetsPhrase({ first: 1_000n, last: 1_999n }, glyphs)).toBe("1,000–1,999");
  expect(offsetsPhrase({ first: 7n, last: 7n }, glyphs)).toBe("7");
  expect(reasonPhrase("expired")).toBe("expired");
  expect(reasonPhrase(undefined)).toBe("no reason");
  expect(leftPhrase(31_275)).toBe("31 s left");
  expect(leftPhrase(10)).toBe("1 s left");
});
