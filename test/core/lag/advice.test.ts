import { describe, expect, it } from "vitest";
import { type AdviceSubject, adviceOn } from "../../../src/core/lag/advice.ts";
import type { LagCause, LagCauseId } from "../../../src/core/lag/report.ts";
import { sampleMapping } from "../../support/mappings.ts";

function advice(id: LagCauseId, message: string, changes: Partial<AdviceSubject> = {}) {
  const cause: LagCause = { id, message, evidence: { figure: 7 } };
  return adviceOn(cause, { mapping: sampleMapping(), name: "orders", facts: {}, ...changes });
}

describe("adviceOn", () => {
  it("says what happened, what follows, and what to type", () => {
    expect(advice("throttled", "throttled: reserved concurrency 5", { facts: { reservedConcurrency: 5, partitions: 12 } })).toEqual({
      id: "MSK207",
      severity: "error",
      message:
        "Throttled: reserved concurrency 5. Raise concurrency before pollers: while the function is throttled, Lambda takes pollers away.",
      evidence: { cause: "throttled", topic: "orders", figure: 7 },
      fix: "aws lambda put-function-concurrency --function-name orders --reserved-concurrent-executions 12 --region eu-central-1",
    });
  });

  it("doubles a concurrency that is as great as the partitions already", () => {
    expect(advice("throttled", "throttled", { facts: { reservedConcurrency: 20, partitions: 12 } }).fix).toContain("executions 40");
  });

  it("looks at the account's quota where nothing is reserved", () => {
    expect(advice("throttled", "throttled", { facts: { reservedConcurrency: "none" } }).fix).toContain("service-quotas");
  });

  it("asks for twice the pollers, and for no more than there are partitions", () => {
    const mapping = sampleMapping({ ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 4 } });
    expect(advice("pollers-at-maximum", "busy", { mapping, facts: { partitions: 6 } }).fix).toBe("mskctl update orders --max-pollers 6");
    expect(advice("pollers-at-maximum", "busy", { mapping }).fix).toBe("mskctl update orders --max-pollers 8");
  });

  it("gives the command that brings missing metrics", () => {
    expect(advice("metrics-off", "its KafkaMetrics group is off", { missingFix: "mskctl update e0b5 --metrics KafkaMetrics" }).fix).toBe(
      "mskctl update e0b5 --metrics KafkaMetrics",
    );
  });

  it("says of a paused mapping what it is, which its row in a table says already", () => {
    expect(advice("paused", "since 6 d").message).toBe("Disabled since 6 d. Records wait in the topic.");
  });

  describe("on a record that a partition is stuck at", () => {
    const stuck = { facts: { stuck: [{ partition: 3, offset: 60_453_081n }] } };
    const messageOf = (changes: Parameters<typeof sampleMapping>[0], more: Partial<AdviceSubject> = stuck) =>
      advice("function-errors", "function errors", { mapping: sampleMapping(changes), ...more }).message;

    it("offers to skip it as a last resort, where it is tried for ever", () => {
      expect(messageOf({ BatchSize: 1 })).toMatch(
        / Last resort, which leaves that record unprocessed: mskctl offsets reset orders --skip orders-3:60453081$/,
      );
    });

    it("does not take the beginning of a batch for the record that fails", () => {
      expect(messageOf({ BatchSize: 100 })).toMatch(
        / Last resort, once the function's log names the record that fails: mskctl offsets reset orders --skip orders-3:OFFSET, which leaves it and what waits before it unprocessed\.$/,
      );
    });

    it.each<[string, Parameters<typeof sampleMapping>[0], Partial<AdviceSubject>?]>([
      ["goes to a destination", { DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::failed" } } }],
      ["is given up after some retries", { MaximumRetryAttempts: 3 }],
      ["is given up when it is old", { MaximumRecordAgeInSeconds: 600 }],
      ["is not known", {}, { facts: {} }],
    ])("does not where it %s", (_, changes, more) => {
      expect(messageOf({ BatchSize: 1, ...changes }, more)).not.toContain("Last resort");
    });
  });

  it("quotes a name that a shell would take apart", () => {
    expect(advice("paused", "since 6 d", { name: "orders/a topic" }).fix).toBe("mskctl resume 'orders/a topic'");
  });
});
