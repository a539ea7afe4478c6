import { expect, test } from "vitest";
import { planUpdate } from "../../../src/core/mapping/plan.ts";
import { updateNotes } from "../../../src/shell/render/update-notes.ts";
import { sampleMapping } from "../../support/mappings.ts";

const mapping = sampleMapping();
const plan = planUpdate(mapping, { BatchSize: 500 });
if (plan.kind !== "update") throw new Error("an update was meant");
const prepared = { kind: "prepared", name: "orders", mapping, plan, unknowns: [] } as const;

test("An update says how many records wait while polling stops, or why that is unknown.", () => {
  expect(updateNotes({ ...prepared, gap: { kind: "known", records: 18_900, recordsPerSecond: 210 } })).toEqual([
    "Polling stops for up to 90 s: about 18,900 records wait, at 210/s.",
  ]);
  expect(updateNotes({ ...prepared, gap: { kind: "unknown", reason: "its EventCount metrics are off" } })).toEqual([
    "Polling stops for up to 90 s; how many records wait meanwhile is unknown: its EventCount metrics are off.",
  ]);
  expect(updateNotes({ ...prepared, gap: undefined })).toEqual([]);
});

test("An update says what nobody may read of what is set now.", () => {
  expect(updateNotes({ ...prepared, gap: undefined, unknowns: ["tags not permitted: lambda:ListTags"] })).toEqual([
    "Part of what is set now is unknown: tags not permitted: lambda:ListTags.",
  ]);
});
