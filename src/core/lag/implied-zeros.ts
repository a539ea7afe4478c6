import type { LagMetric, MinuteValues } from "./samples.ts";

/**
 * Metrics whose absence means zero where another one has a value. The ErrorCount group is emitted only when an error occurs, so it is zero in
 * minutes in which the pollers told that they live (PolledEventCount); Errors and Throttles come with Invocations (Lambda Developer Guide, "Types
 * of metrics"). That DestinationDeliveryFailures, too, comes only with a failure is an assumption.
 */
const impliedBy: ReadonlyMap<LagMetric, LagMetric> = new Map([
  ["pollingErrors", "polled"],
  ["invokeErrors", "polled"],
  ["registryErrors", "polled"],
  ["commitErrors", "polled"],
  ["destinationErrors", "polled"],
  ["errors", "invocations"],
  ["throttles", "invocations"],
  ["destinationDeliveryFailures", "invocations"],
]);

/** `series` with those zeros. A metric that was not asked for gets none: its group may be off. */
export function withImpliedZeros(series: ReadonlyMap<LagMetric, MinuteValues>): ReadonlyMap<LagMetric, MinuteValues> {
  return new Map(
    [...series].map(([metric, values]) => {
      const witness = series.get(impliedBy.get(metric) ?? metric) ?? [];
      return [metric, witness === values ? values : values.map((value, index) => value ?? (witness[index] === undefined ? undefined : 0))];
    }),
  );
}
