import { expect, it } from "vitest";
import { windowOrSize } from "../../../../src/core/tuning/reasons/window-or-size.ts";
import { type SubjectChanges, subject } from "../../../support/tuning/subjects.ts";
import { minutesOf } from "../../../support/tuning/workloads.ts";

const said = (changes: SubjectChanges) => windowOrSize(subject(changes))?.reason.message;
/** 120,000 records a minute in so many batches. */
const counted = (invocations: number) => ({ invocations, invoked: 120_000 });

it.each<[string, SubjectChanges, string]>([
  [
    // 2,000/s over 24 lanes are 41.7 in half a second, and the one that opens the window.
    "the window",
    { series: counted(2_813) },
    "100 % of batches close on the window of 500 ms, with 43 of 100 records: the window is the lever, not BatchSize",
  ],
  [
    // In 2 s there would be 167.
    "the size",
    { settings: { windowMs: 2_000 }, series: counted(1_200) },
    "100 % of batches are full at 100 records: BatchSize is the lever, not the window of 2 s",
  ],
  [
    "no window at all",
    {
      settings: { windowMs: 0, batchSize: 10 },
      workload: { arrivals: minutesOf(60, () => 96) },
      series: { invocations: 5_760, invoked: 5_760 },
    },
    "without a window a batch holds what is there, 1 of 10 records: the window is the lever, not BatchSize",
  ],
])("names %s", (_, changes, message) => {
  expect(said(changes)).toBe(message);
});

it.each<[string, SubjectChanges]>([
  // 1.2 s bring 100 on the average: half of the batches are full.
  ["where both close batches", { settings: { windowMs: 1_200 }, series: counted(1_250) }],
  [
    "where batches hardly matter to the bill",
    { workload: { work: { invocationMs: 0.1, recordMs: 10, dispatchMs: 0 } }, series: counted(2_813) },
  ],
  ["where nobody counted records", {}],
])("is silent %s", (_, changes) => {
  expect(said(changes)).toBeUndefined();
});
