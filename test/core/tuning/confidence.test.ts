import { expect, it } from "vitest";
import { confidenceOf } from "../../../src/core/tuning/confidence.ts";
import { type SubjectChanges, subject } from "../../support/tuning/subjects.ts";

const of = (changes: SubjectChanges, grade: "A" | "B" | "C" | "insufficient" = "A", reasons: readonly string[] = []) => {
  const { samples, result } = subject(changes);
  return confidenceOf({ grade, reasons }, samples, result);
};
/** Batches of 40 and of 48 records. */
const seen: SubjectChanges["series"] = { invocations: 100, invoked: (minute) => (minute % 2 === 0 ? 4_000 : 4_800) };
/** A window begins as the invocation before ends, so n = 83.3 × (2 + 0.04 + 0.0008 n) records, 182: 3.8 times 48. And with 5 s 450: 9.4 times. */
const near = { batchSize: 500, windowMs: 2_000 };
const far = { batchSize: 500, windowMs: 5_000 };

it("is the estimate's where nothing goes far beyond what was seen", () => {
  expect(of({ series: seen, pick: near }, "B", ["9.8 days of data, of 14"])).toEqual({ grade: "B", reasons: ["9.8 days of data, of 14"] });
});

it.each([
  ["A", "B"],
  ["B", "C"],
  ["C", "C"],
  ["insufficient", "insufficient"],
] as const)("is lower for batches that are much larger: %s becomes %s", (grade, lower) => {
  expect(of({ series: seen, pick: far }, grade)).toEqual({
    grade: lower,
    reasons: [expect.stringMatching(/^batches of 4[45]\d records are 9\.[34] times the largest that was seen, 48$/)],
  });
});

it("is C at best for provisioned concurrency, whose use is not measured", () => {
  expect(of({ series: seen, pick: { provisionedConcurrency: 2 } })).toEqual({
    grade: "C",
    reasons: ["what provisioned concurrency does to cold starts is not measured"],
  });
});

it("is C at best for memory, which is measured for one payload", () => {
  expect(of({ series: seen, settings: { memoryMb: 1_024 }, pick: { memoryMb: 512 } })).toEqual({
    grade: "C",
    reasons: ["what memory does is measured for one payload, and not for the mapping's batches"],
  });
  expect(of({ series: seen, settings: { memoryMb: 1_024 }, pick: { ...near } })).toMatchObject({ grade: "A" });
});

it("does not look at picks that are not recommended", () => {
  expect(of({ series: seen, pick: far, verdict: "no change" })).toEqual({ grade: "A", reasons: [] });
});
