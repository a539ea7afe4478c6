import { describe, expect, it } from "vitest";
import { tuneGate } from "../../../../src/core/tuning/gate.ts";
import { tuneDocument } from "../../../../src/shell/render/tune/tune-document.ts";
import { schemaErrors } from "../../../support/schema.ts";
import { guessedTerraform, ownerBy } from "../../../support/tuning/owners.ts";
import { adviceReport, candidate, changeReport, goodReport, silentReport, unreachableReport } from "../../../support/tuning/reports.ts";

const written = (document: unknown) => JSON.parse(JSON.stringify(document)) as unknown;

describe("the document", () => {
  it.each([
    ["a change", changeReport()],
    ["no change", goodReport()],
    ["an advice", adviceReport()],
    ["no data", silentReport()],
    ["nothing that keeps to the goals", unreachableReport()],
    ["a what-if", changeReport("orders", { whatIf: candidate() })],
    ["a stack's mapping", changeReport("orders", { owner: ownerBy("sam") })],
    ["one that Terraform may own", changeReport("orders", { owner: guessedTerraform })],
  ])("of %s holds its schema", (_, report) => {
    expect(schemaErrors("tune", written(tuneDocument([report], tuneGate([report], false))))).toEqual([]);
  });

  it("names who owns the mapping, and how that is known", () => {
    const [owned, other] = tuneDocument([changeReport("orders", { owner: ownerBy("sam") }), changeReport()], undefined).mappings;
    expect(owned?.owner).toEqual({
      tool: "sam",
      stack: "shop-orders",
      logicalId: "OrdersFunctionKafka",
      by: { tag: "aws:cloudformation:stack-name=shop-orders", of: "mapping" },
      certain: true,
    });
    expect(other?.owner).toBeNull();
  });

  it("gives what changes with why, and what it saves", () => {
    expect(tuneDocument([changeReport()], undefined)).toMatchObject({
      schemaVersion: 1,
      mappings: [
        {
          functionName: "orders",
          verdict: "change",
          workload: { grade: "A", recordsPerSecond: { mean: 2_000 }, lanes: 24 },
          current: { settings: { batchSize: 100, pollers: null }, costMonth: 176.84, ageP99Ms: 580 },
          recommendation: {
            pick: "balanced",
            changes: [
              { field: "BatchSize", before: 100, after: 500, reversible: true },
              { field: "MaximumBatchingWindowInSeconds", before: null, after: 2, reversible: false },
            ],
            saves: { low: 75, high: 84 },
            why: [{ rule: "R1" }, { rule: "R3" }],
            impact: { pauseMs: 90_000, lagRecords: 180_000, drainMs: 10_000 },
          },
          prices: { region: "us-east-1", date: "2026-11-26", hoursPerMonth: 730 },
          seed: 1,
        },
      ],
    });
  });

  it("has null for an age without end: JSON knows no infinity", () => {
    expect(tuneDocument([unreachableReport()], undefined)).toMatchObject({
      mappings: [{ current: { ageP99Ms: null, catchUpMs: null }, nearest: { ageP99Ms: 2_270 }, recommendation: null }],
    });
  });
});
