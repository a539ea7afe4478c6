import { expect, it } from "vitest";
import { nextCommand } from "../../../src/core/tuning/next-command.ts";
import { adviceReport, candidate, changeReport, goodReport, silentReport } from "../../support/tuning/reports.ts";

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
