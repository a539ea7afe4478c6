import { expect, it } from "vitest";
import { simulationDocument } from "../../../../src/shell/render/tune/simulation-document.ts";
import { schemaErrors } from "../../../support/schema.ts";
import { silentSimulation, simulationReport } from "../../../support/tuning/simulations.ts";

it("holds its schema, and has null for what has no end", () => {
  const document = simulationDocument([simulationReport(), silentSimulation()]);
  expect(schemaErrors("tune-simulate", JSON.parse(JSON.stringify(document)))).toEqual([]);
  expect(document.mappings).toMatchObject([
    {
      load: 3,
      outage: { at: "2026-11-13T11:30:00.000Z", ms: 1_800_000 },
      runs: { now: { catchUpMs: null }, with: { ageP99Ms: { value: null }, catchUpMs: { value: null, low: 3_600_000, high: null } } },
      missing: null,
    },
    { outage: null, runs: {}, missing: { fix: "mskctl resume orders" } },
  ]);
});
