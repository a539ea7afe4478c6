import { expect, it } from "vitest";
import { pollerPrice } from "../../../../src/core/tuning/reasons/poller-price.ts";
import { type SubjectChanges, subject } from "../../../support/tuning/subjects.ts";
import { evenly, minutesOf } from "../../../support/tuning/workloads.ts";

const said = (changes: SubjectChanges) => pollerPrice(subject(changes))?.reason.message;
const pollers = (minimum: number, maximum: number) => ({ pollers: { minimum, maximum } });

it.each<[string, SubjectChanges, string]>([
  [
    // One does 5 × 100 records in 120 ms, 4,167/s, and 80 % of that is 3,333/s.
    "too many pollers",
    { settings: pollers(40, 50), workload: { partitionShares: evenly(50) } },
    "MinimumPollers 40 takes 4 EPUs, $540.20 a month; the busiest minutes need 1 poller: 1 EPU, $135.05",
  ],
  [
    "too many for a peak of 6,000/s",
    { settings: pollers(12, 24), workload: { arrivals: minutesOf(60, () => 6_000) } },
    "MinimumPollers 12 takes 2 EPUs, $270.10 a month; the busiest minutes need 2 pollers: 1 EPU, $135.05",
  ],
  [
    // The figures of AWS's example, at 730 h and not 720 h: ten mappings with one EPU.
    "a group that shares",
    { settings: pollers(1, 24), workload: { arrivals: minutesOf(60, () => 1_000) }, facts: { sameVpcMappings: 9 } },
    "a poller group with 9 other mappings shares EPUs: $13.51 a month instead of $135.05 if all are alike",
  ],
])("tells of %s", (_, changes, message) => {
  expect(said(changes)).toBe(message);
});

it("tells that on-demand mode will do, when the search says so", () => {
  const changes: SubjectChanges = { settings: pollers(10, 24), pick: { pollers: undefined } };
  expect(said(changes)).toMatch(/^pollers cost \$135\.05 a month; on-demand mode needs none of them, and p99 age is \d{3} ms of 5 s$/);
  expect(said({ ...changes, verdict: "no change" })).toBeUndefined();
});

it.each<[string, SubjectChanges]>([
  ["in on-demand mode", {}],
  ["in a group", { settings: { ...pollers(40, 50), pollerGroup: "shop" }, workload: { partitionShares: evenly(50) } }],
  ["of one unit alone", { settings: pollers(10, 24) }],
  ["of more than 2 MB/s, which shares badly", { settings: pollers(1, 24), facts: { sameVpcMappings: 9 } }],
  [
    "where a group saves nothing",
    { settings: pollers(10, 24), workload: { arrivals: minutesOf(60, () => 1_000) }, facts: { sameVpcMappings: 1 } },
  ],
])("is silent %s", (_, changes) => {
  expect(said(changes)).toBeUndefined();
});
