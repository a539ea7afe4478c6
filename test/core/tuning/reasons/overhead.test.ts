import { expect, it } from "vitest";
import { overhead } from "../../../../src/core/tuning/reasons/overhead.ts";
import { type SubjectChanges, subject } from "../../../support/tuning/subjects.ts";

const said = (changes: SubjectChanges) => overhead(subject(changes))?.reason.message;

it("says what batching can save at most, and what is left then", () => {
  // n = 83.3 × (0.5 + 0.04 + 0.0008 n) is 48.2 records, 41.5 invocations/s: $21.8 of requests, 40 ms each are $72.7, and 2,000 × 0.8 ms are $70.08.
  // 72.7 / 142.8 = 51 %; to 1 %.
  expect(said({})).toMatch(
    /^51 % of the function's time is its invocations' own: batching saves up to \$9[45]\.\d\d a month; records alone cost \$70\.08$/,
  );
});

it("says when there is next to nothing to save", () => {
  // n = 83.3 × (10 + 0.04 + 0.0008 n) is 896 records in 757 ms, of which 40 are overhead; 2.23 a second: $1.17 and $3.91.
  expect(said({ settings: { batchSize: 1_000, windowMs: 10_000 } })).toMatch(
    /^only 5 % of the function's time is its invocations' own: larger batches save \$5\.[01]\d a month at most$/,
  );
});

it.each<[string, SubjectChanges]>([
  ["in between", { settings: { batchSize: 500, windowMs: 2_000 } }],
  ["where an invocation's time and a record's could not be told apart", { isFitted: false }],
])("is silent %s", (_, changes) => {
  expect(said(changes)).toBeUndefined();
});
