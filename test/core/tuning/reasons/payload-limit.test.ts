import { expect, it } from "vitest";
import { payloadLimit } from "../../../../src/core/tuning/reasons/payload-limit.ts";
import { type SubjectChanges, subject } from "../../../support/tuning/subjects.ts";

const said = (changes: SubjectChanges) => payloadLimit(subject(changes))?.reason.message;

it.each<[string, SubjectChanges, string]>([
  [
    // 6,291,456 / (4/3 × 1,024 + 200) = 4,019.3
    "above what fits",
    { settings: { batchSize: 10_000 }, series: { polledBytes: 1_000 } },
    "BatchSize 10,000 is out of reach: an event of 6 MB holds 4,019 records of 1,024 B",
  ],
  [
    "above what would fit, if records are as large as is assumed",
    { settings: { batchSize: 10_000 } },
    "BatchSize 10,000 is out of reach: an event of 6 MB holds 4,019 records of 1,024 B, which is assumed",
  ],
])("speaks of a batch %s", (_, changes, message) => {
  expect(said(changes)).toBe(message);
});

it("is silent where all fit", () => {
  expect(said({ settings: { batchSize: 4_019 } })).toBeUndefined();
});
