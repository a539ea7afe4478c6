import { expect, it } from "vitest";
import { scalingDelay } from "../../../../src/core/tuning/reasons/scaling-delay.ts";
import { type SubjectChanges, subject } from "../../../support/tuning/subjects.ts";

const reasonFor = (changes: SubjectChanges) => scalingDelay(subject(changes))?.reason;
/** 90 s of lag in the minutes from `from` on, half of what arrives being processed. */
const behind = (from: number, until = 60): NonNullable<SubjectChanges["series"]> => ({
  lagRecords: (minute) => (minute >= from && minute < until ? 180_000 : 0),
  committed: 60_000,
  invocations: 600,
});

it("says what provisioned mode would do now, and gives the command", () => {
  // A partition does 100 records in 120 ms.
  expect(reasonFor({ series: behind(50) })).toEqual({
    rule: "R7",
    message: "on-demand pollers do 1,000 of 2,000 records/s; 24 partitions could do 20,000/s: provisioned pollers stand ready",
    advice: { summary: "turn on provisioned mode", fix: "mskctl update orders --min-pollers 10 --max-pollers 24", isFirst: true },
  });
});

it("gives it as well when the last quarter of an hour had such minutes", () => {
  expect(reasonFor({ series: behind(40, 52) })?.advice?.isFirst).toBe(true);
  expect(reasonFor({ series: behind(30, 44) })?.advice).toBeUndefined();
});

it("gives no command where the search recommends it anyway, or where it is over", () => {
  expect(reasonFor({ series: behind(50), pick: { pollers: { minimum: 10, maximum: 24 } } })?.advice).toBeUndefined();
  expect(reasonFor({ series: behind(20, 30) })).toEqual({
    rule: "R7",
    message: "on-demand pollers came too late in 10 minutes, where partitions could do 20,000 records/s: provisioned ones stand ready",
  });
});

it.each<[string, SubjectChanges]>([
  ["in provisioned mode", { settings: { pollers: { minimum: 1, maximum: 24 } }, series: behind(50) }],
  ["without lag", { series: behind(60) }],
  ["of a minute", { series: behind(59) }],
  ["of two minutes that are over", { series: behind(20, 22) }],
  // 20,000/s are what the partitions can do.
  ["where the partitions are full", { series: { ...behind(50), committed: 1_100_000 } }],
  ["where throttles hold it", { series: { ...behind(50), throttles: 60 } }],
  ["where one partition lags, which more pollers do not help", { series: { ...behind(50), maxPartitionLagRecords: 170_000 } }],
  ["where the function fails", { series: { ...behind(50), errors: 60 } }],
])("is silent %s", (_, changes) => {
  expect(reasonFor(changes)).toBeUndefined();
});
