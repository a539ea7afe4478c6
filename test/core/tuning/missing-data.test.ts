import { describe, expect, it } from "vitest";
import { listPrices } from "../../../src/core/prices.ts";
import type { Estimate } from "../../../src/core/tuning/estimate.ts";
import { missingData } from "../../../src/core/tuning/missing-data.ts";
import { sampleMapping } from "../../support/mappings.ts";

const estimate: Estimate = {
  workload: undefined,
  grade: "insufficient",
  reasons: ["too short"],
  fit: undefined,
  usableMinutes: 0,
  minutes: 0,
};
const said = (mapping: Parameters<typeof sampleMapping>[0], read: Parameters<typeof missingData>[0]["read"] = {}) =>
  missingData({ mapping: sampleMapping(mapping), name: "my orders", read, estimate, prices: listPrices });
const on = { MetricsConfig: { Metrics: ["EventCount", "KafkaMetrics"] } };

describe("what is missing", () => {
  it("is a group that is off, with the command that turns it on beside those that are, and its price", () => {
    expect(said({ MetricsConfig: { Metrics: ["ErrorCount", "EventCount"] } })).toEqual({
      message: "its metrics KafkaMetrics are off",
      fix: "mskctl update 'my orders' --metrics EventCount,KafkaMetrics,ErrorCount",
      // SumOffsetLag and MaxOffsetLag.
      metricsMonth: 0.6,
    });
    expect(said({ MetricsConfig: {}, State: "Disabled" }).message).toBe(
      "its metrics EventCount and KafkaMetrics are off, and it is disabled",
    );
  });

  it("is the mapping's being disabled", () => {
    expect(said({ ...on, State: "Disabled" })).toEqual({
      message: "it is disabled",
      fix: "mskctl resume 'my orders'",
      metricsMonth: undefined,
    });
  });

  it("is what the metrics lack", () => {
    const missing = { id: "group-unstable", message: "MSK shows no lag", fix: "mskctl inspect x --offsets" } as const;
    expect(said(on, { missing })).toEqual({ message: "MSK shows no lag; too short", fix: missing.fix, metricsMonth: undefined });
    expect(said(on)).toMatchObject({ message: "too short", fix: undefined });
  });

  it("turns nothing on for a share group, which has no lag", () => {
    const missing = { id: "share-group", message: "a share group has no lag" } as const;
    expect(said({ MetricsConfig: {} }, { missing })).toMatchObject({ message: "a share group has no lag; too short", fix: undefined });
  });
});
