/** What is read of a mapping, by whose metric it is. Names: Lambda Developer Guide, "Types of metrics"; MSK's consumer-lag metrics. */
const lagMetrics = [
  // The base: read of every mapping.
  "lagRecords",
  "polled",
  "committed",
  // Also in the base, of mappings with a filter and of those with a destination.
  "filteredOut",
  "destinationErrors",
  // Read of mappings that are not ok, or looked at.
  "maxPartitionLagRecords",
  "invoked",
  "failedInvoke",
  "dropped",
  "deliveredToDestination",
  "pollingErrors",
  "invokeErrors",
  "registryErrors",
  "commitErrors",
  "pollers",
  "polledBytes",
  // Of the function, whoever invoked it.
  "invocations",
  "errors",
  "throttles",
  "durationMs",
  "maximumDurationMs",
  "concurrentExecutions",
  "destinationDeliveryFailures",
] as const;

export type LagMetric = (typeof lagMetrics)[number];

/** One value a minute; undefined: no data, which is not zero. */
export type MinuteValues = readonly (number | undefined)[];

/** A mapping's minutes. Index i is the minute that begins at `fromMs` + i × 60 s. */
export interface LagSamples {
  /** A multiple of a minute. */
  readonly fromMs: number;
  /** How many minutes there are; every series has so many. */
  readonly minutes: number;
  /** A metric that was not asked for, or that the mapping does not publish, has no series. */
  readonly series: ReadonlyMap<LagMetric, MinuteValues>;
  /**
   * How many of the minutes have settled: CloudWatch gets points minutes late, so the newest are shown, but no verdict
   * rests on them.
   */
  readonly settledMinutes: number;
}
