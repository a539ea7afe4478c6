import { expect, it } from "vitest";
import { steadyPollers } from "../../../../src/core/tuning/reasons/steady-pollers.ts";
import { type SubjectChanges, subject } from "../../../support/tuning/subjects.ts";
import { minutesOf } from "../../../support/tuning/workloads.ts";

const said = (changes: SubjectChanges) =>
  steadyPollers(subject({ workload: { arrivals: minutesOf(1_440, () => 2_000) }, ...changes }))?.reason.message;
const pollers = (minimum: number, maximum: number) => ({ pollers: { minimum, maximum } });
/** Up and down every hour: 23 changes a day. */
const hourly = (minute: number) => (Math.floor(minute / 60) % 2 === 0 ? 2 : 4);

it.each<[string, SubjectChanges, string]>([
  [
    "for nothing",
    { settings: pollers(2, 4) },
    "the number of pollers changed 23 times a day, and polling stops each time: MinimumPollers 4 ends that",
  ],
  [
    "for money: 24 partitions bound the maximum",
    { settings: pollers(2, 200) },
    "the number of pollers changed 23 times a day, and polling stops each time: MinimumPollers 24 ends that for $270.10 a month",
  ],
])("ends rebalances %s", (_, changes, message) => {
  expect(said({ ...changes, series: { pollers: hourly } })).toBe(message);
});

it.each<[string, SubjectChanges]>([
  ["where it is steady already", { settings: pollers(4, 4), series: { pollers: hourly } }],
  ["where it changes once a day", { settings: pollers(2, 4), series: { pollers: (minute) => (minute < 700 ? 2 : 4) } }],
  ["in on-demand mode", { series: { pollers: hourly } }],
  ["without the metric", { settings: pollers(2, 4) }],
])("is silent %s", (_, changes) => {
  expect(said(changes)).toBeUndefined();
});
