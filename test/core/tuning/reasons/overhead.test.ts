import { expect, it } from "vitest";
import { overhead } from "../../../../src/core/tuning/reasons/overhead.ts";
import { type SubjectChanges, subject } from "../../../support/tuning/subjects.ts";

const said = (changes: SubjectChanges) => overhead(subject(changes))?.reason.message;

it("says what batching can save at most, and what is left then", () => {
  // 46.88 invocations/s: $24.64 of requests, 40 ms each are $82.13, and 2,000 × 0.8 ms are $70.08. 82.13 / 152.21 = 54 %; to 0.5 %.
  expect(said({})).toMatch(
    /^54 % of the function's time is its invocations' own: batching saves up to \$10[67]\.\d\d a month; records alone cost \$70\.08$/,
  );
});

it("says when there is next to nothing to save", () => {
  // 1 + 83.3 × 10 records in 707 ms, of which 40 are overhead; 2.4 a second: $1.26 and $4.20.
  expect(said({ settings: { batchSize: 1_000, windowMs: 10_000 } })).toMatch(
    /^only 6 % of the function's time is its invocations' own: larger batches save \$5\.4\d a month at most$/,
  );
});

it.each<[string, SubjectChanges]>([
  ["in between", { settings: { batchSize: 500, windowMs: 2_000 } }],
  ["where an invocation's time and a record's could not be told apart", { isFitted: false }],
])("is silent %s", (_, changes) => {
  expect(said(changes)).toBeUndefined();
});
