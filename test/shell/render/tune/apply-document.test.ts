import { describe, expect, it } from "vitest";
import type { ApplyEvent } from "../../../../src/core/tuning/apply/apply-events.ts";
import { applyDocument, applyRunsDocument, planDocument } from "../../../../src/shell/render/tune/apply-document.ts";
import { schemaErrors } from "../../../support/schema.ts";
import { memoryRun, samplePlan } from "../../../support/tuning/applying.ts";

const throughJson = (document: unknown): unknown => JSON.parse(JSON.stringify(document));
const began: ApplyEvent = { type: "began", atMs: 0 };

describe("a plan as JSON", () => {
  it("holds what AWS is to be sent, step by step", () => {
    const document = planDocument(samplePlan(), "p.json");
    expect(schemaErrors("tune-plan", throughJson(document))).toEqual([]);
    expect(document.updates).toEqual([
      { BatchSize: 200, MaximumBatchingWindowInSeconds: 2 },
      { ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 4 } },
    ]);
  });

  it("is null where nothing is to be changed", () => {
    const document = planDocument(undefined, undefined);
    expect(document).toEqual({ schemaVersion: 1, plan: null, updates: [], file: null, applied: false });
    expect(schemaErrors("tune-plan", throughJson(document))).toEqual([]);
  });
});

describe("a run as JSON", () => {
  it.each<[string, readonly ApplyEvent[], object]>([
    ["planned", [], { state: "planned", applied: false, why: null }],
    ["underway", [began], { state: "underway" }],
    ["done", [began, { type: "done", atMs: 0 }], { state: "done", applied: true }],
    [
      "rolled back",
      [began, { type: "rolling back", atMs: 0, why: "errors" }, { type: "rolled back", atMs: 1 }],
      { state: "rolled-back", why: "errors", applied: false },
    ],
    ["left", [began, { type: "left", atMs: 0, why: "changed" }], { state: "left", why: "changed" }],
  ])("%s", (_, events, expected) => {
    const document = applyDocument(memoryRun(samplePlan(), events));
    expect(document).toMatchObject(expected);
    expect(schemaErrors("tune-apply", throughJson(document))).toEqual([]);
    expect(document.events.map(({ at }) => at)).toEqual(events.map(({ atMs }) => new Date(atMs).toISOString()));
  });

  it("in a list is short", () => {
    const document = applyRunsDocument([memoryRun(samplePlan(), [began])]);
    expect(schemaErrors("tune-status", throughJson(document))).toEqual([]);
    expect(Object.keys(document.runs[0] ?? {})).not.toContain("plan");
  });
});
