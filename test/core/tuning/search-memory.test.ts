import { describe, expect, it } from "vitest";
import { listPrices } from "../../../src/core/prices.ts";
import { allows } from "../../../src/core/tuning/candidates.ts";
import { changesBetween } from "../../../src/core/tuning/changes.ts";
import { isFeasible } from "../../../src/core/tuning/feasible.ts";
import { noGoalsAsked } from "../../../src/core/tuning/goals.ts";
import { withMemory, workloadAt } from "../../../src/core/tuning/memory.ts";
import { recommendationOf } from "../../../src/core/tuning/recommendation.ts";
import { type SearchInput, searchSettings } from "../../../src/core/tuning/search.ts";
import { bruteForce } from "../../support/tuning/brute-force.ts";
import { problemOf } from "../../support/tuning/problems.ts";
import { minutesOf, onDemand, workload } from "../../support/tuning/workloads.ts";

/** With durations by memory, today's is among them. */
function measured(input: SearchInput, pairs: readonly (readonly [memoryMb: number, durationMs: number])[]): SearchInput {
  const points = pairs.map(([memoryMb, durationMs]) => ({ memoryMb, durationMs }));
  const { workload: known } = withMemory(input.workload, { points });
  return { ...input, workload: known, settings: { ...input.settings, memoryMb: known.function.memoryMb } };
}

const small: SearchInput = {
  workload: workload(
    minutesOf(240, (minute) => 1_500 + 500 * Math.sin(minute / 40)),
    { lanesSeen: { pollers: undefined } },
  ),
  fit: undefined,
  settings: onDemand,
  asked: { ...noGoalsAsked, keep: new Set(["ProvisionedConcurrentExecutions"]) },
  groups: [],
  prices: listPrices,
  hoursPerMonth: 730,
  seed: 1,
};
const allButMemory = {
  ...small.asked,
  keep: new Set(["BatchSize", "MaximumBatchingWindowInSeconds", "ProvisionedPollerConfig", "ProvisionedConcurrentExecutions"] as const),
};

describe("a search with a Power Tuning result", () => {
  it("takes less memory where that takes no longer, and says what it saves", () => {
    const input = measured({ ...small, asked: allButMemory }, [
      [512, 100],
      [1_024, 100],
      [2_048, 100],
    ]);
    const found = searchSettings(input);
    const pick = found.picks.get("balanced");
    expect(found.verdict).toBe("change");
    expect(pick?.settings).toEqual({ ...onDemand, memoryMb: 512 });
    const [today, then] = [found.current.cost, pick?.cost];
    expect(then?.records).toBeCloseTo(today.records / 2, 6);
    expect(then?.requests).toBeCloseTo(today.requests, 6);
    expect(recommendationOf(found, input.workload)?.changes).toEqual([
      { field: "MemorySize", before: 1_024, after: 512, isReversible: true },
    ]);
  });

  it("takes more memory where only that keeps to the goal", () => {
    const asked = { ...allButMemory, ageP99Ms: 585 };
    expect(searchSettings({ ...small, asked }).verdict).toBe("unreachable");
    const { verdict, picks } = searchSettings(
      measured({ ...small, asked }, [
        [512, 220],
        [1_024, 100],
        [2_048, 40],
      ]),
    );
    expect(verdict).toBe("change");
    expect(picks.get("balanced")?.settings.memoryMb).toBe(2_048);
    expect(picks.get("balanced")?.ageP99Ms).toBeLessThanOrEqual(585);
  });

  it("does not save memory at the goal's expense", () => {
    const { current, picks, goals } = searchSettings(
      measured({ ...small, asked: { ...allButMemory, ageP99Ms: 1_000 } }, [
        [128, 700],
        [1_024, 100],
      ]),
    );
    // An eighth of the memory for seven times as long: cheaper, and too slow.
    expect(picks.get("balanced")?.settings.memoryMb).toBe(1_024);
    expect(current.ageP99Ms).toBeLessThanOrEqual(goals.ageP99Ms);
  });

  it("leaves memory where it is to stay, and within the step that is allowed", () => {
    const pairs = [
      [256, 100],
      [512, 100],
      [1_024, 100],
    ] as const;
    const kept = searchSettings(measured({ ...small, asked: { ...small.asked, keep: new Set(["MemorySize"]) } }, pairs));
    expect(new Set(kept.candidates.map(({ settings }) => settings.memoryMb))).toEqual(new Set([1_024]));
    const step = searchSettings(measured({ ...small, asked: { ...allButMemory, mostStep: 2 } }, pairs));
    expect(step.picks.get("balanced")?.settings.memoryMb).toBe(512);
  });

  it("looks at no more settings than without", () => {
    const pairs = [128, 256, 512, 1_024, 1_536, 2_048, 3_008].map((memoryMb) => [memoryMb, 1e5 / memoryMb ** 0.9] as const);
    const { looked } = searchSettings(measured(small, pairs));
    expect(looked.byFormula).toBeLessThanOrEqual(2_000);
    expect(looked.overTrace).toBeLessThanOrEqual(60);
  });

  it("that may not change memory is the search without", () => {
    const pairs = [
      [512, 100],
      [1_024, 100],
    ] as const;
    const costs = (input: SearchInput) => searchSettings(input).candidates.map(({ cost }) => cost);
    const keep = new Set([...small.asked.keep, "MemorySize"] as const);
    expect(costs(measured({ ...small, asked: { ...small.asked, keep } }, pairs))).toEqual(costs(small));
  });
});

/** Those of the small problems whose spaces are small enough for three sizes of memory. */
const quick = [1, 2, 3, 6, 9, 10, 11];

describe("beside brute force at each memory by itself", () => {
  it.each(quick)(
    "what is chosen costs at most 1 % more: problem %d",
    (seed) => {
      const problem = problemOf(seed);
      const { invocationMs, recordMs } = problem.workload.work;
      const spread = (value: number) => ({ value, low: value * 0.96, high: value * 1.05 });
      const todayMb = problem.workload.function.memoryMb;
      const input = measured(
        {
          ...problem,
          fit: { invocationMs: spread(invocationMs), recordMs: spread(recordMs), excitation: 3 },
          asked: { ...problem.asked, ageP99Ms: problem.asked.ageP99Ms ?? 5_000 },
        },
        [
          [todayMb / 1.5, 140],
          [todayMb, 100],
          [todayMb * 1.5, 55],
        ],
      );
      const oracle = [...(input.workload.memoryFactors ?? [])]
        .map(([memoryMb, factor]) => ({ ...input.settings, memoryMb, factor }))
        .filter(({ factor: _, ...settings }) => allows(input, settings))
        .flatMap(({ factor, ...settings }) => {
          const fit = { invocationMs: spread(invocationMs * factor), recordMs: spread(recordMs * factor), excitation: 3 };
          return bruteForce({ ...input, workload: workloadAt(input.workload, settings), settings, fit }).cheapest?.cost.total ?? [];
        });
      const found = searchSettings(input);
      for (const each of found.candidates) expect(isFeasible(input.workload, each)).toBe(true);
      for (const { settings } of found.picks.values()) {
        expect(allows(input, settings)).toBe(true);
        expect(changesBetween(input.settings, settings).every(({ field }) => !input.asked.keep.has(field))).toBe(true);
      }
      const balanced = found.picks.get("balanced");
      expect(balanced !== undefined).toBe(oracle.length > 0);
      if (balanced !== undefined) expect(balanced.cost.total / Math.min(...oracle)).toBeLessThanOrEqual(1.01);
    },
    120_000,
  );
});
