import { describe, expect, it } from "vitest";
import { computeSpan } from "../../../../src/sandbox/runtime/history/fluid-span.ts";
import { restingState } from "../../../../src/sandbox/runtime/history/fluid-state.ts";
import { computePast, type PastParts } from "../../../../src/sandbox/runtime/history/mapping-past.ts";
import { pastParts } from "../../../../src/sandbox/runtime/history/past-of.ts";
import { restingMinutes } from "../../../../src/sandbox/runtime/history/resting-minutes.ts";
import { mappingConfig } from "../../../../src/sandbox/runtime/mapping-config.ts";
import { createSources } from "../../../../src/sandbox/runtime/sources.ts";
import { demoAccount } from "../../../../src/sandbox/scenario/demo-account.ts";
import { loadScenario } from "../../../../src/sandbox/scenario/load-scenario.ts";
import type { Scenario } from "../../../../src/sandbox/scenario/scenario.ts";
import { accountIn, oneMapping, startedMs } from "../runtime-fixture.ts";

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** All that the past of a function's mapping is computed from, over some days; counts the looks at its topic. */
function partsOf(scenario: Scenario, name: string, days: number): { readonly parts: PastParts; readonly looks: () => number } {
  const { world, mapping } = accountIn({ ...scenario, historyMs: 0 });
  const age = { seed: 1, startedMs, createdMs: startedMs - days * dayMs };
  const source = createSources({ clusters: world.clusters, selfManagedClusters: world.selfManagedClusters, age })(mapping(name).document);
  const fn = world.functions.get(name);
  if (source === undefined || fn === undefined) throw new Error(`no source or function of ${name}`);
  let looks = 0;
  const endOffset = (partition: number, atMs: number): number => {
    looks += 1;
    return source.topic.endOffset(partition, atMs);
  };
  const range = { fromMs: startedMs - days * dayMs, startedMs, disabledMs: Number.POSITIVE_INFINITY, seed: 1 };
  const { assumptions } = scenario;
  const all = { ...range, assumptions, accountConcurrency: 1_000 };
  return {
    parts: pastParts(mappingConfig(mapping(name).document), { ...source, topic: { ...source.topic, endOffset } }, fn, all),
    looks: () => looks,
  };
}

const filtered = loadScenario(
  oneMapping({
    traffic: { kind: "burst", perSecond: 10, burstPerSecond: 2_000, every: "7h", for: "20m", startedAgo: "1h" },
    fn: { simulated: { baseMs: 100, perRecordMs: 5 } },
  }),
);
const neverAtRest = loadScenario(
  oneMapping({ traffic: { kind: "constant", perSecond: 2_000 }, fn: { simulated: { baseMs: 100, perRecordMs: 5 } } }),
);

describe("a past computed from the last minute of rest on", () => {
  it.each<readonly [string, Scenario, string, number]>([
    ["payments, whose bursts leave a backlog", demoAccount(), "payments", 4],
    ["shipments, whose poison has just come", demoAccount(), "shipments", 2],
    ["emails, which has begun to grow", demoAccount(), "emails", 2],
    ["bursts on demand that are worked off", filtered, "orders", 3],
    ["a mapping that never rests, from states that were kept", neverAtRest, "orders", 2],
  ])("is that from its beginning on: %s", (_story, scenario, name, days) => {
    const { parts } = partsOf(scenario, name, days);
    expect(parts.steady).toBe(false);
    const past = computePast(parts);
    const whole = computeSpan(parts, restingState(parts, past.firstMinuteMs), past.firstMinuteMs, startedMs);
    const committed = Array.from(whole.after.ends, (end, partition) => end - (whole.after.lags[partition] ?? 0));
    expect([past.committed, past.pollers]).toEqual([committed, whole.after.pollers]);
    // Backwards, so that hours are computed anew, and not from one another.
    for (let index = past.minutes - 1; index >= 0; index -= 47) {
      const { standing, minute, fn } = past.at(index);
      const row = whole.table.row(index);
      expect([standing.sumLagRecords, standing.maxLagRecords, standing.pollers]).toEqual([row.sumLag, row.maxLag, row.pollers]);
      expect([minute.committed.sum, fn.invocations, fn.throttles]).toEqual([row.committed, row.invocations, row.throttles]);
    }
  });

  it.each(["payments", "shipments", "emails"])(
    "costs %s little at the start: a look at each minute, and what came since the rest",
    (name) => {
      const { parts, looks } = partsOf(demoAccount(), name, 14);
      const before = looks();
      computePast(parts);
      const minutes = 14 * 24 * 60;
      // All minutes of all partitions would be six times as many at the least.
      expect(looks() - before).toBeLessThan(1.5 * minutes);
    },
  );
});

describe("minutes of rest", () => {
  it("are not found in a backlog, nor before the last additional poller is gone", () => {
    const { parts } = partsOf(filtered, "orders", 3);
    const firstMs = startedMs - 3 * dayMs;
    const resting = restingMinutes(parts, firstMs, startedMs);
    const burstMinute = (3 * dayMs - 60 * minuteMs) / minuteMs;
    expect(resting(burstMinute)).toBe(burstMinute - 10);
    expect(resting(3 * 24 * 60)).toBeLessThanOrEqual(burstMinute);
    expect(resting(0)).toBe(0);
  });

  it("end where the mapping was disabled", () => {
    const { parts } = partsOf(filtered, "orders", 3);
    const disabledMs = startedMs - dayMs;
    const resting = restingMinutes({ ...parts, disabledMs }, startedMs - 3 * dayMs, startedMs);
    expect(resting(3 * 24 * 60)).toBeLessThanOrEqual(2 * 24 * 60);
  });
});
