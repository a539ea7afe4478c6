import { expect, it } from "vitest";
import { partitions } from "../../../../src/core/tuning/reasons/partitions.ts";
import { type SubjectChanges, subject } from "../../../support/tuning/subjects.ts";
import { evenly, minutesOf } from "../../../support/tuning/workloads.ts";

const said = (changes: SubjectChanges) => partitions(subject(changes))?.reason.message;
const emails = (perSecond: number) => ({
  arrivals: minutesOf(60, () => perSecond),
  partitionShares: evenly(6),
  work: { invocationMs: 1_028, recordMs: 0, dispatchMs: 50 },
});
/** Full batches take longer than those from which the time of an invocation was told. */
const full = { invocations: 60, invoked: 6_000, durationMs: 1_250 };

it.each<[string, SubjectChanges, string]>([
  [
    // 100 records in 1,300 ms, six times.
    "more will be needed",
    { workload: emails(300), series: full, isFitted: false },
    "6 partitions do up to 462 records/s with batches of 100, and the busiest minutes bring 300: from there on more are needed",
  ],
  [
    // 560 of 80 % of 76.9/s.
    "more are needed now",
    { workload: emails(560), series: full, isFitted: false },
    "6 partitions do up to 462 records/s with batches of 100, and the busiest minutes bring 560: from there on more are needed, 10 for these",
  ],
  [
    // 24 × 5 MB/s of 50 kB each.
    "pollers fetch no more of one partition",
    { settings: { pollers: { minimum: 24, maximum: 24 } }, workload: { recordBytes: 50_000 } },
    "24 partitions do up to 2,400 records/s by 5 MB/s each, and the busiest minutes bring 2,000: from there on more are needed, 25 for these",
  ],
  [
    // 500 records in 440 ms and not 100 in 120 ms: 1,136/s and not 833/s.
    "more are needed with the settings that are recommended",
    { workload: { arrivals: minutesOf(60, () => 14_000) }, pick: { batchSize: 500 } },
    "24 partitions do up to 27,273 records/s with batches of 500, and the busiest minutes bring 14,000: from there on more are needed",
  ],
])("says from which rate on %s", (_, changes, message) => {
  expect(said(changes)).toBe(message);
});

it.each<[string, SubjectChanges]>([
  ["where there is room", {}],
  ["by bytes in on-demand mode, whose limit is not known", { workload: { recordBytes: 50_000 } }],
  ["without records", { workload: { arrivals: minutesOf(60, () => 0) } }],
])("is silent %s", (_, changes) => {
  expect(said(changes)).toBeUndefined();
});
