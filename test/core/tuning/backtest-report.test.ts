import { describe, expect, it } from "vitest";
import type { LagSamples } from "../../../src/core/lag/samples.ts";
import { hoursPerMonth, listPrices } from "../../../src/core/prices.ts";
import { backtestReport } from "../../../src/core/tuning/backtest-report.ts";
import { type EstimateFacts, estimate } from "../../../src/core/tuning/estimate.ts";
import type { TuningSubject } from "../../../src/core/tuning/read-tuning.ts";
import { sampleMapping } from "../../support/mappings.ts";
import { measured, minutesOf, onDemand, workload } from "../../support/tuning/workloads.ts";

const dayMinutes = 1_440;
const settings = { ...onDemand, pollers: { minimum: 10, maximum: 10 } };
const known: EstimateFacts = { settings, partitions: 24, function: workload(new Float64Array()).function, assumedRecordBytes: 1_024 };
const daily = (days: number): LagSamples =>
  measured(
    [workload(minutesOf(days * dayMinutes, (minute) => 1_000 * (1 + 0.5 * Math.sin((2 * Math.PI * minute) / dayMinutes))))],
    settings,
  );

function report(samples: LagSamples, { isTimeGiven = false, state = "Enabled" } = {}) {
  const subject: TuningSubject = {
    mapping: sampleMapping({ name: "orders", State: state, MetricsConfig: { Metrics: ["EventCount", "KafkaMetrics"] } }),
    name: "orders",
    samples,
    read: {},
    estimate: estimate(samples, known),
    facts: { estimate: known, reservedConcurrency: undefined, assumptions: ["of the facts"] },
    groups: [],
    sameVpcMappings: 0,
    assumptions: ["of the subject"],
  };
  return backtestReport(subject, { prices: listPrices, hoursPerMonth, seed: 1, isTimeGiven });
}

describe("a backtest of what is known", () => {
  it("is of the settled minutes, with what was assumed", () => {
    const samples = daily(5);
    expect(report(samples)).toMatchObject({
      name: "orders",
      fromMs: samples.fromMs,
      untilMs: samples.fromMs + 5 * dayMinutes * 60_000,
      backtest: { fitMinutes: 5_040, testMinutes: 2_160 },
      missing: undefined,
      assumptions: ["of the subject", "of the facts", expect.stringContaining("--prices live")],
    });
  });

  it("needs three days in the first 70 %: four are too few, though tune decides by them", () => {
    const missing = { message: expect.stringMatching(/^the first 70 %: 2\.8 days of data, of 14/) };
    expect(report(daily(4))).toMatchObject({ backtest: undefined, missing: { ...missing, fix: "mskctl lag orders --since 14d" } });
    expect(report(daily(4), { isTimeGiven: true })).toMatchObject({ missing: { ...missing, fix: "mskctl tune backtest orders" } });
  });

  it("is none of a disabled mapping, which says what brings data", () => {
    expect(report(daily(4), { state: "Disabled" })).toMatchObject({
      backtest: undefined,
      missing: { message: "it is disabled", fix: "mskctl resume orders" },
    });
  });
});
