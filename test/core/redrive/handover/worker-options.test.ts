import { expect, it } from "vitest";
import { workerOptions } from "../../../../src/core/redrive/handover/worker-options.ts";
import { sampleFacts } from "../../../support/redrive/plans.ts";

const { options } = sampleFacts();

it("a worker sends one batch at a time, without a canary, until all is sent", () => {
  const own = workerOptions({ ...options, maxConcurrency: 40, canaryRecords: 100, stopAfterRecords: 5 });
  expect(own).toEqual({ ...options, maxConcurrency: 1, canaryRecords: 0, stopAfterRecords: undefined, recordsPerSecond: undefined });
});

it.each([
  [1_000, 40, 25],
  [1_000, 3, 333],
  [40, 40, 1],
])("of %i records a second, %i workers have %i each", (recordsPerSecond, maxConcurrency, share) => {
  expect(workerOptions({ ...options, maxConcurrency, recordsPerSecond }).recordsPerSecond).toBe(share);
});
