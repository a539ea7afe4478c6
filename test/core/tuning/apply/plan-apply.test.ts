import { describe, expect, it } from "vitest";
import { planApply } from "../../../../src/core/tuning/apply/plan-apply.ts";
import { noGoalsAsked } from "../../../../src/core/tuning/goals.ts";
import { recommendationOf } from "../../../../src/core/tuning/recommendation.ts";
import type { TuneReport } from "../../../../src/core/tuning/report.ts";
import { type SubjectChanges, subject } from "../../../support/tuning/subjects.ts";
import { onDemand } from "../../../support/tuning/workloads.ts";

const at = { place: { region: "eu-central-1", accountId: "123456789012" }, nowMs: Date.parse("2026-11-23T12:00:00Z") };

function reportOf(changes: SubjectChanges, more: Partial<TuneReport> = {}): TuneReport {
  const { mapping, name, samples, estimate, workload, prices, hoursPerMonth, result } = subject(changes);
  const search = {
    workload,
    fit: estimate.fit,
    settings: result.current.settings,
    groups: [],
    asked: noGoalsAsked,
    prices,
    hoursPerMonth,
    seed: 1,
  };
  return {
    mapping,
    name,
    fromMs: samples.fromMs,
    untilMs: samples.fromMs + samples.minutes * 60_000,
    estimate,
    prices,
    hoursPerMonth,
    seed: 1,
    verdict: result.verdict,
    basis: { search, samples },
    result,
    recommendation: recommendationOf(result, workload),
    reasons: [],
    assumptions: [],
    confidence: { grade: "A", reasons: [] },
    ...more,
  };
}

const usual: SubjectChanges = { series: { lagRecords: 1_500, committed: 120_000 }, pick: { batchSize: 300, windowMs: 3_000 } };

describe("how to get to what is recommended", () => {
  it("step by step, each with what it is predicted to do and how long it is watched", () => {
    const plan = planApply(reportOf(usual), at);
    expect(plan?.steps.map(({ kind, settings: { batchSize, windowMs } }) => [kind, batchSize, windowMs])).toEqual([
      ["batch", 300, 2_000],
      ["batch", 300, 3_000],
    ]);
    for (const step of plan?.steps ?? []) {
      // 2,000 records/s for 90 s.
      expect(step.backlogRecords).toBe(180_000);
      expect(step.watchMs).toBeGreaterThanOrEqual(15 * 60_000);
      expect(step.settlesMs).toBeGreaterThan(90_000);
      // Judged for ten minutes, however long the backlog takes.
      expect(step.watchMs - step.settlesMs).toBeGreaterThanOrEqual(10 * 60_000);
      expect(step.expectation.at(-1)?.perSecond).toBeGreaterThan(2_000);
    }
    expect(plan).toMatchObject({ madeAt: "2026-11-23T12:00:00.000Z", place: at.place, risks: [] });
  });

  it("says what no rollback brings back", () => {
    expect(planApply(reportOf(usual), at)?.cannotBeUndone).toEqual([expect.stringContaining("500 ms")]);
    const set = { ...usual, settings: { windowMs: 1_000 } };
    expect(planApply(reportOf(set), at)?.cannotBeUndone).toEqual([]);
  });

  it("is no plan where nothing is recommended, or nothing known", () => {
    expect(planApply(reportOf({ ...usual, verdict: "no change" }), at)).toBeUndefined();
    expect(planApply(reportOf(usual, { basis: undefined, result: undefined }), at)).toBeUndefined();
  });

  it("takes what was asked for before what is recommended", () => {
    const report = reportOf(usual);
    const whatIf = { ...(report.result as NonNullable<typeof report.result>).current, settings: { ...onDemand, batchSize: 150 } };
    expect(planApply({ ...report, whatIf }, at)?.steps.map(({ settings }) => settings.batchSize)).toEqual([150]);
    const same = { ...whatIf, settings: { ...onDemand } };
    expect(planApply({ ...report, whatIf: same }, at)).toBeUndefined();
  });
});

describe("what speaks against it", () => {
  const risks = (changes: SubjectChanges, more: Partial<TuneReport> = {}) =>
    planApply(reportOf({ ...usual, ...changes }, more), at)?.risks.join("\n");

  it("data of grade C", () => {
    expect(risks({}, { confidence: { grade: "C", reasons: ["three days"] } })).toBe("the data are of grade C: three days");
    expect(risks({}, { confidence: { grade: "B", reasons: ["twelve days"] } })).toBe("");
  });

  it("a lag that is not usual, or not known", () => {
    const late = (minute: number) => (minute === 59 ? 50_000 : 1_500);
    expect(risks({ series: { lagRecords: late, committed: 120_000 } })).toContain("50,000 records wait now");
    expect(risks({ series: { committed: 120_000 } })).toContain("the lag of the newest minutes is not known");
  });

  it("a busy time", () => {
    const rush = (minute: number) => (minute > 55 ? 240_000 : 120_000);
    expect(risks({ series: { lagRecords: 1_500, committed: rush } })).toContain(
      "this is a busy time: 4,000 records/s arrive, 2,000 are usual",
    );
  });

  it("settings that miss the goal", () => {
    expect(risks({ ageGoalMs: 1_000 })).toMatch(
      /^with these settings records get up to \d.* old, the goal is 1 s$|^with these settings .*goal is 1000 ms$/,
    );
  });
});

describe("a mapping that cannot be changed", () => {
  it.each<[string, SubjectChanges, RegExp]>([
    ["disabled", { ...usual, mapping: { State: "Disabled" } }, /is disabled: nothing would show/],
    ["in a transition", { ...usual, mapping: { State: "Updating" } }, /is Updating: another change/],
    ["its function's to set", { ...usual, pick: { provisionedConcurrency: 5 } }, /ProvisionedConcurrentExecutions is set at the function/],
  ])("%s", (_, changes, said) => {
    expect(() => planApply(reportOf(changes), at)).toThrow(said);
  });
});
