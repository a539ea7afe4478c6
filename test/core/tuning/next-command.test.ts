import { expect, it } from "vitest";
import { functionCommand, joinCommand, nextCommand } from "../../../src/core/tuning/next-command.ts";
import type { TuneReport } from "../../../src/core/tuning/report.ts";
import { adviceReport, candidate, changeReport, goodReport, recommendation, silentReport } from "../../support/tuning/reports.ts";
import { onDemand } from "../../support/tuning/workloads.ts";

it.each([
  ["sets what is recommended", changeReport("my orders"), "mskctl update 'my orders' --batch-size 500 --batching-window 2s"],
  ["sets what was asked for", changeReport("orders", { whatIf: candidate({ windowMs: 0 }) }), "mskctl update orders --batching-window 0s"],
  ["is the advice that comes first", adviceReport(), /^aws lambda put-function-concurrency/],
  ["brings what is missing", silentReport(), "mskctl update audit --metrics EventCount,KafkaMetrics"],
  ["is none where all is well", goodReport(), undefined],
  ["is none where what was asked for is so today", goodReport("orders"), undefined],
  [
    "creates what was described",
    changeReport("parcels", { mapping: { UUID: "" } }),
    "mskctl create --function parcels --topic TOPIC --cluster CLUSTER --starting-position TRIM_HORIZON --batch-size 500 --batching-window 2s",
  ],
])("%s", (_, report, expected) => {
  if (expected instanceof RegExp) expect(nextCommand(report)).toMatch(expected);
  else expect(nextCommand(report)).toBe(expected);
});

const one = { ...onDemand, pollers: { minimum: 1, maximum: 4 } };
it.each([
  [
    "only its name",
    { name: "my orders", today: one, settings: { ...one, batchSize: 500 } },
    "mskctl update 'my orders' --poller-group shop",
  ],
  [
    "the pollers that are recommended",
    { name: "clicks", today: { ...one, pollers: { minimum: 40, maximum: 200 } }, settings: one },
    "mskctl update clicks --min-pollers 1 --max-pollers 4 --poller-group shop",
  ],
  [
    "pollers where there are none yet",
    { name: "emails", today: onDemand, settings: one },
    "mskctl update emails --min-pollers 1 --max-pollers 4 --poller-group shop",
  ],
])("joining a group takes %s", (_, member, expected) => {
  expect(joinCommand(member, "shop")).toBe(expected);
});

const fewer = recommendation();
const withMemory = { ...fewer, settings: { ...fewer.settings, memoryMb: 512 } };
const measured = (name: string, changes: Partial<TuneReport> = {}) => {
  const { result, ...report } = changeReport(name, { recommendation: withMemory });
  const current = candidate({ memoryMb: 1_024 });
  return { ...report, result: result && { ...result, current }, ...changes };
};
const toHalf = /^aws lambda update-function-configuration --function-name \S+ --memory-size 512$/;

it.each([
  ["sets the memory that is recommended", measured("orders"), toHalf],
  ["is none where memory stays", measured("orders", { whatIf: candidate({ memoryMb: 1_024, windowMs: 0 }) }), undefined],
  ["is none without a Power Tuning result", changeReport("orders"), undefined],
  ["is none of a function that is not there yet", measured("parcels", { mapping: { UUID: "" } }), undefined],
  ["is none while something else comes first", { ...measured("orders"), reasons: adviceReport().reasons }, undefined],
  ["is none where data is missing", { ...measured("orders"), missing: silentReport().missing }, undefined],
])("the function's command %s", (_, report, expected) => {
  if (expected === undefined) expect(functionCommand(report)).toBeUndefined();
  else expect(functionCommand(report)).toMatch(expected);
  expect(nextCommand(report) ?? "").not.toContain("memory");
});

it("memory alone leaves nothing to update on the mapping", () => {
  const settings = { ...candidate().settings, memoryMb: 512 };
  const report = measured("orders", { recommendation: { ...fewer, settings } });
  expect(nextCommand(report)).toBeUndefined();
  expect(functionCommand(report)).toMatch(toHalf);
});
