import { describe, expect, it } from "vitest";
import { listPrices } from "../../../src/core/prices.ts";
import { allows } from "../../../src/core/tuning/candidates.ts";
import { isFeasible } from "../../../src/core/tuning/feasible.ts";
import { noGoalsAsked } from "../../../src/core/tuning/goals.ts";
import { type SearchInput, searchSettings } from "../../../src/core/tuning/search.ts";
import { bruteForce } from "../../support/tuning/brute-force.ts";
import { problemOf } from "../../support/tuning/problems.ts";
import { minutesOf, onDemand, workload } from "../../support/tuning/workloads.ts";

const problems = 200;
const together = 10;
/** Of the problems. */
const othersAllowed = 0.05;

describe("beside brute force, which looks at every settings in every way", () => {
  const others: number[] = [];

  it.each(Array.from({ length: problems / together }, (_, part) => part * together))(
    "what is chosen is feasible, keeps what is to be kept, and costs at most 1 % more: problems from %d on",
    (from) => {
      for (let seed = from; seed < from + together; seed += 1) {
        const input = problemOf(seed);
        const { cheapest, pick } = bruteForce(input);
        const found = searchSettings(input);
        for (const each of found.candidates) expect(isFeasible(input.workload, each)).toBe(true);
        for (const each of found.picks.values()) expect(allows(input, each.settings)).toBe(true);
        const balanced = found.picks.get("balanced");
        expect({ seed, isFound: balanced !== undefined }).toEqual({ seed, isFound: cheapest !== undefined });
        if (cheapest === undefined || balanced === undefined) continue;
        expect({ seed, regret: balanced.cost.total / cheapest.cost.total - 1 > 0.01 }).toEqual({ seed, regret: false });
        if (JSON.stringify(balanced.settings) !== JSON.stringify(pick?.settings)) others.push(seed);
      }
    },
    120_000,
  );

  it("is the same in at least 95 of 100", () => {
    expect(others.length).toBeLessThanOrEqual(problems * othersAllowed);
  });
});

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

describe("a search", () => {
  it("changes to longer windows where nobody asks for more than five seconds, and tells what that saves", () => {
    const { verdict, picks, goals, keepsGoals } = searchSettings(small);
    const pick = picks.get("balanced");
    expect({ verdict, keepsGoals }).toEqual({ verdict: "change", keepsGoals: true });
    expect(goals).toMatchObject({ ageP99Ms: 5_000, isAgeAssumed: true });
    expect(pick?.settings.windowMs).toBeGreaterThan(1_000);
    expect(pick?.ageP99Ms).toBeLessThanOrEqual(5_000);
    expect(pick?.spread?.goalChance).toBeGreaterThanOrEqual(0.95);
    expect(pick?.spread?.savesMonth?.low).toBeGreaterThan(5);
  });

  it("is the same for a seed", () => {
    expect(searchSettings(small)).toEqual(searchSettings(small));
  });

  it("changes nothing for less than $5 and 5 %", () => {
    const settings = searchSettings(small).picks.get("balanced")?.settings ?? onDemand;
    const again = searchSettings({ ...small, settings });
    expect(again.verdict).toBe("no change");
  });

  it("changes nothing where everything is to stay", () => {
    const keep = new Set([
      "BatchSize",
      "MaximumBatchingWindowInSeconds",
      "ProvisionedPollerConfig",
      "ProvisionedConcurrentExecutions",
    ] as const);
    expect(searchSettings({ ...small, asked: { ...noGoalsAsked, keep } }).verdict).toBe("no change");
  });

  it("says what comes nearest where nothing keeps to the goals, and picks nothing", () => {
    const { verdict, picks, nearest } = searchSettings({ ...small, asked: { ...small.asked, ageP99Ms: 10 } });
    expect(verdict).toBe("unreachable");
    expect(picks.size).toBe(0);
    expect(nearest?.ageP99Ms).toBeGreaterThan(10);
    expect(nearest?.settings.windowMs).toBe(0);
  });

  it("never chooses a batch that a slow invocation does not finish in half the timeout", () => {
    const mapping = { ...small.workload, function: { ...small.workload.function, timeoutMs: 1_000 } };
    const { candidates } = searchSettings({ ...small, workload: mapping });
    // 1.5 × (40 ms + 0.8 ms × 366) are half a second.
    for (const { settings } of candidates) expect(settings.batchSize).toBeLessThanOrEqual(366);
    expect(candidates.length).toBeGreaterThan(5);
  });

  it("looks at no more than 2,000 by formulas, and at 60 over the trace", () => {
    const groups = ["a", "b", "c"].map((name) => ({ name, pollersMinimum: 3, bytesPerSecond: 1_000 }));
    const { looked } = searchSettings({ ...small, groups });
    expect(looked.byFormula).toBeLessThanOrEqual(2_000);
    expect(looked.overTrace).toBeLessThanOrEqual(60);
  });

  it("joins a group where that is cheaper than units of its own", () => {
    const settings = { ...onDemand, pollers: { minimum: 1, maximum: 2 } };
    const mapping = workload(
      minutesOf(240, () => 100),
      { lanes: 1, lanesSeen: { pollers: 1 } },
    );
    const keep = new Set([
      "BatchSize",
      "MaximumBatchingWindowInSeconds",
      "ProvisionedPollerConfig",
      "ProvisionedConcurrentExecutions",
    ] as const);
    const joined = searchSettings({
      ...small,
      workload: mapping,
      settings,
      asked: { ...noGoalsAsked, keep: new Set([...keep].filter((field) => field !== "ProvisionedPollerConfig")), mostStep: 1 },
      groups: [{ name: "shared", pollersMinimum: 9, bytesPerSecond: 1_000 }],
    });
    const inGroup = joined.candidates.find(({ settings: { pollerGroup } }) => pollerGroup === "shared");
    expect(inGroup?.cost.pollerUnits).toBeCloseTo(13.505, 6);
    expect(joined.current.cost.pollerUnits).toBeCloseTo(135.05, 6);
  });
});
