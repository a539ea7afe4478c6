import { expect, it } from "vitest";
import { throttles } from "../../../../src/core/tuning/reasons/throttles.ts";
import { type SubjectChanges, subject } from "../../../support/tuning/subjects.ts";
import { evenly, minutesOf } from "../../../support/tuning/workloads.ts";

const reasonFor = (changes: SubjectChanges) => throttles(subject(changes))?.reason;
const workload = { arrivals: minutesOf(60, () => 1_210), partitionShares: evenly(12) };
/** Five executions do 861 records a second, 172 each. */
const throttled = { throttles: 95, invocations: 516, committed: 51_635, concurrentExecutions: 5 };
const reserve = (executions: number) =>
  `aws lambda put-function-concurrency --function-name orders --reserved-concurrent-executions ${executions} --region eu-central-1`;
const quota = "aws service-quotas get-service-quota --service-code lambda --quota-code L-B99A9384";

it.each<[string, SubjectChanges, string, string]>([
  [
    // 1,210 / 172 × 1.2 = 8.4
    "reserved concurrency",
    { series: throttled, facts: { reservedConcurrency: 5 } },
    "throttled 1,425 times in 15 min, 16 % of attempts: 1,210 records/s need 9 executions at once; 5 are reserved",
    reserve(9),
  ],
  [
    "what the account has left",
    { series: throttled },
    "throttled 1,425 times in 15 min, 16 % of attempts: 1,210 records/s need 9 executions at once",
    quota,
  ],
  [
    "what was too little some time ago",
    { series: { ...throttled, throttles: (minute) => (minute < 30 ? 95 : 0) }, facts: { reservedConcurrency: 5 } },
    "throttled 2,850 times in 60 min, 8 % of attempts: 1,210 records/s need 9 executions at once; 5 are reserved",
    reserve(9),
  ],
  [
    // Twelve partitions have twelve batches at a time: the other eight are somebody else's.
    "what others use, too",
    { series: throttled, facts: { reservedConcurrency: 20 } },
    "throttled 1,425 times in 15 min, 16 % of attempts: the function's executions are used up; 20 are reserved",
    reserve(40),
  ],
  [
    "none at all",
    { series: { throttles: 95, invocations: 0, committed: 0 }, facts: { reservedConcurrency: 0 } },
    "throttled 1,425 times in 15 min, 100 % of attempts: the function's executions are used up; 0 are reserved",
    reserve(12),
  ],
])("raises %s first", (_, changes, message, fix) => {
  expect(reasonFor({ workload, ...changes })).toEqual({
    rule: "R12",
    message,
    advice: { summary: "raise the function's concurrency first", fix, isFirst: true },
  });
});

it.each<[string, SubjectChanges]>([
  ["without throttles", { series: { ...throttled, throttles: 0 } }],
  ["of less than one in a hundred", { series: { ...throttled, throttles: 4 } }],
  ["without metrics", {}],
])("is silent %s", (_, changes) => {
  expect(reasonFor({ workload, ...changes })).toBeUndefined();
});
