import { expect, it } from "vitest";
import type { MappingSettings } from "../../../src/core/mapping/model.ts";
import { hoursPerMonth, listPrices } from "../../../src/core/prices.ts";
import type { TuningSubject } from "../../../src/core/tuning/read-tuning.ts";
import { simulationReport } from "../../../src/core/tuning/simulation-report.ts";
import { subject } from "../../support/tuning/subjects.ts";

function report(load: number, outageMs: number, whatIf: MappingSettings | undefined, state = "Enabled") {
  const { mapping, name, samples, estimate, workload, facts, result } = subject();
  const known: TuningSubject = {
    mapping: { ...mapping, State: state, MetricsConfig: { Metrics: ["EventCount", "KafkaMetrics"] } },
    name,
    samples: { ...samples, fromMs: Date.parse("2026-11-26T00:00:00Z") },
    read: {},
    estimate,
    facts: {
      estimate: { settings: result.current.settings, partitions: facts.partitions, function: workload.function, assumedRecordBytes: 1 },
      reservedConcurrency: undefined,
      assumptions: ["of the facts"],
    },
    groups: [],
    sameVpcMappings: 0,
    assumptions: ["of the subject"],
  };
  return simulationReport(known, { prices: listPrices, hoursPerMonth, seed: 1, load, outageMs, whatIf });
}

it.each([
  ["load", 2, 0, undefined, ["now", "with"]],
  ["an outage", 1, 60_000, undefined, ["now", "with"]],
  ["settings alone", 1, 0, { BatchSize: 10 }, ["now", "whatIf"]],
  ["all of it", 2, 60_000, { BatchSize: 10 }, ["now", "with", "whatIf"]],
])("of %s looks at what differs", (_, load, outageMs, whatIf, keys) => {
  const { runs, outageAtMs, assumptions } = report(load, outageMs, whatIf);
  expect([...runs.keys()]).toEqual(keys);
  // The same arrives in every minute: the first one is as busy as any.
  expect(outageAtMs).toBe(outageMs === 0 ? undefined : Date.parse("2026-11-26T00:00:00Z"));
  expect(runs.get("now")?.situation).toMatchObject({ load: 1, outageMs: 0, settings: { batchSize: 100 } });
  const last = runs.get(whatIf === undefined ? "with" : "whatIf");
  expect(last?.situation).toMatchObject({ load, outageMs, settings: { batchSize: whatIf?.BatchSize ?? 100 } });
  expect(assumptions).toEqual(["of the subject", "of the facts", expect.stringContaining("--prices live")]);
});

it("of a disabled mapping says what brings data", () => {
  const { runs, missing } = report(2, 0, undefined, "Disabled");
  expect(runs.size).toBe(0);
  expect(missing).toMatchObject({ message: "it is disabled", fix: "mskctl resume orders" });
});
