import { describe, expect, it } from "vitest";
import { curvesOf } from "../../../src/core/lag/curves.ts";
import { samplesOf, steady } from "../../support/lag-samples.ts";
import { sampleReport } from "../../support/sample-reports.ts";

const minuteMs = 60_000;

function curves(samples: ReturnType<typeof samplesOf>, partitions?: number) {
  const pollers = { running: undefined, minimum: undefined, maximum: undefined, partitions };
  return curvesOf(sampleReport("orders", { samples, pollers }));
}

describe("curvesOf", () => {
  // 600 come in and 300 go out each minute, so the lag grows by 300.
  const lagRecords = Array.from({ length: 10 }, (_, minute) => 300 * minute);
  const committed = steady(300, 10);

  it("gives rates a second, and no arrivals where the counts are not complete", () => {
    const { inPerSecond, outPerSecond } = curves(samplesOf({ lagRecords, committed }));
    // Nothing is known of what was there before the first minute; the newest three have not settled.
    expect(inPerSecond).toEqual([undefined, ...steady(10, 6), ...steady(undefined, 3)]);
    expect(outPerSecond).toEqual(steady(5, 10));
  });

  it("gives the age of each minute: its lag over what arrives", () => {
    const { ageMs } = curves(samplesOf({ lagRecords, committed }));
    expect(ageMs.slice(0, 7)).toEqual([0, 0.5, 1, 1.5, 2, 2.5, 3].map((minutes) => minutes * minuteMs));
  });

  it("gives the age of the partition that is furthest behind where it is older", () => {
    const { ageMs } = curves(samplesOf({ lagRecords, committed, maxPartitionLagRecords: lagRecords }, 10), 2);
    // All of the lag is in one of two partitions, and half of the arrivals are its own.
    expect(ageMs[4]).toBe(4 * minuteMs);
  });

  it("keeps gaps, and has nothing to show of a mapping that counts nothing", () => {
    const gap = curves(samplesOf({ lagRecords: [0, undefined, 0, 0, 0], committed: [60, 60, 60, undefined, 60] }, 5));
    expect(gap.ageMs[1]).toBeUndefined();
    expect(gap.outPerSecond).toEqual([1, 1, 1, undefined, 1]);
    expect(curves(samplesOf({ lagRecords: [5, 5, 5] })).outPerSecond).toEqual([]);
  });
});
