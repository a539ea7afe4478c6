import { expect, it } from "vitest";
import { failingRecords } from "../../../../src/core/tuning/reasons/failing-records.ts";
import { type SubjectChanges, subject } from "../../../support/tuning/subjects.ts";

const reasonFor = (changes: SubjectChanges) => failingRecords(subject(changes))?.reason;
const provisioned = { ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 4 } };
const failing = { invocations: 76, errors: 45, invoked: 15_200, failedInvoke: 9_100 };
const log = "aws logs tail /aws/lambda/orders --since 15m --region eu-central-1";

it.each<[string, SubjectChanges, string, string, string]>([
  [
    "bisect in provisioned mode",
    { mapping: provisioned, series: failing },
    "59 % of invocations failed in 15 min, with 60 % of the records that it got: each takes its whole batch along",
    "turn on bisect and partial responses",
    "mskctl update orders --bisect --partial-responses",
  ],
  [
    "bisect, and retries that end, where there is a destination",
    {
      mapping: { ...provisioned, DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::failed" } } },
      series: { invocations: 76, errors: 45 },
    },
    "59 % of invocations failed in 15 min: each takes its whole batch along",
    "turn on bisect and partial responses",
    "mskctl update orders --bisect --partial-responses --max-retries 3",
  ],
  [
    "the function in on-demand mode, which has no bisect",
    { series: failing },
    "59 % of invocations failed in 15 min, with 60 % of the records that it got: each takes its whole batch along; only provisioned mode can bisect",
    "mend the function first",
    log,
  ],
  [
    "the function where all of it fails",
    { mapping: provisioned, series: { invocations: 76, errors: 76 } },
    "100 % of invocations failed in 15 min: no settings mend that",
    "mend the function first",
    log,
  ],
  [
    "the function where failures are told apart already",
    { mapping: { ...provisioned, BisectBatchOnFunctionError: true }, series: failing },
    "59 % of invocations failed in 15 min, though failures are kept apart: the function is at fault",
    "mend the function first",
    log,
  ],
])("advises %s", (_, changes, message, summary, fix) => {
  expect(reasonFor(changes)).toEqual({ rule: "R15", message, advice: { summary, fix, isFirst: true } });
});

it.each<[string, SubjectChanges]>([
  ["of a function that runs", { series: { invocations: 76, errors: 0 } }],
  ["of a few errors, which retries heal", { series: { invocations: 76, errors: 3 } }],
  ["of what is over", { series: { invocations: 76, errors: (minute) => (minute < 45 ? 45 : 0) } }],
  ["without metrics", {}],
])("is silent %s", (_, changes) => {
  expect(reasonFor(changes)).toBeUndefined();
});
