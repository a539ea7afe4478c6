import { beforeAll, describe, expect, it } from "vitest";
import type { LagMetric, LagSamples } from "../../../src/core/lag/samples.ts";
import { createLagSampler } from "../../../src/core/lag/sampling.ts";
import { type Estimate, type EstimateFacts, estimate } from "../../../src/core/tuning/estimate.ts";
import { accountOf } from "../../sandbox/runtime/runtime-fixture.ts";
import { mappingsIn, worldPorts } from "../../support/lag/world-ports.ts";

const dayMs = 86_400_000;
const facts: EstimateFacts = {
  settings: { batchSize: 100, windowMs: 500, pollers: { minimum: 2, maximum: 4 }, pollerGroup: undefined, provisionedConcurrency: 0 },
  partitions: 6,
  function: { memoryMb: 512, architecture: "arm64", timeoutMs: 30_000, concurrency: 1_000 },
  assumedRecordBytes: 1_024,
};

/** Fourteen days of a mapping in the sandbox, as CloudWatch tells of them. */
async function history(topic: object, simulated: object): Promise<LagSamples> {
  const account = accountOf({
    history: "14d",
    functions: [{ name: "orders", simulated }],
    clusters: [{ name: "shop", topics: [{ name: "orders", partitions: facts.partitions, ...topic }] }],
    mappings: [
      {
        cluster: "shop",
        FunctionName: "orders",
        Topics: ["orders"],
        StartingPosition: "LATEST",
        BatchSize: 100,
        ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 4 },
        MetricsConfig: { Metrics: ["EventCount", "KafkaMetrics"] },
      },
    ],
  });
  const mappings = mappingsIn(account.world);
  const sampler = createLagSampler(worldPorts(account), { fromMs: account.clock.now() - 14 * dayMs });
  await sampler.base(mappings, mappings);
  const [samples] = (await sampler.detail(mappings)).values();
  if (samples === undefined) throw new Error("nothing was sampled");
  return samples.samples;
}

describe("a workload with a daily curve", () => {
  let found: Estimate;
  beforeAll(async () => {
    const topic = { recordBytes: 700, traffic: { kind: "diurnal", meanPerSecond: 300, peakHourUtc: 18 } };
    found = estimate(await history(topic, { baseMs: 40, perRecordMs: 0.8 }), facts);
  }, 120_000);

  it("is told from fourteen days of metrics", () => {
    const { workload } = found;
    expect(workload?.work.invocationMs).toBeGreaterThan(38);
    expect(workload?.work.invocationMs).toBeLessThan(42);
    expect(Math.abs((workload?.work.recordMs ?? 0) / 0.8 - 1)).toBeLessThan(0.05);
    expect(Math.abs((workload?.recordBytes ?? 0) / 700 - 1)).toBeLessThan(0.05);
    expect(workload?.passShare).toBe(1);
    const arrivals = workload?.arrivals ?? new Float64Array();
    expect(Math.abs(arrivals.reduce((sum, value) => sum + value, 0) / arrivals.length / 300 - 1)).toBeLessThan(0.02);
    expect(found.fit?.excitation).toBeGreaterThan(1.5);
  });

  it("has a lane for each poller, as in the sandbox", () => {
    expect(found.workload).toMatchObject({ lanes: 2, lanesSeen: { pollers: 2 } });
  });

  it("is sure of it", () => {
    expect(found.reasons).toEqual([]);
    expect(found.grade).toBe("A");
  });
});

it("does not tell a and b apart at a rate that never changes", async () => {
  const found = estimate(await history({ traffic: { kind: "constant", perSecond: 300 } }, { baseMs: 40, perRecordMs: 0.8 }), facts);
  expect(found.fit).toBeUndefined();
  expect(found.reasons.join()).toContain("cannot be told apart");
  expect(found.grade).toBe("C");
}, 120_000);

describe("metrics that are missing", () => {
  const series = (values: Partial<Record<LagMetric, number>>, minutes: number) =>
    new Map(Object.entries(values).map(([metric, value]) => [metric as LagMetric, Array.from({ length: minutes }, () => value)]));
  const of = (values: Partial<Record<LagMetric, number>>, minutes = 100): LagSamples => ({
    fromMs: 0,
    minutes,
    settledMinutes: minutes,
    series: series(values, minutes),
  });
  const all = { lagRecords: 0, committed: 60, invoked: 60, polled: 60, invocations: 6, durationMs: 50 };

  it("are named, with the group that has them", () => {
    const found = estimate(of({ invocations: 6, durationMs: 50 }), facts);
    expect(found).toMatchObject({ grade: "insufficient", workload: undefined });
    expect(found.reasons).toEqual([
      "the lag is not known: add KafkaMetrics to MetricsConfig",
      "committed records are not counted: add EventCount to MetricsConfig",
      "invoked records are not counted: add EventCount to MetricsConfig",
    ]);
  });

  it("are not guessed over: an hour is too little, and so is nothing at all", () => {
    expect(estimate(of(all), facts).grade).toBe("insufficient");
    expect(estimate(of({ ...all, committed: 0, invoked: 0, polled: 0, invocations: 0 }), facts)).toMatchObject({
      grade: "insufficient",
      workload: undefined,
    });
    expect(estimate(of({ ...all, errors: 6 }), facts)).toMatchObject({ grade: "insufficient", workload: undefined });
  });
});
