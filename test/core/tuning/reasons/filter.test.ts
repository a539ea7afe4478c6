import { expect, it } from "vitest";
import { filter } from "../../../../src/core/tuning/reasons/filter.ts";
import { type SubjectChanges, subject } from "../../../support/tuning/subjects.ts";

const reasonFor = (changes: SubjectChanges) => filter(subject(changes))?.reason;
const mapping = { FilterCriteria: { Filters: [{ Pattern: '{"value":{"kind":["changed"]}}' }] } };

it.each<[string, SubjectChanges, string]>([
  [
    // The records' time costs $70.08 without a filter.
    "what it spares",
    { workload: { passShare: 0.3 } },
    "the filter keeps 70 % of the records from the function: their time alone would cost $49.06 a month",
  ],
  [
    "what it spares, where a record's time is not known",
    { workload: { passShare: 0.3, work: { invocationMs: 80, recordMs: 0, dispatchMs: 0 } } },
    "the filter keeps 70 % of the records from the function",
  ],
  [
    "that it drops nearly everything",
    { workload: { passShare: 0.01 } },
    "the filter drops 99 % of 2,000 records/s, and pollers fetch them all the same; 20/s get through",
  ],
  [
    "that pollers cost for what it drops, and does not round up to all",
    { workload: { passShare: 0.0004 }, settings: { pollers: { minimum: 1, maximum: 1 } } },
    "the filter drops 99 % of 2,000 records/s, and pollers fetch them all the same for $135.05 a month; 0.8/s get through",
  ],
  [
    "that it drops everything",
    { workload: { passShare: 0 } },
    "the filter drops all of 2,000 records/s, and pollers fetch them all the same; 0/s get through",
  ],
])("tells %s", (_, changes, message) => {
  expect(reasonFor({ mapping, ...changes })?.message).toBe(message);
});

it("sends to lint where nearly nothing gets through", () => {
  expect(reasonFor({ mapping: { ...mapping, name: "old orders" }, workload: { passShare: 0.01 } })?.advice).toEqual({
    summary: "look whether the filter is meant so",
    fix: "mskctl lint --mapping 'old orders' --from-topic 1000",
    isFirst: false,
  });
  expect(reasonFor({ mapping, workload: { passShare: 0.3 } })?.advice).toBeUndefined();
});

it.each<[string, SubjectChanges]>([
  ["without a filter", { mapping: {}, workload: { passShare: 0.01 } }],
  ["where nearly everything passes", { mapping, workload: { passShare: 0.95 } }],
])("is silent %s", (_, changes) => {
  expect(reasonFor(changes)).toBeUndefined();
});
