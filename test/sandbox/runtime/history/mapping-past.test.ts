import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultAssumptions } from "../../../../src/sandbox/runtime/assumptions.ts";
import { embeddedTopic } from "../../../../src/sandbox/runtime/embedded-topic.ts";
import { type DeliveryRules, expectedDeliveries, type FluidFunction } from "../../../../src/sandbox/runtime/history/expected-delivery.ts";
import { type FluidMapping, isSteady } from "../../../../src/sandbox/runtime/history/fluid-minute.ts";
import { computePast } from "../../../../src/sandbox/runtime/history/mapping-past.ts";
import { rateOf } from "../../../../src/sandbox/runtime/rate.ts";
import type { RetryRules } from "../../../../src/sandbox/runtime/retry-policy.ts";
import { type Account, accountOf, minutesOf, oneMapping, startedMs, sumsOf } from "../runtime-fixture.ts";

const retryForEver = { retries: Number.POSITIVE_INFINITY, bisect: false, partialResponses: false, maximumAgeMs: Number.POSITIVE_INFINITY };

function rulesOf(fn: Partial<FluidFunction>, retry: RetryRules): DeliveryRules {
  const simulated = { baseMs: 0, perRecordMs: 0, errorShare: 0, poisonShare: 0, timeoutMs: 30_000, ...fn };
  return { function: simulated, retry, hasDestination: false, assumptions: defaultAssumptions };
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

function recordsBetween({ world }: Account, fromMs: number, untilMs: number): number {
  const shape = [...world.clusters.values()][0]?.topics.get("orders")?.traffic.shape;
  if (shape === undefined) throw new Error("no topic");
  const rate = rateOf(shape, world.clock.originMs);
  return rate.total(untilMs) - rate.total(fromMs);
}

const situations = fc.record({
  traffic: fc.constantFrom(
    { kind: "constant", perSecond: 200 },
    { kind: "constant", perSecond: 3_000 },
    { kind: "diurnal", meanPerSecond: 1_500, amplitude: 0.8, peakHourUtc: 12 },
    { kind: "burst", perSecond: 50, burstPerSecond: 4_000, every: "30m", for: "5m" },
    { kind: "growing", perSecond: 100, addedPerSecondEachHour: 3_000, startedAgo: "40m" },
  ),
  simulated: fc.record({
    baseMs: fc.constantFrom(10, 400),
    perRecordMs: fc.constantFrom(0.1, 3),
    errorShare: fc.constantFrom(0, 0.2),
    poisonShare: fc.constantFrom(0, 0.001),
  }),
  BatchSize: fc.constantFrom(10, 100, 1_000),
  provisioned: fc.boolean(),
  reserved: fc.constantFrom(undefined, 2),
  secondsIntoMinute: fc.constantFrom(0, 17, 59),
});

describe("a mapping's past", () => {
  it("loses no record, minute by minute and across the start", () => {
    fc.assert(
      fc.property(situations, ({ traffic, simulated, BatchSize, provisioned, reserved, secondsIntoMinute }) => {
        const scenario = oneMapping({
          traffic,
          history: "2h",
          fn: { simulated, ...(reserved === undefined ? {} : { reservedConcurrency: reserved }) },
          mapping: { BatchSize, ...(provisioned ? { ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 6 } } : {}) },
        });
        const account = accountOf(scenario, { startMs: startedMs + secondsIntoMinute * 1_000 });
        account.clock.advanceTo(startedMs + 5 * minuteMs);
        const fromMs = startedMs - 2 * hourMs;
        const lags = sumsOf(account, "SumOffsetLag", account.mapping(), fromMs);
        const committed = sumsOf(account, "CommittedEventCount", account.mapping(), fromMs);
        expect([lags.length, committed.length]).toEqual([125, 125]);
        for (const [index, lag] of lags.entries()) {
          expect(lag).toBeGreaterThanOrEqual(0);
          const came = recordsBetween(account, fromMs + index * minuteMs, fromMs + (index + 1) * minuteMs);
          const balance = (lags[index - 1] ?? 0) + came - lag;
          // Each of six partitions rounds by less than a record.
          if (index > 0) expect(Math.abs((committed[index] ?? 0) - balance)).toBeLessThanOrEqual(6);
        }
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ["is enabled", Number.POSITIVE_INFINITY],
    ["was disabled", startedMs - 130 * minuteMs],
    ["was disabled before", startedMs - 6 * hourMs],
  ])("is the same by the hour, for a mapping that keeps up and %s, as from its beginning on", (_, disabledMs) => {
    const traffic = {
      shape: { kind: "diurnal", meanPerSecond: 300, amplitude: 0.9, peakHourUtc: 9 },
      recordBytes: 512,
      keySkew: 0.3,
      filterPassShare: 1,
    } as const;
    const age = { seed: 2, startedMs, createdMs: startedMs - 7 * 24 * hourMs };
    const topic = embeddedTopic({ name: "orders", partitions: 4, traffic }, age);
    const rules = rulesOf({ baseMs: 30, perRecordMs: 0.2 }, retryForEver);
    const fluid: FluidMapping = {
      provisioned: false,
      limits: { minimumPollers: 2, maximumPollers: 4, batchesInFlightPerPoller: 1, bytesPerSecondPerPoller: Number.POSITIVE_INFINITY },
      partitions: 4,
      batchRecords: 500,
      windowMs: 30_000,
      recordBytes: 512,
      passShare: 1,
      concurrency: 1_000,
      ...rules,
      extraOf: expectedDeliveries(rules),
    };
    expect(isSteady(fluid, 570, 0.4)).toBe(true);
    const parts = {
      topic,
      fluid,
      disabledMs,
      poisonFromMs: startedMs,
      stopsAt: undefined,
      unitsOf: () => 0,
      fromMs: startedMs - 5 * hourMs - 90_000,
      startedMs,
    };
    const [byHour, whole] = [computePast({ ...parts, steady: true }), computePast({ ...parts, steady: false })];
    expect(byHour.minutes).toBe(302);
    expect([byHour.committed, byHour.pollers]).toEqual([whole.committed, whole.pollers]);
    // Backwards, so that every hour is computed anew.
    for (let index = byHour.minutes - 1; index >= 0; index -= 7) {
      const [hourly, sequential] = [byHour.at(index), whole.at(index)];
      expect(hourly.standing).toEqual(sequential.standing);
      expect(hourly.minute.committed.sum).toBe(sequential.minute.committed.sum);
      expect(Math.abs(hourly.fn.invocations - sequential.fn.invocations)).toBeLessThanOrEqual(1);
    }
  });

  it("is not steady when poison, a hot partition or a slow function may hold the pollers up", () => {
    interface Changes {
      readonly fn?: Partial<FluidFunction>;
      readonly concurrency?: number;
    }
    const steady = ({ fn = {}, concurrency = 1_000 }: Changes, peakPerSecond = 100, largestShare = 0.25): boolean => {
      const rules = rulesOf({ baseMs: 50, perRecordMs: 1, ...fn }, { ...retryForEver, retries: 10 });
      const fluid = {
        provisioned: true,
        limits: { minimumPollers: 1, maximumPollers: 4, batchesInFlightPerPoller: 5, bytesPerSecondPerPoller: 5_000_000 },
        partitions: 4,
        batchRecords: 100,
        windowMs: 500,
        recordBytes: 1_024,
        passShare: 1,
        concurrency,
        ...rules,
        extraOf: expectedDeliveries(rules),
      };
      return isSteady(fluid, peakPerSecond, largestShare);
    };
    expect(steady({})).toBe(true);
    expect(steady({ fn: { poisonShare: 0.01 } })).toBe(false);
    expect(steady({ fn: { baseMs: 6_000, perRecordMs: 0 } }, 1)).toBe(false);
    expect(steady({}, 2_000, 0.25)).toBe(false);
    expect(steady({}, 800, 0.9)).toBe(false);
    expect(steady({ concurrency: 0 })).toBe(false);
  });

  it("shows no dip in the minute in which the sandbox starts", () => {
    const account = accountOf(oneMapping({ history: "10m" }), { startMs: startedMs + 40_000 });
    account.clock.advanceTo(startedMs + 5 * minuteMs);
    const committed = sumsOf(account, "CommittedEventCount", account.mapping(), startedMs - 5 * minuteMs);
    expect(committed.length).toBe(10);
    for (const records of committed) expect(Math.abs(records - 3_600)).toBeLessThan(120);
    const invocations = minutesOf(account, "Invocations", { FunctionName: "orders" }, startedMs - 5 * minuteMs).map(({ sum }) => sum);
    expect(Math.min(...invocations) / Math.max(...invocations)).toBeGreaterThan(0.7);
  });

  it("hands its pollers over to the runtime", () => {
    const scenario = oneMapping({
      traffic: { kind: "constant", perSecond: 900 },
      fn: { simulated: { baseMs: 200, perRecordMs: 4 } },
      history: "1h",
    });
    const account = accountOf(scenario);
    expect(account.world.runtime.progress(account.mapping().document.UUID)?.pollers).toBe(6);
  });

  it("goes back as far as it is told", () => {
    const account = accountOf(oneMapping({ history: "14d" }));
    const minutes = sumsOf(account, "PolledEventCount", account.mapping(), startedMs - 20 * 24 * hourMs);
    expect(minutes).toHaveLength(14 * 24 * 60);
  });

  it("ends with the mapping when it was disabled, but not with its consumer group", () => {
    const account = accountOf(oneMapping({ history: "2h", mapping: { disabledSince: "30m" } }));
    account.advanceMinutes(10);
    const fromMs = startedMs - 2 * hourMs;
    expect(sumsOf(account, "SumOffsetLag", account.mapping(), fromMs)).toHaveLength(90);
    const dimensions = { "Cluster Name": "shop", "Consumer Group": account.mapping().document.UUID, Topic: "orders" };
    const groupLag = minutesOf(account, "SumOffsetLag", dimensions, fromMs, "AWS/Kafka").map(({ sum }) => sum);
    expect(groupLag).toHaveLength(130);
    expect(Math.abs((groupLag.at(-1) ?? 0) - 60 * 60 * 40)).toBeLessThan(100);
    expect(minutesOf(account, "OffsetLag", { FunctionName: "orders" }, startedMs)).toEqual([]);
  });
});
