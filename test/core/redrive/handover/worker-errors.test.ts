import { expect, it } from "vitest";
import { errorCodes } from "../../../../src/core/errors.ts";
import { retriedWorkerErrors, workerErrorNames } from "../../../../src/core/redrive/handover/worker-errors.ts";

it("only what another turn may do better is retried", () => {
  const retried = errorCodes.filter((code) => retriedWorkerErrors.includes(workerErrorNames[code]));
  expect(retried).toEqual(["conflict", "throttled", "unavailable", "timed-out", "interrupted", "terminated"]);
});

it("every name is one of mskctl's, and every retried one is some error's", () => {
  const names = Object.values(workerErrorNames);
  expect(names.filter((name) => !/^Mskctl\.[A-Z][A-Za-z]+$/.test(name))).toEqual([]);
  expect(retriedWorkerErrors.filter((name) => !names.includes(name))).toEqual([]);
});
