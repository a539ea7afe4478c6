import { describe, expect, it } from "vitest";
import { listPrices } from "../../../src/core/prices.ts";
import { noGoalsAsked } from "../../../src/core/tuning/goals.ts";
import type { TuningSubject } from "../../../src/core/tuning/read-tuning.ts";
import type { Reason } from "../../../src/core/tuning/reasons/reason.ts";
import type { ReasonSubject } from "../../../src/core/tuning/reasons/reason-subject.ts";
import type { SearchInput } from "../../../src/core/tuning/search.ts";
import type { SearchResult } from "../../../src/core/tuning/search-result.ts";
import { type TuneOptions, tuneReport } from "../../../src/core/tuning/tune-report.ts";
import type { TuningSettings } from "../../../src/core/tuning/workload.ts";
import { ownerBy } from "../../support/tuning/owners.ts";
import { candidate, recommendation } from "../../support/tuning/reports.ts";
import { subject as reasonSubject, type SubjectChanges } from "../../support/tuning/subjects.ts";

const usual: TuneOptions = { asked: noGoalsAsked, prices: listPrices, hoursPerMonth: 730, seed: 7, whatIf: undefined };
const first: Reason = { rule: "R12", message: "throttled", advice: { summary: "raise concurrency", fix: undefined, isFirst: true } };

function subjectOf(changes: SubjectChanges = {}, estimate: Partial<TuningSubject["estimate"]> = {}): TuningSubject {
  const { mapping, name, samples, estimate: known, workload, facts, result } = reasonSubject(changes);
  return {
    mapping,
    name,
    samples,
    read: {},
    estimate: { ...known, ...estimate },
    facts: {
      estimate: { settings: result.current.settings, partitions: facts.partitions, function: workload.function, assumedRecordBytes: 1_024 },
      reservedConcurrency: 5,
      assumptions: [],
    },
    groups: [{ name: "shared", pollersMinimum: 3, bytesPerSecond: 0 }],
    sameVpcMappings: 2,
    assumptions: ["assumed before"],
  };
}

/** Tools that remember what they were given. */
function fakeTools(result: SearchResult = reasonSubject({ verdict: "change" }).result, reasons: readonly Reason[] = []) {
  const asked: { search: SearchInput[]; reasons: ReasonSubject[]; predicted: TuningSettings[] } = {
    search: [],
    reasons: [],
    predicted: [],
  };
  const tools = {
    search: (input: SearchInput) => {
      asked.search.push(input);
      return result;
    },
    reasons: (subject: ReasonSubject) => {
      asked.reasons.push(subject);
      return reasons;
    },
    confidence: () => ({ grade: "B" as const, reasons: ["stretched"] }),
    recommend: ({ verdict }: SearchResult) => (verdict === "change" ? recommendation() : undefined),
    predict: (_: SearchInput, settings: TuningSettings) => {
      asked.predicted.push(settings);
      return candidate(settings);
    },
  };
  return { tools, asked };
}

describe("the report on a mapping", () => {
  it("is what the search finds, with the reasons", () => {
    const { tools, asked } = fakeTools();
    const report = tuneReport(subjectOf(), usual, tools);
    expect(report).toMatchObject({
      verdict: "change",
      recommendation: { saves: { low: 75, high: 84 } },
      seed: 7,
      whatIf: undefined,
      confidence: { grade: "B" },
    });
    expect(asked.search).toMatchObject([{ seed: 7, hoursPerMonth: 730, groups: [{ name: "shared" }], settings: { batchSize: 100 } }]);
    expect(asked.reasons).toMatchObject([{ facts: { partitions: 24, reservedConcurrency: 5, sameVpcMappings: 2 } }]);
  });

  it("says what it rests on: what was read so far, the goal that nobody gave, the model and the prices", () => {
    const { assumptions } = tuneReport(subjectOf(), usual, fakeTools().tools);
    expect(assumptions[0]).toBe("assumed before");
    expect(assumptions[1]).toBe("no --slo was given: 99 of 100 records are to be no older than 5 s");
    expect(assumptions.at(-2)).toBe("list prices of us-east-1 of 2026-11-26, 730 hours a month, without free tier and discounts");
    expect(assumptions.at(-1)).toContain("the mapping is in eu-central-1: --prices live");
  });

  it("takes memory for a setting with a Power Tuning result, and keeps it where settings are tried", () => {
    const { tools, asked } = fakeTools();
    const powerTuning = {
      points: [
        { memoryMb: 512, durationMs: 300 },
        { memoryMb: 1_024, durationMs: 150 },
      ],
    };
    const { assumptions, whatIf } = tuneReport(subjectOf(), { ...usual, powerTuning, whatIf: { BatchSize: 300 } }, tools);
    expect(asked.search).toMatchObject([
      {
        settings: { memoryMb: 1_024 },
        workload: {
          memoryFactors: new Map([
            [1_024, 1],
            [512, 2],
          ]),
        },
      },
    ]);
    expect(assumptions).toContainEqual(expect.stringContaining("by Power Tuning's payload"));
    expect(whatIf?.settings).toMatchObject({ batchSize: 300, memoryMb: 1_024 });
  });

  it("names who owns the mapping, and says where that is not known", () => {
    const { tools } = fakeTools();
    const reportWith = (owner: NonNullable<TuningSubject["owner"]>, estimate = {}) =>
      tuneReport({ ...subjectOf({}, estimate), owner }, usual, tools);
    const owner = ownerBy("sam");
    expect(reportWith({ kind: "known", value: owner }).owner).toBe(owner);
    expect(reportWith({ kind: "known", value: "nobody" }).owner).toBeUndefined();
    expect(reportWith({ kind: "known", value: "nobody" }).assumptions.join()).not.toContain("own the mapping");
    for (const estimate of [{}, { grade: "insufficient" as const }]) {
      const unknown = reportWith({ kind: "not-permitted", action: "lambda:ListTags" }, estimate);
      expect(unknown.owner).toBeUndefined();
      expect(unknown.assumptions).toContain(
        "no CloudFormation stack or Terraform is taken to own the mapping (not permitted: lambda:ListTags)",
      );
    }
  });

  it("recommends nothing while something else comes first", () => {
    const { tools } = fakeTools(undefined, [first]);
    expect(tuneReport(subjectOf(), usual, tools)).toMatchObject({ verdict: "advice", recommendation: undefined, reasons: [first] });
  });

  it("stays with today's settings where the search does", () => {
    const { tools } = fakeTools(reasonSubject({ verdict: "no change" }).result);
    expect(tuneReport(subjectOf(), usual, tools)).toMatchObject({ verdict: "no change", recommendation: undefined });
  });

  it("keeps provisioned concurrency where a function itself is invoked: it cannot have any", () => {
    const { tools, asked } = fakeTools();
    tuneReport(subjectOf(), usual, tools);
    tuneReport(subjectOf({ mapping: { FunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:orders:live" } }), usual, tools);
    expect(asked.search.map(({ asked: { keep } }) => [...keep])).toEqual([["ProvisionedConcurrentExecutions"], []]);
  });

  it.each([
    ["without a workload", { workload: undefined, grade: "insufficient" as const }, {}],
    ["with too little data", { grade: "insufficient" as const, reasons: ["1.0 days of data, of 14"] }, {}],
    ["of a disabled mapping", {}, { mapping: { State: "Disabled" } }],
  ])("%s has no data, and nothing is searched", (_, estimate, changes) => {
    const { tools, asked } = fakeTools();
    const report = tuneReport(subjectOf(changes, estimate), usual, tools);
    expect(report).toMatchObject({
      verdict: "no data",
      result: undefined,
      recommendation: undefined,
      missing: { message: expect.any(String) },
    });
    expect(asked.search).toEqual([]);
  });

  it("tries settings on top of today's, exactly as they are given", () => {
    const { tools, asked } = fakeTools();
    const whatIf = { BatchSize: 250, ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 4 } };
    expect(tuneReport(subjectOf(), { ...usual, whatIf }, tools).whatIf?.settings.batchSize).toBe(250);
    expect(asked.predicted).toEqual([
      { batchSize: 250, windowMs: 1_000, pollers: { minimum: 2, maximum: 4 }, pollerGroup: undefined, provisionedConcurrency: 0 },
    ]);
  });
});
