import { expect, it } from "vitest";
import { memory } from "../../../../src/core/tuning/reasons/memory.ts";
import { type SubjectChanges, subject } from "../../../support/tuning/subjects.ts";

const said = (changes: SubjectChanges) => memory(subject(changes))?.reason;
const workload = {
  memoryFactors: new Map([
    [1_024, 1],
    [512, 1.5],
    [2_048, 0.75],
  ]),
};
const settings = { memoryMb: 1_024 };

it("tells what less memory saves", () => {
  expect(said({ workload, settings, pick: { memoryMb: 512 } })).toEqual({
    rule: "R16",
    message:
      "with 512 MB instead of 1,024 the function takes 150 % of its time, by Power Tuning: 25 % fewer GB-seconds for the same records",
  });
});

it("tells what more memory costs", () => {
  expect(said({ workload, settings, pick: { memoryMb: 2_048 } })?.message).toBe(
    "with 2,048 MB instead of 1,024 the function takes 75 % of its time, by Power Tuning: 50 % more GB-seconds for the same records",
  );
});

it.each<[string, SubjectChanges]>([
  ["without a Power Tuning result", { pick: { windowMs: 2_000 } }],
  ["where memory stays", { workload, settings, pick: { windowMs: 2_000 } }],
  ["where nothing changes", { workload, settings, pick: { memoryMb: 512 }, verdict: "no change" }],
  ["where nothing is found", { workload, settings }],
])("is silent %s", (_, changes) => {
  expect(said(changes)).toBeUndefined();
});
