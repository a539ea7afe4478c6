import { expect, it } from "vitest";
import { goodEnough } from "../../../../src/core/tuning/reasons/good-enough.ts";
import { type SubjectChanges, subject } from "../../../support/tuning/subjects.ts";

const said = (changes: SubjectChanges) => goodEnough(subject(changes))?.reason.message;

it("says how good, and what the best would save", () => {
  // 182 records in 2 s and 450 in 5 s: $70.08 of records, and $25.0 or $10.1 of 10.98 or 4.44 invocations/s.
  expect(said({ verdict: "no change", settings: { batchSize: 500, windowMs: 2_000 }, pick: { windowMs: 5_000 } })).toMatch(
    /^good enough: p99 age is 2\.\d s, the goal 5 s; of 1,930 settings the best saves \$14\.[89]\d of \$95\.[012]\d a month$/,
  );
});

it("says that nothing is cheaper", () => {
  expect(said({ verdict: "no change" })).toMatch(/^good enough: p99 age is \d{3} ms, the goal 5 s; of 1,930 settings none costs less$/);
});

it("is silent where there is something to change", () => {
  expect(said({ verdict: "change", pick: { windowMs: 5_000 } })).toBeUndefined();
  expect(said({ verdict: "unreachable" })).toBeUndefined();
});
