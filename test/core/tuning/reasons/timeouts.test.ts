import { expect, it } from "vitest";
import { timeouts } from "../../../../src/core/tuning/reasons/timeouts.ts";
import { type SubjectChanges, subject } from "../../../support/tuning/subjects.ts";

const said = (changes: SubjectChanges) => timeouts(subject(changes))?.reason.message;

it.each<[string, SubjectChanges, string]>([
  [
    "of an invocation that was slow",
    { series: { maximumDurationMs: (minute) => (minute === 7 ? 50_000 : 200) } },
    "the slowest invocation took 50 s of the 60 s timeout: a batch that runs into it is retried whole",
  ],
  [
    // 40 ms + 500 × 80 ms.
    "of full batches that will be",
    { settings: { batchSize: 500 }, workload: { work: { invocationMs: 40, recordMs: 80, dispatchMs: 0 } } },
    "a full batch of 500 takes 40 s of the 60 s timeout: a slow one runs into it and is retried whole",
  ],
])("warns %s", (_, changes, message) => {
  expect(said(changes)).toBe(message);
});

it("says what retries add", () => {
  // Of 100 that fail in 10, each is tried 1 / 0.9 times: 11 % more of $164.6.
  expect(said({ series: { invocations: 1_000, errors: 100 } })).toMatch(
    /^10 % of invocations fail and are tried again: 11 % more of them, about \$18\.[23]\d a month$/,
  );
});

it.each<[string, SubjectChanges]>([
  ["where nothing is slow and nothing fails", { series: { maximumDurationMs: 200, invocations: 1_000, errors: 0 } }],
  ["of a few errors", { series: { invocations: 1_000, errors: 5 } }],
  [
    "of full batches whose time was not measured",
    { isFitted: false, settings: { batchSize: 500 }, workload: { work: { invocationMs: 40_000, recordMs: 0, dispatchMs: 0 } } },
  ],
  ["where everything fails", { series: { invocations: 1_000, errors: 1_000 } }],
])("is silent %s", (_, changes) => {
  expect(said(changes)).toBeUndefined();
});
