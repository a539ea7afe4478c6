import { expect, it } from "vitest";
import { freePollers } from "../../../../src/core/tuning/reasons/free-pollers.ts";
import { type SubjectChanges, subject } from "../../../support/tuning/subjects.ts";
import { evenly } from "../../../support/tuning/workloads.ts";

const said = (changes: SubjectChanges) => freePollers(subject(changes))?.reason.message;
const pollers = (minimum: number, maximum: number) => ({ pollers: { minimum, maximum } });

it.each<[string, SubjectChanges, string]>([
  ["up to ten", { settings: pollers(1, 24) }, "MinimumPollers 1 costs as much as 10: $135.05 a month for up to 10"],
  ["up to twenty", { settings: pollers(11, 24) }, "MinimumPollers 11 costs as much as 20: $270.10 a month for up to 20"],
  [
    "up to the partitions",
    { settings: pollers(1, 2), workload: { partitionShares: evenly(6) } },
    "MinimumPollers 1 costs as much as 6 with as high a maximum: $135.05 a month for up to 10",
  ],
])("may rise %s", (_, changes, message) => {
  expect(said(changes)).toBe(message);
});

it.each<[string, SubjectChanges]>([
  ["of a full unit", { settings: pollers(10, 24) }],
  ["of more than there are partitions", { settings: pollers(6, 6), workload: { partitionShares: evenly(6) } }],
  ["in on-demand mode", {}],
  ["in a group, whose units others share", { settings: { ...pollers(1, 24), pollerGroup: "shop" } }],
])("is silent %s", (_, changes) => {
  expect(said(changes)).toBeUndefined();
});
