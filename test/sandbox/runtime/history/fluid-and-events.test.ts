import { describe, expect, it } from "vitest";
import { oneMapping } from "../runtime-fixture.ts";
import { type Figures, hourBothWays } from "./fluid-and-events.ts";

const everyGroup = { MetricsConfig: { Metrics: ["EventCount", "ErrorCount", "KafkaMetrics"] } };
const onFailure = { DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::failed" } } };
const pollers = (MinimumPollers: number, MaximumPollers = MinimumPollers) => ({
  ProvisionedPollerConfig: { MinimumPollers, MaximumPollers },
});
const constant = (perSecond: number) => ({ kind: "constant", perSecond });
const poisonous = (poisonShare: number) => ({ simulated: { baseMs: 50, perRecordMs: 1, poisonShare } });
const slow = { simulated: { baseMs: 200, perRecordMs: 8 } };
const partial = { FunctionResponseTypes: ["ReportBatchItemFailures"] };

interface Situation {
  readonly traffic: unknown;
  readonly fn: Readonly<Record<string, unknown>>;
  readonly topic?: Readonly<Record<string, unknown>>;
  readonly mapping?: Readonly<Record<string, unknown>>;
  readonly minutes?: number;
  /** What must have happened, or the case would compare nothing. */
  readonly tells: readonly (keyof Figures)[];
  readonly tellsNothingOf?: readonly (keyof Figures)[];
}

const situations: readonly (readonly [name: string, situation: Situation])[] = [
  ["keeps up on demand", { traffic: constant(300), fn: { simulated: { baseMs: 40, perRecordMs: 1 } }, tells: ["Invocations"] }],
  [
    "keeps up, provisioned",
    { traffic: constant(300), fn: { simulated: { baseMs: 40, perRecordMs: 1 } }, mapping: pollers(2), tells: ["ProvisionedPollers"] },
  ],
  ["is saturated", { traffic: constant(900), fn: slow, mapping: pollers(1), tells: ["SumOffsetLag"] }],
  [
    "is throttled by reserved concurrency",
    {
      traffic: constant(900),
      fn: { simulated: { baseMs: 100, perRecordMs: 3 }, reservedConcurrency: 2 },
      mapping: pollers(1, 4),
      tells: ["Throttles"],
    },
  ],
  [
    "gets more pollers than it has concurrency for, is throttled and shrinks",
    { traffic: constant(900), fn: { ...slow, reservedConcurrency: 4 }, tells: ["Throttles"] },
  ],
  [
    "fails by chance",
    { traffic: constant(200), fn: { simulated: { baseMs: 50, perRecordMs: 1, errorShare: 0.2 } }, mapping: pollers(6), tells: ["Errors"] },
  ],
  [
    "retries poison and gives whole batches up",
    {
      traffic: constant(300),
      fn: poisonous(0.000_3),
      mapping: { ...pollers(2), MaximumRetryAttempts: 3, ...onFailure },
      tells: ["Errors", "OnFailureDestinationDeliveredEventCount"],
      tellsNothingOf: ["DroppedEventCount"],
    },
  ],
  [
    "drops poison without a destination, nearly saturated by it",
    {
      traffic: constant(600),
      fn: poisonous(0.001),
      mapping: { ...pollers(2), MaximumRetryAttempts: 3 },
      tells: ["Errors", "DroppedEventCount"],
    },
  ],
  [
    "bisects",
    {
      traffic: constant(300),
      fn: poisonous(0.001),
      mapping: { ...pollers(2), MaximumRetryAttempts: 3, BisectBatchOnFunctionError: true, ...onFailure },
      tells: ["Errors", "OnFailureDestinationDeliveredEventCount"],
    },
  ],
  [
    "hears of poison in partial responses, which are no errors of the function",
    {
      traffic: constant(300),
      fn: poisonous(0.001),
      mapping: { ...pollers(2), MaximumRetryAttempts: 3, ...partial, ...onFailure },
      tells: ["FailedInvokeEventCount", "InvokeErrorCount", "OnFailureDestinationDeliveredEventCount"],
      tellsNothingOf: ["Errors"],
    },
  ],
  [
    "bisects by partial responses",
    {
      traffic: constant(300),
      fn: poisonous(0.001),
      mapping: { ...pollers(2), MaximumRetryAttempts: 3, BisectBatchOnFunctionError: true, ...partial, ...onFailure },
      tells: ["FailedInvokeEventCount", "OnFailureDestinationDeliveredEventCount"],
      tellsNothingOf: ["Errors"],
    },
  ],
  ["stops at poison on demand, poller by poller", { traffic: constant(120), fn: poisonous(0.000_05), tells: ["Errors", "SumOffsetLag"] }],
  [
    "stops at poison, provisioned, batch by batch",
    { traffic: constant(120), fn: poisonous(0.000_05), mapping: pollers(2, 4), tells: ["Errors", "SumOffsetLag"] },
  ],
  [
    "drops what is too old under a backlog",
    { traffic: constant(900), fn: slow, mapping: { ...pollers(1), MaximumRecordAgeInSeconds: 120 }, tells: ["DroppedEventCount"] },
  ],
  [
    "sends away what is too old under a backlog",
    {
      traffic: constant(900),
      fn: slow,
      mapping: { ...pollers(1), MaximumRecordAgeInSeconds: 120, ...onFailure },
      minutes: 20,
      tells: ["OnFailureDestinationDeliveredEventCount"],
    },
  ],
  [
    "filters nearly everything out",
    {
      traffic: constant(50),
      topic: { filterPassShare: 0.01 },
      fn: { simulated: { baseMs: 100, perRecordMs: 4 } },
      mapping: { ...pollers(1, 2), FilterCriteria: { Filters: [{ Pattern: { value: { kind: ["changed"] } } }] } },
      minutes: 20,
      tells: ["FilteredOutEventCount", "InvokedEventCount"],
    },
  ],
  [
    "scales on demand with a growing load",
    {
      traffic: { kind: "growing", perSecond: 150, addedPerSecondEachHour: 600 },
      fn: { simulated: { baseMs: 250, perRecordMs: 10 } },
      tells: ["SumOffsetLag"],
    },
  ],
  [
    "scales with a burst and drains",
    {
      traffic: { kind: "burst", perSecond: 100, burstPerSecond: 900, every: "1h", for: "10m" },
      fn: { simulated: { baseMs: 250, perRecordMs: 6 } },
      tells: ["SumOffsetLag"],
    },
  ],
];

/**
 * How far the history may be off, as a factor. Counts follow from rates and sizes of batches: a quarter, since where
 * poison falls is chance (some dozens of poisonous batches an hour), and a
 * third for the records in them. Lag depends on when batches happen to stand in
 * each other's way and when the minute ends within a window, of which the history has the mean only: a factor of two.
 */
const factors: { readonly [figure in keyof Figures]: number } = {
  PolledEventCount: 1.03,
  FilteredOutEventCount: 1.03,
  CommittedEventCount: 1.03,
  InvokedEventCount: 1.15,
  FailedInvokeEventCount: 1.35,
  DroppedEventCount: 1.25,
  OnFailureDestinationDeliveredEventCount: 1.25,
  InvokeErrorCount: 1.25,
  Invocations: 1.25,
  Errors: 1.25,
  Throttles: 1.25,
  SumOffsetLag: 2,
  ProvisionedPollers: 1.05,
  EventPollerUnit: 1.01,
  meanDurationMs: 1.15,
};

describe("the past is of one kind with what the runtime does, over the same hour, when a mapping", () => {
  it.each(situations)("%s", (_name, { traffic, fn, topic = {}, mapping = {}, minutes = 60, tells, tellsNothingOf = [] }) => {
    const scenario = oneMapping({ traffic, fn, topic, mapping: { ...mapping, ...everyGroup } });
    const { events, fluid, pollers: ended } = hourBothWays(scenario, minutes);
    for (const name of tells) expect(events[name], name).toBeGreaterThan(0);
    for (const name of tellsNothingOf) expect([events[name], fluid[name]], name).toEqual([0, 0]);
    for (const [name, factor] of Object.entries(factors) as [keyof Figures, number][]) {
      expect(fluid[name], `${name}, event by event ${events[name]}`).toBeLessThanOrEqual(events[name] * factor);
      expect(fluid[name], `${name}, event by event ${events[name]}`).toBeGreaterThanOrEqual(events[name] / factor);
    }
    expect(ended[1]).toBe(ended[0]);
  });
});
