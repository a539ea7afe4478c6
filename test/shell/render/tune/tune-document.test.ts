import { describe, expect, it } from "vitest";
import { tuneGate } from "../../../../src/core/tuning/gate.ts";
import { fleetGroups } from "../../../../src/core/tuning/packing/fleet-groups.ts";
import { tuneDocument } from "../../../../src/shell/render/tune/tune-document.ts";
import { schemaErrors } from "../../../support/schema.ts";
import { guessedTerraform, ownerBy } from "../../../support/tuning/owners.ts";
import { provisionedMapping, provisionedReport } from "../../../support/tuning/provisioned-reports.ts";
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

  it("of several has the groups that they are to share, and who is left out", () => {
    const reports = [provisionedReport("a"), provisionedReport("b", { bytes: 12_000_000 })];
    const siblings = [...reports.map(({ mapping }) => mapping), provisionedMapping("old", { group: "pool" })];
    const fleet = fleetGroups(reports, siblings);
    const document = written(tuneDocument(reports, tuneGate(reports, false, fleet), fleet));
    expect(schemaErrors("tune", document)).toEqual([]);
    expect(document).toMatchObject({
      groups: [
        {
          name: "pool",
          isNew: false,
          members: [
            { uuid: "a-uuid", name: "a", joins: true, command: "mskctl update a --poller-group pool" },
            { uuid: "old-uuid", name: "old", joins: false, command: null },
          ],
          pollerUnits: { alone: 2, together: 1 },
          costMonth: { alone: 270.1, together: 135.05 },
          savesMonth: 135.05,
          worthwhile: true,
        },
      ],
      ungrouped: [{ uuid: "b-uuid", name: "b", reason: "it fetches up to 12 MB/s" }],
      groupAssumptions: expect.arrayContaining([expect.stringContaining("how Lambda packs pollers is not documented")]),
      gate: { passed: false, failures: [{ uuid: null, name: null }] },
    });
    expect(tuneDocument([goodReport()], undefined)).not.toHaveProperty("groups");
  });
});
