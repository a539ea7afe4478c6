import { expect, it } from "vitest";
import { allOf, leftOut, leftOutPhrase } from "../../../../src/core/filter/sites/found-patterns.ts";

it("patterns of other sources are counted by source", () => {
  const { leftOut: counts } = allOf([leftOut("SQS", 1), leftOut("Kinesis", 1), leftOut("SQS", 1), leftOut("MQ", 0)]);
  expect(leftOutPhrase(counts)).toBe("3 patterns of other event sources left out (SQS 2, Kinesis 1)");
  expect(leftOutPhrase(new Map([["SQS", 1]]))).toBe("1 pattern of other event sources left out (SQS 1)");
  expect(leftOutPhrase(new Map())).toBeUndefined();
});
