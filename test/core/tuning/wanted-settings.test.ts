import { expect, it } from "vitest";
import { wantedSettings } from "../../../src/core/tuning/wanted-settings.ts";
import { adviceReport, candidate, changeReport, goodReport, silentReport } from "../../support/tuning/reports.ts";

it("are those that were asked for before those that are recommended", () => {
  const recommended = { BatchSize: 500, MaximumBatchingWindowInSeconds: 2 };
  expect(wantedSettings(changeReport())?.update).toEqual(recommended);
  const tried = wantedSettings(changeReport("orders", { whatIf: candidate({ windowMs: 0 }) }));
  expect(tried?.update).toEqual({ MaximumBatchingWindowInSeconds: 0 });
  expect(tried?.changes).toMatchObject([{ field: "MaximumBatchingWindowInSeconds", after: 0, isReversible: false }]);
});

it("are there for a function's setting, too, which no update of the mapping says", () => {
  expect(wantedSettings(changeReport("orders", { whatIf: candidate({ provisionedConcurrency: 5 }) }))).toMatchObject({
    update: {},
    changes: [{ field: "ProvisionedConcurrentExecutions", after: 5 }],
  });
});

it.each([
  ["nothing is recommended", goodReport()],
  ["what was asked for is so today", changeReport("orders", { whatIf: candidate() })],
  ["something else comes first", adviceReport()],
  ["there is no data", silentReport()],
])("are none where %s", (_, report) => {
  expect(wantedSettings(report)).toBeUndefined();
});
