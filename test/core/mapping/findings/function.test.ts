import { describe, expect, it } from "vitest";
import type { MappingFacts, MappingMetrics } from "../../../../src/core/mapping/findings/facts.ts";
import {
  functionFails,
  functionMissing,
  functionNotActive,
  functionSwitchedOff,
  functionThrottled,
  lastBatchFailed,
  provisionedConcurrencyUnused,
  reservedBelowPollers,
  timeoutNear,
  timeoutTooLong,
} from "../../../../src/core/mapping/findings/function.ts";
import { sampleMapping } from "../../../support/mappings.ts";
import { bareFacts, calmMetrics, nowMs, sampleFunction } from "./samples.ts";

const measured = (metrics: Partial<MappingMetrics>, facts: Partial<MappingFacts> = {}): MappingFacts => ({
  ...bareFacts,
  ...facts,
  metrics: { ...calmMetrics, ...metrics },
});
const provisioned = { ProvisionedPollerConfig: { MinimumPollers: 4, MaximumPollers: 6 } };
const queueMode = { SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" } };
const toS3 = { DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::failed" } } };

describe("MSK020, the function is missing", () => {
  it("is said when Lambda has no such function", () => {
    expect(functionMissing(sampleMapping(), { ...bareFacts, function: "missing" })).toMatchObject({
      id: "MSK020",
      severity: "error",
      fix: "mskctl update orders --set-function NAME",
    });
    expect(functionMissing(sampleMapping(), bareFacts)).toBeUndefined();
    expect(functionMissing(sampleMapping(), { ...bareFacts, function: sampleFunction })).toBeUndefined();
  });
});

describe("MSK021, the function fails", () => {
  it("says how often, what that does to batches, and what helps", () => {
    const mapping = sampleMapping({ ...provisioned, ...toS3, BatchSize: 200 });
    expect(functionFails(mapping, measured({ errors: 82, invocations: 200 }))).toEqual({
      id: "MSK021",
      severity: "error",
      message:
        "The function fails: 41 % of invocations in the last 15 min (Errors 82 of 200). Each failure retries its whole batch of 200 up to 10 times; good records are processed again and again.",
      evidence: { errors: 82, invocations: 200, windowMs: 900_000 },
      fix: "mskctl update orders --bisect --partial-responses --max-retries 3",
    });
  });

  it.each([
    [{ errors: 0, invocations: 200 }, undefined],
    [{ errors: 1, invocations: 200 }, undefined],
    [{ errors: 2, invocations: 200 }, "warning"],
    [{ errors: 10, invocations: 200 }, "error"],
    [{ errors: 200, invocations: 200 }, "error"],
    [{ errors: 0, invocations: 0 }, undefined],
    [{ errors: 5, invocations: undefined }, undefined],
    [{ errors: undefined, invocations: 200 }, undefined],
  ])("%j is %s", (metrics, severity) => {
    expect(functionFails(sampleMapping(), measured(metrics))?.severity).toBe(severity);
  });

  it.each([
    [{}, "until it succeeds or its records expire from the topic; good records"],
    [toS3, "up to 10 times; good records"],
    [{ ...provisioned, MaximumRecordAgeInSeconds: 7_200 }, "until it succeeds or its records are 2 h old; good records"],
    [{ ...provisioned, MaximumRetryAttempts: 3 }, "up to 3 times; good records"],
    [
      { ...provisioned, ...toS3, BisectBatchOnFunctionError: true },
      "splits its batch of 100 in two and retries both halves up to 10 times.",
    ],
    [
      { ...provisioned, ...toS3, FunctionResponseTypes: ["ReportBatchItemFailures"] },
      "that the function reports are retried up to 10 times",
    ],
    [{ BatchSize: 1, ...toS3 }, "batch of 1 up to 10 times."],
    [queueMode, "gives its batch of 100 back to the brokers, which deliver it again up to their delivery limit."],
    [{ ...queueMode, ...toS3 }, "sends to the destination its whole batch of 100, without a retry."],
    [{ ...provisioned, MaximumRetryAttempts: 0 }, "drops its whole batch of 100, without a retry."],
  ])("%j: %s", (changes, says) => {
    expect(functionFails(sampleMapping(changes), measured({ errors: 82, invocations: 200 }))?.message).toContain(says);
  });

  it("limits retries only where something keeps what then still fails", () => {
    const fix = (changes: object) =>
      functionFails(sampleMapping({ ...provisioned, ...changes }), measured({ errors: 82, invocations: 200 }))?.fix;
    expect(fix({})).toBe("mskctl update orders --bisect --partial-responses");
    expect(fix(toS3)).toBe("mskctl update orders --bisect --partial-responses --max-retries 3");
    expect(fix({ ...toS3, MaximumRetryAttempts: 1 })).toBe("mskctl update orders --bisect --partial-responses");
  });

  it("points at the log where the mapping's settings cannot help", () => {
    expect(functionFails(sampleMapping(), measured({ errors: 82, invocations: 200 }))?.fix).toBe(
      "aws logs tail /aws/lambda/orders --since 15m --region eu-central-1",
    );
  });

  it("finds the log that the function has of its own", () => {
    const document = { LoggingConfig: { LogGroup: "/shop/orders" } };
    expect(functionFails(sampleMapping(), measured({ errors: 82 }, { function: { ...sampleFunction, document } }))?.fix).toBe(
      "aws logs tail /shop/orders --since 15m --region eu-central-1",
    );
  });

  it("tells of a change of the function within the last day", () => {
    const changed = { ...sampleFunction, lastModified: new Date(nowMs - 40 * 60_000).toISOString() };
    const message = (fn: typeof sampleFunction) =>
      functionFails(sampleMapping(), measured({ errors: 82, invocations: 200 }, { function: fn }))?.message;
    expect(message(changed)).toContain("The function was changed 40 min ago.");
    expect(message(sampleFunction)).not.toContain("changed");
  });
});

describe("MSK022, the function is throttled", () => {
  it("names the reserved concurrency when there is one", () => {
    expect(functionThrottled(sampleMapping(), measured({ throttles: 312, invocations: 900 }, { reservedConcurrency: 5 }))).toMatchObject({
      id: "MSK022",
      severity: "error",
      message: expect.stringContaining("throttled 312 times in the last 15 min: reserved concurrency 5 is used up"),
      fix: "aws lambda put-function-concurrency --function-name orders --reserved-concurrent-executions 10 --region eu-central-1",
    });
  });

  it.each(["none" as const, undefined])("names the account when reserved concurrency is %s", (reservedConcurrency) => {
    const finding = functionThrottled(sampleMapping(), measured({ throttles: 312 }, { reservedConcurrency }));
    expect(finding?.message).toContain("the account's or the function's concurrency");
    expect(finding?.fix).toBeUndefined();
  });

  it.each([
    [{ throttles: 0 }, undefined],
    [{ throttles: undefined }, undefined],
    [{ throttles: 1, invocations: 900 }, undefined],
    [{ throttles: 20, invocations: 980 }, "warning"],
    [{ throttles: 9, invocations: undefined }, "error"],
  ])("%j is %s", (metrics, severity) => {
    expect(functionThrottled(sampleMapping(), measured(metrics))?.severity).toBe(severity);
  });
});

describe("MSK023, switched off by reserved concurrency", () => {
  it.each([
    [0, "MSK023"],
    [1, undefined],
    ["none" as const, undefined],
    [undefined, undefined],
  ])("%s: %s", (reservedConcurrency, id) => {
    expect(functionSwitchedOff(sampleMapping(), { ...bareFacts, reservedConcurrency })?.id).toBe(id);
  });
});

describe("MSK024, a timeout above 14 minutes", () => {
  it.each([
    [840_000, undefined],
    [841_000, "MSK024"],
    [900_000, "MSK024"],
    [undefined, undefined],
  ])("%s ms: %s", (timeoutMs, id) => {
    expect(timeoutTooLong(sampleMapping(), { ...bareFacts, function: { ...sampleFunction, timeoutMs } })?.id).toBe(id);
  });

  it("is not guessed of a function that may not be read", () => {
    expect(timeoutTooLong(sampleMapping(), bareFacts)).toBeUndefined();
  });
});

describe("MSK025, close to the timeout", () => {
  it.each([
    [23_999, undefined],
    [24_000, "MSK025"],
    [30_000, "MSK025"],
    [undefined, undefined],
  ])("%s ms of 30 s: %s", (maximumDurationMs, id) => {
    expect(timeoutNear(sampleMapping(), measured({ maximumDurationMs }, { function: sampleFunction }))?.id).toBe(id);
  });
});

describe("MSK026, the function's state", () => {
  it.each([
    ["Active", undefined],
    ["Pending", "warning"],
    ["Inactive", "info"],
    ["Failed", "error"],
    ["SomethingNew", "warning"],
    [undefined, undefined],
  ])("%s: %s", (state, severity) => {
    expect(functionNotActive(sampleMapping(), { ...bareFacts, function: { ...sampleFunction, state } })?.severity).toBe(severity);
  });
});

describe("MSK027, fewer executions than pollers", () => {
  it.each([
    [3, "MSK027"],
    [4, undefined],
    [0, undefined],
    ["none" as const, undefined],
    [undefined, undefined],
  ])("reserved concurrency %s for at least 4 pollers: %s", (reservedConcurrency, id) => {
    expect(reservedBelowPollers(sampleMapping(provisioned), { ...bareFacts, reservedConcurrency })?.id).toBe(id);
  });
});

describe("MSK028, provisioned concurrency elsewhere", () => {
  const live = [{ qualifier: "live", requested: 10 }];

  it.each([
    ["orders", live, "MSK028"],
    ["orders:canary", live, "MSK028"],
    ["orders:live", live, undefined],
    ["orders", [], undefined],
    ["orders", undefined, undefined],
  ])("%s with %j: %s", (name, provisionedConcurrency, id) => {
    const finding = provisionedConcurrencyUnused(sampleMapping({ name }), { ...bareFacts, provisionedConcurrency });
    expect(finding?.id).toBe(id);
    if (id !== undefined) expect(finding?.message).toContain('is on "live"');
  });
});

describe("MSK029, the last batch failed", () => {
  it("is said of the function's failure alone", () => {
    expect(lastBatchFailed(sampleMapping({ LastProcessingResult: "PROBLEM: Function call failed" }), bareFacts)).toMatchObject({
      id: "MSK029",
      severity: "error",
    });
    expect(lastBatchFailed(sampleMapping({ LastProcessingResult: "PROBLEM: SASL authentication failed." }), bareFacts)).toBeUndefined();
    expect(lastBatchFailed(sampleMapping(), bareFacts)).toBeUndefined();
  });
});
