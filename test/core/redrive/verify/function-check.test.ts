import { describe, expect, it } from "vitest";
import { type Fact, known } from "../../../../src/core/mapping/fact.ts";
import { checkFunction } from "../../../../src/core/redrive/verify/function-check.ts";
import { fakeRun } from "../../../support/redrive/fake-run.ts";
import { planNowMs } from "../../../support/redrive/plans.ts";
import { soundRun } from "../../../support/redrive/sound-run.ts";

const laterMs = planNowMs + 600_000;

function evidence(metrics: Fact<{ readonly invocations: number; readonly errors: number }>, nowMs = laterMs) {
  const spans: unknown[] = [];
  return {
    spans,
    nowMs,
    metrics: async (span: unknown) => {
      spans.push(span);
      return metrics;
    },
  };
}

describe("checkFunction", () => {
  it("holds where CloudWatch counts no fewer than the run", async () => {
    const asked = evidence(known({ invocations: 40, errors: 3 }));
    expect(await checkFunction(fakeRun(soundRun), asked)).toMatchObject({
      id: "function",
      result: "holds",
      says: "2 of 40 invocations were the run's; 3 errors",
    });
    expect(asked.spans).toEqual([{ fromMs: planNowMs, untilMs: planNowMs + 200 }]);
  });

  it("finds answers that no invocation gave", async () =>
    expect(await checkFunction(fakeRun(soundRun), evidence(known({ invocations: 1, errors: 0 })))).toMatchObject({
      result: "broken",
      mismatches: ["2 batches were answered, CloudWatch counts 1 invocation"],
    }));

  it("does not count what was throttled or has no answer", async () => {
    const entries = (soundRun.entries ?? []).map((entry) =>
      entry.kind === "answered" && entry.batch === 2 ? { ...entry, outcome: "throttled" } : entry,
    );
    expect((await checkFunction(fakeRun({ ...soundRun, entries }), evidence(known({ invocations: 1, errors: 0 })))).result).toBe("holds");
  });

  it.each([
    ["CloudWatch is late", evidence(known({ invocations: 0, errors: 0 }), planNowMs + 60_000), "minutes late"],
    [
      "it may not be read",
      evidence({ kind: "not-permitted", action: "cloudwatch:GetMetricData" }),
      "CloudWatch: not permitted: cloudwatch:GetMetricData",
    ],
    ["there is no function", { why: "the target is a topic" }, "the target is a topic"],
  ])("does not judge when %s", async (_, given, says) =>
    expect(await checkFunction(fakeRun(soundRun), given)).toMatchObject({ result: "not-checked", says: expect.stringContaining(says) }),
  );

  it("has nothing to compare when nothing was sent", async () =>
    expect(await checkFunction(fakeRun({ rows: [] }), evidence(known({ invocations: 0, errors: 0 })))).toMatchObject({
      says: "nothing was sent",
    }));
});
