import { describe, expect, it } from "vitest";
import { evidenceOf } from "../../../src/core/tuning/evidence.ts";
import { samplesOf } from "../../support/lag-samples.ts";

const onDemand = { settings: { pollers: undefined }, partitions: 6 };
const provisioned = { settings: { pollers: { minimum: 3, maximum: 9 } }, partitions: 6 };

describe("the evidence of a mapping's minutes", () => {
  it("has what arrived, in settled minutes only", () => {
    const samples = samplesOf({ lagRecords: [10, 40, 40, 400], committed: [60, 30, 60, 0] }, 3);
    expect(evidenceOf(samples, onDemand).arrivals).toEqual([undefined, 60, 60]);
  });

  it("tells what passes the filter, and the size of what was polled", () => {
    const samples = samplesOf({ polled: [100, 300], filteredOut: [40, 60], polledBytes: [50_000, 150_000] }, 2);
    expect(evidenceOf(samples, provisioned)).toMatchObject({ passShare: 0.75, recordBytes: 500 });
    expect(evidenceOf(samplesOf({ polled: [100] }, 1), provisioned)).toMatchObject({ passShare: 1, recordBytes: undefined });
  });

  it("learns durations from minutes without errors and throttles", () => {
    const samples = samplesOf(
      {
        invocations: [10, 10, 10, 0],
        invoked: [200, 300, 400, 0],
        durationMs: [50, 60, 70, undefined],
        errors: [0, 1, 0, 0],
        throttles: [0, 0, 1, 0],
      },
      4,
    );
    expect(evidenceOf(samples, onDemand).steadyMinutes).toEqual([{ invocations: 10, records: 20, durationMs: 50 }]);
  });

  it("learns lanes from minutes with the usual number of pollers, and what passes the filter of their arrivals", () => {
    const samples = samplesOf(
      {
        lagRecords: [0, 0, 0, 0],
        committed: [600, 600, 1_200, 600],
        polled: [600, 600, 1_200, 600],
        filteredOut: [300, 300, 600, 300],
        invocations: [10, 10, 20, 10],
        invoked: [300, 300, 600, 300],
        pollers: [2, 2, 4, 2],
      },
      4,
    );
    const { pollers, laneMinutes } = evidenceOf(samples, provisioned);
    expect(pollers).toBe(2);
    expect(laneMinutes).toEqual([
      { recordsPerSecond: 5, records: 30 },
      { recordsPerSecond: 5, records: 30 },
    ]);
  });

  it("takes the least of the settings for the number of pollers where no metric tells, and no more than partitions", () => {
    expect(evidenceOf(samplesOf({ polled: [1] }, 1), provisioned).pollers).toBe(3);
    expect(evidenceOf(samplesOf({ pollers: [9] }, 1), provisioned).pollers).toBe(6);
    expect(evidenceOf(samplesOf({ pollers: [9] }, 1), onDemand).pollers).toBeUndefined();
  });
});
