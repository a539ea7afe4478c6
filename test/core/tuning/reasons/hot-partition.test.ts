import { expect, it } from "vitest";
import { hotPartition } from "../../../../src/core/tuning/reasons/hot-partition.ts";
import { type SubjectChanges, subject } from "../../../support/tuning/subjects.ts";
import { evenly, minutesOf } from "../../../support/tuning/workloads.ts";

const said = (changes: SubjectChanges) => hotPartition(subject(changes))?.reason.message;
const skewed = [0.5, ...evenly(23).map((share) => share / 2)];

it.each<[string, SubjectChanges, string]>([
  [
    // A lane does 100 records in 120 ms.
    "by its share of the records",
    { workload: { arrivals: minutesOf(60, () => 4_000), partitionShares: skewed } },
    "one partition gets 50 % of the records, up to 2,000/s, and can do 833/s: no number of pollers mends that, keys do",
  ],
  [
    "by its share of the lag",
    { series: { lagRecords: 120_000, maxPartitionLagRecords: 100_000 } },
    "one of 24 partitions held 83 % of the lag in 60 minutes: no number of pollers mends that, keys do",
  ],
])("finds a hot partition %s", (_, changes, message) => {
  expect(said(changes)).toBe(message);
});

it.each<[string, SubjectChanges]>([
  ["of a partition with much that can do it", { workload: { arrivals: minutesOf(60, () => 1_000), partitionShares: skewed } }],
  ["where all lag alike", { series: { lagRecords: 120_000, maxPartitionLagRecords: 6_000 } }],
  ["where what lags is on its way", { series: { lagRecords: 1_000, maxPartitionLagRecords: 900 } }],
  ["of a few minutes", { series: { lagRecords: (minute) => (minute < 4 ? 120_000 : 0), maxPartitionLagRecords: 100_000 } }],
])("is silent %s", (_, changes) => {
  expect(said(changes)).toBeUndefined();
});
