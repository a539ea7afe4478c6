import { expect, it } from "vitest";
import { provisionedConcurrency } from "../../../../src/core/tuning/reasons/provisioned-concurrency.ts";
import { type SubjectChanges, subject } from "../../../support/tuning/subjects.ts";

const said = (changes: SubjectChanges) => provisionedConcurrency(subject(changes))?.reason.message;
/** 100 invocations a second of 100 ms: ten at once. */
const tenAtOnce = { invocations: 6_000, durationMs: 100 };
const ofAlias = { FunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:orders:live" };

it.each<[string, SubjectChanges, string]>([
  [
    // E[min(X, 10)] of a Poisson count X around 10 is 10 − 10 × 0.1251 = 8.749. A GB that runs saves $6.9445e-6 × 2,628,000 s = $18.25 a month
    // of on-demand price, and one that stands ready costs $10.95: 8.749 × 18.25 − 10 × 10.95 = 50.17.
    "it would be busy",
    { mapping: ofAlias, series: tenAtOnce },
    "95 % of minutes have 10 executions at once: provisioned concurrency 10 saves $50.17 a month; cold starts are not measured",
  ],
  [
    "it would be busy, and needs an alias",
    { series: tenAtOnce },
    "95 % of minutes have 10 executions at once: provisioned concurrency 10 (of an alias) saves $50.17 a month; cold starts are not measured",
  ],
])("pays where %s", (_, changes, message) => {
  expect(said(changes)).toBe(message);
});

it("does not pay where it stands idle", () => {
  // 3.48 executions of 100; they save 3.48 × $18.25 of 100 × $10.95.
  expect(said({ settings: { provisionedConcurrency: 100 } })).toMatch(
    /^provisioned concurrency 100 is used to 3 % and pays from 60 % on: \$1,03\d\.\d\d a month for cold starts, which are not measured$/,
  );
});

it.each<[string, SubjectChanges]>([
  ["of half an execution", { series: { invocations: 300, durationMs: 100 } }],
  // The twentieth part of the minutes is what the night is.
  ["where the nights are quiet", { series: { invocations: (minute) => (minute < 6 ? 10 : 6_000), durationMs: 100 } }],
  // 3.48 of 4 are 87 %.
  ["where what there is is used", { settings: { provisionedConcurrency: 4 } }],
  ["without metrics", {}],
])("is silent %s", (_, changes) => {
  expect(said(changes)).toBeUndefined();
});
