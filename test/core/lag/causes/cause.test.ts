import { describe, expect, it } from "vitest";
import type { LagFacts } from "../../../../src/core/lag/causes/cause-subject.ts";
import { judge } from "../../../../src/core/lag/judge.ts";
import type { LagMetric, MinuteValues } from "../../../../src/core/lag/samples.ts";
import type { MappingDocument } from "../../../../src/core/mapping/model.ts";
import { fluid, minutesOf, samplesFromMs, samplesOf, steady } from "../../../support/lag-samples.ts";
import { sampleMapping } from "../../../support/mappings.ts";

const minuteMs = 60_000;
const nowMs = samplesFromMs + 60 * minuteMs;
const provisioned = { ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 4 } };

interface Case {
  readonly series: Partial<Record<LagMetric, MinuteValues>>;
  readonly mapping?: Partial<MappingDocument>;
  readonly facts?: LagFacts;
}

function causeOf({ series, mapping = {}, facts = {} }: Case) {
  const document = sampleMapping({ MetricsConfig: { Metrics: ["EventCount", "ErrorCount", "KafkaMetrics"] }, ...mapping });
  const samples = samplesOf(series);
  const read = { samples, source: "AWS/Lambda SumOffsetLag", asOfMs: nowMs };
  const { verdict, cause } = judge({ mapping: document, name: "orders", read, facts: { partitions: 12, ...facts }, nowMs });
  return { verdict, id: cause?.id, message: cause?.message };
}

/** 6,000 a minute come, and for half an hour fewer are processed. */
const behind = fluid([...minutesOf(6_000, 12_000, 30), ...minutesOf(6_000, 4_000, 30)]);
/** The same for a short while, and then twice as many. */
const recovering = fluid([...minutesOf(6_000, 12_000, 30), ...minutesOf(6_000, 1_000, 20), ...minutesOf(6_000, 9_000, 10)]);
/** The function was called like this all the time: full batches of 100 in 200 ms. */
const called = {
  invoked: behind.committed,
  invocations: behind.committed.map((count) => count / 100),
  durationMs: steady(200, 60),
  errors: steady(0, 60),
  throttles: steady(0, 60),
  concurrentExecutions: steady(3, 60),
};

describe("causeOf", () => {
  it("names a throttle with the concurrency that is used up", () => {
    const throttles = [...steady(0, 30), ...steady(50, 30)];
    expect(causeOf({ series: { ...behind, ...called, throttles }, facts: { reservedConcurrency: 5 } })).toEqual({
      verdict: "falling behind",
      id: "throttled",
      message: "throttled: reserved concurrency 5",
    });
    expect(causeOf({ series: { ...behind, ...called, throttles }, facts: { reservedConcurrency: "none" } }).message).toBe(
      "throttled: no concurrency is left",
    );
  });

  it("takes a few throttles for nothing", () => {
    const throttles = steady(1, 60);
    expect(causeOf({ series: { ...behind, ...called, throttles } }).id).not.toBe("throttled");
  });

  it("names function errors with their share, or the record that is not got past", () => {
    const errors = [...steady(0, 30), ...steady(20, 30)];
    expect(causeOf({ series: { ...behind, ...called, errors } })).toMatchObject({
      id: "function-errors",
      message: "function errors: 50 % of invocations",
    });
    expect(causeOf({ series: { ...behind, ...called, errors }, facts: { stuck: [{ partition: 3, offset: 88_231n }] } }).message).toBe(
      "function errors, orders-3 stuck at 88,231",
    );
  });

  it("counts records that a partial response names, too", () => {
    const failedInvoke = [...steady(0, 30), ...steady(1_000, 30)];
    expect(causeOf({ series: { ...behind, ...called, failedInvoke } })).toMatchObject({
      id: "function-errors",
      message: "function errors: 25 % of records",
    });
  });

  it.each([
    { metric: "pollingErrors", id: "polling-errors" },
    { metric: "commitErrors", id: "commit-errors" },
    { metric: "destinationErrors", id: "destination-errors" },
  ] as const)("names $id", ({ metric, id }) => {
    expect(causeOf({ series: { ...behind, ...called, [metric]: [...steady(0, 30), ...steady(4, 30)] } }).id).toBe(id);
  });

  it("names a destination that refuses although the lag is fine", () => {
    const fine = fluid(minutesOf(6_000, 12_000, 60));
    expect(causeOf({ series: { ...fine, destinationErrors: [...steady(0, 50), ...steady(2, 10)] } })).toMatchObject({
      verdict: "ok",
      id: "destination-errors",
    });
  });

  it("names the last result when the pollers tell what is wrong", () => {
    const LastProcessingResult = "PROBLEM: Connection error. Please check your event source connection configuration.";
    const stopped = {
      ...fluid([...minutesOf(6_000, 12_000, 50), ...minutesOf(6_000, 0, 10)]),
      pollingErrors: [...steady(0, 50), ...steady(4, 10)],
    };
    const found = causeOf({ series: stopped, mapping: { LastProcessingResult } });
    expect(found).toMatchObject({ verdict: "stopped", id: "polling-errors" });
    expect(found.message).toContain("Connection error");
  });

  it("says that nobody polls where nobody says why", () => {
    const polled = [...steady(600, 50), ...steady(undefined, 10)];
    const series = { lagRecords: steady(10, 60), polled, committed: polled };
    expect(causeOf({ series })).toEqual({ verdict: "stopped", id: "not-polling", message: "enabled, and no poll is counted" });
    expect(causeOf({ series, mapping: { StateTransitionReason: "EVENT_SOURCE_AUTHN_ERROR" } }).id).toBe("stopped-by-lambda");
  });

  it("names a function that is gone", () => {
    expect(causeOf({ series: { ...behind, ...called }, facts: { isFunctionMissing: true } }).id).toBe("function-missing");
  });

  it("names a function that has become slower, but not for larger batches", () => {
    const durationMs = [...steady(200, 28), ...steady(900, 32)];
    expect(causeOf({ series: { ...behind, ...called, durationMs } })).toMatchObject({
      id: "function-slow",
      message: "function too slow for 12 partitions: 900 ms a batch, before 200 ms",
    });
    // Batches five times as large may take five times as long.
    const invocations = [...steady(300, 28), ...steady(40, 32)];
    const invoked = [...steady(6_000, 28), ...steady(4_000, 32)];
    expect(causeOf({ series: { ...behind, ...called, durationMs, invocations, invoked } }).id).not.toBe("function-slow");
  });

  it("names a hot partition, also where nobody tells how many there are", () => {
    const series = { ...behind, ...called, maxPartitionLagRecords: behind.lagRecords.map((lag) => 0.9 * lag) };
    expect(causeOf({ series })).toMatchObject({ id: "hot-partition", message: "one of 12 partitions holds 90 % of the lag" });
    expect(causeOf({ series, facts: { partitions: undefined } })).toMatchObject({
      id: "hot-partition",
      message: "one of its partitions holds 90 % of the lag",
    });
    expect(causeOf({ series: { ...series, maxPartitionLagRecords: behind.lagRecords.map((lag) => lag / 11) } }).id).not.toBe(
      "hot-partition",
    );
  });

  describe("of pollers", () => {
    it("names the mapping's own maximum", () => {
      const series = { ...behind, ...called, pollers: steady(2, 60) };
      const mapping = { ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 2 } };
      expect(causeOf({ series, mapping })).toMatchObject({ id: "pollers-at-maximum", message: "all 2 pollers busy, 12 partitions" });
    });

    it("names the partitions where each has its batch in work", () => {
      const series = { ...behind, ...called, concurrentExecutions: steady(12, 60) };
      expect(causeOf({ series })).toMatchObject({ id: "pollers-capped", message: "capped by 12 partitions: 6,000/s at most" });
    });

    it("names the partitions by five invocations a poller", () => {
      expect(causeOf({ series: { ...behind, ...called, pollers: steady(4, 60) }, mapping: provisioned }).id).toBe("pollers-capped");
    });

    it("takes pollers that have stayed as they are for capped where the partitions are not known", () => {
      const series = { ...behind, ...called, pollers: steady(3, 60) };
      expect(causeOf({ series, mapping: provisioned, facts: { partitions: undefined } })).toMatchObject({
        id: "pollers-capped",
        message: "pollers stay at 3: one for each partition, it seems",
      });
    });

    it("says that they scale while they grow, and while the trouble is young", () => {
      const growing = { ...behind, ...called, pollers: [...steady(1, 55), ...steady(2, 5)] };
      expect(causeOf({ series: growing, mapping: provisioned })).toMatchObject({ id: "scaling", message: "pollers 2 of 4, scaling" });
      const young = fluid([...minutesOf(6_000, 12_000, 50), ...minutesOf(6_000, 4_000, 10)]);
      expect(causeOf({ series: { ...called, ...young } })).toMatchObject({ id: "scaling", message: "pollers 3 of 12 partitions, scaling" });
    });
  });

  it("says that more comes in where nothing else stands out", () => {
    const burst = fluid([...minutesOf(6_000, 12_000, 30), ...minutesOf(24_000, 12_000, 30)]);
    expect(causeOf({ series: { ...burst, errors: steady(0, 60) } })).toMatchObject({
      id: "arrivals-rose",
      message: "arrivals rose from 100 to 400/s",
    });
  });

  describe("of a lag that falls", () => {
    it.each([
      { metric: "throttles", id: "throttled" },
      { metric: "errors", id: "function-errors" },
      { metric: "pollingErrors", id: "polling-errors" },
    ] as const)("names $id from before", ({ metric, id }) => {
      const series = { ...recovering, ...called, [metric]: [...steady(0, 30), ...steady(20, 20), ...steady(0, 10)] };
      expect(causeOf({ series, facts: { reservedConcurrency: 5 } })).toMatchObject({ verdict: "catching up", id });
    });

    it("names the burst that is worked off, whatever bounds the way back", () => {
      const burst = fluid([...minutesOf(6_000, 12_000, 40), ...minutesOf(60_000, 12_000, 5), ...minutesOf(6_000, 12_000, 15)]);
      expect(causeOf({ series: { ...burst, ...called, concurrentExecutions: steady(12, 60) } })).toEqual({
        verdict: "catching up",
        id: "arrivals-rose",
        message: "a burst, from 100 to 1,000/s, is being worked off",
      });
    });

    it("names an update", () => {
      const series = fluid([...minutesOf(6_000, 12_000, 40), ...minutesOf(6_000, 0, 2), ...minutesOf(6_000, 6_100, 18)]);
      const LastModified = new Date(samplesFromMs + 40 * minuteMs + 20_000).toISOString();
      expect(causeOf({ series: { ...series, ...called }, mapping: { LastModified } })).toMatchObject({
        verdict: "catching up",
        id: "update-pause",
      });
    });
  });

  it("names offsets that went back", () => {
    const counts = [...steady(600, 48), undefined, undefined, ...steady(900, 10)];
    const lagRecords = [...steady(10, 48), 610, 1_210, ...Array.from({ length: 10 }, (_, minute) => 90_000 - 300 * minute)];
    expect(causeOf({ series: { lagRecords, polled: counts, committed: counts } })).toMatchObject({
      verdict: "rewound",
      id: "offsets-moved-back",
    });
  });

  describe("of a mapping that is fine", () => {
    const fine = fluid(minutesOf(600, 12_000, 60));

    it("is nothing", () => {
      expect(causeOf({ series: fine })).toEqual({ verdict: "ok", id: undefined, message: undefined });
    });

    it("is the filter that drops nearly everything, and never rounds up to all", () => {
      const FilterCriteria = { Filters: [{ Pattern: "{}" }] };
      expect(causeOf({ series: { ...fine, filteredOut: steady(599, 60) }, mapping: { FilterCriteria } }).message).toBe("99 % filtered out");
      expect(causeOf({ series: { ...fine, filteredOut: steady(600, 60) }, mapping: { FilterCriteria } }).message).toBe(
        "everything is filtered out",
      );
      expect(causeOf({ series: { ...fine, filteredOut: steady(300, 60) }, mapping: { FilterCriteria } }).id).toBeUndefined();
    });

    it("is the batching window that lets records wait", () => {
      const lagRecords = Array.from({ length: 60 }, (_, minute) => ((minute % 5) + 1) * 600);
      const committed = Array.from({ length: 60 }, (_, minute) => (minute % 5 === 0 ? 3_000 : 0));
      const series = { lagRecords, committed, polled: steady(600, 60) };
      expect(causeOf({ series, mapping: { MaximumBatchingWindowInSeconds: 300 } })).toMatchObject({ verdict: "ok", id: "batching-window" });
    });

    it("is an update that the metrics do not show yet", () => {
      const LastModified = new Date(nowMs - 20_000).toISOString();
      expect(causeOf({ series: fine, mapping: { LastModified } })).toMatchObject({ verdict: "ok", id: "update-pause" });
    });
  });

  it.each([
    { days: 1, message: "since 24 h" },
    { days: 6, message: "since 6 d; offsets expire in 24 h" },
    { days: 9, message: "since 9 d; offsets may have expired" },
  ])("tells since when a mapping is paused, and what becomes of its offsets: $message", ({ days, message }) => {
    const LastModified = new Date(nowMs - days * 86_400_000).toISOString();
    const mapping = { State: "Disabled", LastModified };
    expect(causeOf({ series: { lagRecords: steady(undefined, 60) }, mapping })).toEqual({ verdict: "disabled", id: "paused", message });
  });

  it("tells when Lambda stopped it", () => {
    const mapping = { State: "Disabled", StateTransitionReason: "FUNCTION_CONFIG_NOT_VALID" };
    expect(causeOf({ series: { lagRecords: steady(undefined, 60) }, mapping })).toMatchObject({
      verdict: "disabled",
      id: "stopped-by-lambda",
    });
  });

  it("tells that a share group has no lag", () => {
    const mapping = { SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" } };
    expect(causeOf({ series: { lagRecords: steady(undefined, 60) }, mapping })).toMatchObject({ verdict: "no data", id: "share-group" });
  });
});
