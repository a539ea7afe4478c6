import { describe, expect, it } from "vitest";
import { exportDocument } from "../../../../../src/shell/render/redrive/handover/export-document.ts";
import { samplePlan as redrivePlan } from "../../../../support/redrive/plans.ts";
import { schemaErrors } from "../../../../support/schema.ts";
import { orderedPlan, samplePlan } from "../../../../support/states/export-plans.ts";

const here = (command: string) => `${command} #here`;

describe("exportDocument", () => {
  it.each([
    ["unordered", samplePlan()],
    ["ordered", orderedPlan()],
    [
      "of which little is known",
      samplePlan({ target: { averageMs: undefined, memoryMb: undefined, architecture: undefined, timeoutMs: 1 } }),
    ],
  ])("holds to its schema: %s", (_, exported) => {
    const shown = { plan: redrivePlan(), exported, warnings: ["few"] };
    expect(schemaErrors("redrive-export", exportDocument(shown, "out", here))).toEqual([]);
    expect(schemaErrors("redrive-export", exportDocument(shown, undefined, here))).toEqual([]);
  });

  it("says what a child is, and what was written where", () => {
    const shown = { plan: redrivePlan(), exported: samplePlan(), warnings: [] };
    expect(exportDocument(shown, "out", here)).toMatchObject({ order: "none", documentsPerBatch: 50, children: 20_000, folder: "out" });
    expect(exportDocument({ ...shown, exported: orderedPlan() }, undefined, here)).toMatchObject({
      order: "partition",
      documentsPerBatch: null,
      children: 24,
      folder: null,
      cost: { unbatched: null },
    });
  });

  it("has null where nobody knows, and says that the sums are too small", () => {
    const exported = samplePlan({ target: { averageMs: undefined, memoryMb: 512, architecture: "arm64", timeoutMs: 30_000 } });
    const { planned } = exportDocument({ plan: redrivePlan(), exported, warnings: [] }, undefined, here).cost;
    expect(planned.isIncomplete).toBe(true);
    expect(planned.rows.find(({ what }) => what === "duration")).toMatchObject({ amount: null, dollars: null });
  });

  it("has every command with the flags that chose the account", () => {
    const { commands } = exportDocument({ plan: redrivePlan(), exported: samplePlan(), warnings: [] }, undefined, here);
    expect(commands.length).toBeGreaterThan(6);
    expect(commands.every(({ command }) => command.endsWith("#here"))).toBe(true);
  });
});
