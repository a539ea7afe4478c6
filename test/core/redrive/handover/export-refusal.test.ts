import { describe, expect, it } from "vitest";
import { type ExportCase, exportRefusal, exportWarnings } from "../../../../src/core/redrive/handover/export-refusal.ts";
import { samplePlan as redrivePlan } from "../../../support/redrive/plans.ts";
import { samplePlan } from "../../../support/states/export-plans.ts";

const write = { isMeant: false, isLook: false };
const meant = { ...write, isMeant: true };
const look = { ...write, isLook: true };
const minuteMs = 60_000;

/** Redriven here in `minutes`. */
function caseOf(changes: Partial<ExportCase> = {}, minutes = 120): ExportCase {
  const { effort, ...plan } = redrivePlan();
  const durationMs = { low: minutes * minuteMs, high: minutes * minuteMs };
  return { plan: { ...plan, effort: { ...effort, durationMs } }, exported: samplePlan(), savedRecords: undefined, ...changes };
}
const archived = (savedRecords: number | undefined, bytesPerRecord: number | undefined): ExportCase => {
  const { plan, ...rest } = caseOf();
  return { ...rest, plan: { ...plan, tally: { ...plan.tally, records: 1_000, bytesPerRecord } }, savedRecords };
};

describe("what keeps an export from being written", () => {
  it("is nothing where it takes long and all is within limits", () => {
    expect(exportRefusal(caseOf(), write)).toBeUndefined();
    expect(exportWarnings(caseOf(), write)).toEqual([]);
  });

  it("is a source that is redriven here within the hour, unless it is meant; a look shows it and says so", () => {
    const small = caseOf({}, 5);
    expect(exportRefusal(small, write)).toMatchObject({ code: "refused", message: expect.stringContaining("about 5 min here") });
    expect(exportRefusal(small, meant)).toBeUndefined();
    expect(exportWarnings(small, meant)).toEqual([]);
    expect(exportRefusal(small, look)).toBeUndefined();
    expect(exportWarnings(small, look)).toEqual([
      "1,000,000 documents are few for Step Functions: redrive takes about 5 min here; to write it all the same takes --anyway",
    ]);
  });

  it("is an empty source", () => {
    const none = samplePlan({ size: { ...samplePlan().size, documents: 0 } });
    expect(exportRefusal(caseOf({ exported: none }), meant)).toMatchObject({ code: "not-found" });
  });

  it("is a limit, with what to do about it, also of a look", () => {
    const many = caseOf({ exported: samplePlan({ maxConcurrency: 10_001 }) });
    for (const wish of [write, meant, look])
      expect(exportRefusal(many, wish)).toMatchObject({
        code: "refused",
        message: expect.stringContaining("(10,001 children, at most 10,000)"),
        suggestions: ["take a smaller concurrency"],
        details: { limit: "children-at-once" },
      });
  });

  it("is not the input of a child, which the Map keeps small: that is a warning", () => {
    const long = caseOf({ exported: samplePlan({ documentsPerBatch: 1_000 }) });
    expect(exportRefusal(long, write)).toBeUndefined();
    expect(exportWarnings(long, write)).toEqual([expect.stringContaining("the Map makes smaller batches where it must")]);
  });

  it("is an archive that only points at records; those that it lacks are told", () => {
    expect(exportRefusal(archived(0, undefined), meant)).toMatchObject({
      code: "refused",
      message: expect.stringContaining("no brokers"),
      suggestions: [expect.stringContaining("--materialize"), "mskctl redrive shipments"],
    });
    expect(exportRefusal(archived(990, undefined), meant)).toBeUndefined();
    expect(exportWarnings(archived(990, undefined), meant)).toEqual([expect.stringContaining("990 of 1,000 records")]);
  });

  it.each([
    ["holds its events", archived(0, 700)],
    ["has every record", archived(1_000, undefined)],
    ["has lost its manifest", archived(undefined, undefined)],
  ])("is no archive that %s", (_, of) => {
    expect(exportRefusal(of, meant)).toBeUndefined();
    expect(exportWarnings(of, meant)).toEqual([]);
  });
});
