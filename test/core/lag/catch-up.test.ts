import { describe, expect, it } from "vitest";
import { catchUpOf } from "../../../src/core/lag/catch-up.ts";
import { flowOf } from "../../../src/core/lag/flow.ts";
import type { LagSamples } from "../../../src/core/lag/samples.ts";
import { fluid, minutesOf, samplesOf } from "../../support/lag-samples.ts";
import { sampleMapping } from "../../support/mappings.ts";

const mapping = sampleMapping();

function catchUp(samples: LagSamples) {
  return catchUpOf(samples, flowOf(mapping, samples, 6), "catching up");
}

describe("catchUpOf", () => {
  it("divides what is left by the pace at which it falls", () => {
    // An hour's outage at 600 a minute leaves 36,000, which fall by 1,200 a minute: 30 min; 11 of them have passed when asked.
    const samples = samplesOf(fluid([...minutesOf(600, 0, 60), ...minutesOf(600, 1_800, 11)]));
    const found = catchUp(samples);
    expect(found.kind).toBe("catching-up");
    if (found.kind !== "catching-up") return;
    expect(found.ms / 60_000).toBeCloseTo(19, 0);
    expect(found.lowMs).toBeLessThanOrEqual(found.ms);
    expect(found.highMs).toBeGreaterThanOrEqual(found.ms);
  });

  it("waits for the partition that is furthest behind", () => {
    const whole = fluid([...minutesOf(600, 0, 30), ...minutesOf(600, 3_000, 10)]);
    const hot = fluid([...minutesOf(300, 0, 30), ...minutesOf(300, 500, 10)]);
    const found = catchUp(samplesOf({ ...whole, maxPartitionLagRecords: hot.lagRecords }));
    // 9,000 at 200 a minute are 45 min, of which 10 have passed.
    expect(found.kind === "catching-up" && found.ms / 60_000).toBeCloseTo(35, 0);
  });

  it("does not tell from a single minute of falling", () => {
    const samples = samplesOf(fluid([...minutesOf(600, 0, 30), ...minutesOf(600, 1_800, 1)]));
    expect(catchUp(samples)).toEqual({ kind: "unknown", reason: "the lag falls too unsteadily to tell" });
  });

  it("does not tell from a lag that goes up and down", () => {
    const lagRecords = [9_000, 8_000, 9_000, 7_900, 9_100, 8_000, 9_050, 8_950];
    const samples = samplesOf({ lagRecords, committed: lagRecords.map(() => 600) }, 8);
    expect(catchUp(samples).kind).toBe("unknown");
  });

  it.each([
    ["ok", "caught-up"],
    ["idle", "caught-up"],
    ["falling behind", "never"],
    ["stopped", "unknown"],
    ["stalled", "unknown"],
    ["disabled", "unknown"],
    ["no data", "unknown"],
  ] as const)("of a mapping that is %s is %s", (verdict, kind) => {
    const samples = samplesOf(fluid(minutesOf(600, 600, 10)));
    expect(catchUpOf(samples, flowOf(mapping, samples, 6), verdict).kind).toBe(kind);
  });
});
