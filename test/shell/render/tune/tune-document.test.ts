import { describe, expect, it } from "vitest";
import { tuneGate } from "../../../../src/core/tuning/gate.ts";
import { tuneDocument } from "../../../../src/shell/render/tune/tune-document.ts";
import { schemaErrors } from "../../../support/schema.ts";
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
  ])("of %s holds its schema", (_, report) => {
    expect(schemaErrors("tune", written(tuneDocument([report], tuneGate([report], false))))).toEqual([]);
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

  it("has memory among the settings with a Power Tuning result only", () => {
    const { result } = changeReport();
    const measured = tuneDocument(
      [changeReport("orders", { result: result && { ...result, current: candidate({ memoryMb: 512 }) } })],
      undefined,
    );
    expect(schemaErrors("tune", measured)).toEqual([]);
    expect(measured.mappings[0]?.current?.settings).toMatchObject({ memoryMb: 512 });
    expect(tuneDocument([changeReport()], undefined).mappings[0]?.current?.settings).not.toHaveProperty("memoryMb");
  });

  it("has null for an age without end: JSON knows no infinity", () => {
    expect(tuneDocument([unreachableReport()], undefined)).toMatchObject({
      mappings: [{ current: { ageP99Ms: null, catchUpMs: null }, nearest: { ageP99Ms: 2_270 }, recommendation: null }],
    });
  });
});
