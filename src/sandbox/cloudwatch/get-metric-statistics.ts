import { operation } from "../protocols/rpc-service.ts";
import { isBasicStatistic, statisticOf } from "../statistic-set.ts";
import type { StatisticSet } from "../world.ts";
import { buckets, isPeriod, readRange } from "./buckets.ts";
import { invalidCombination, invalidValue, required } from "./errors.ts";
import { metricIdentity } from "./identity.ts";
import { getMetricStatisticsInput, getMetricStatisticsOutput } from "./shapes.ts";

/** A quota of the API reference; both texts were recorded from AWS. */
const maximumDatapoints = 1_440;

export const getMetricStatistics = operation({
  input: getMetricStatisticsInput,
  output: getMetricStatisticsOutput,
  run(input, world) {
    const identity = metricIdentity(input);
    const startMs = required(input.StartTime, "StartTime");
    const endMs = required(input.EndTime, "EndTime");
    const periodSeconds = required(input.Period, "Period");
    if (!isPeriod(periodSeconds))
      throw invalidValue(`The value ${periodSeconds} for parameter Period is not valid. It must be 1, 5, 10, 20, 30 or a multiple of 60.`);
    if (startMs >= endMs) throw invalidValue("The parameter StartTime must be less than the parameter EndTime.");
    refuseTooMany((endMs - startMs) / (periodSeconds * 1_000));
    const { basic, extended } = statisticsOf(input.Statistics ?? [], input.ExtendedStatistics ?? []);
    const found = buckets(world, identity, readRange(startMs, endMs, world.clock.now()), { periodSeconds, unit: input.Unit });
    const unit = input.Unit ?? unitOf(world.metrics.read(identity, startMs, endMs));
    return {
      Label: identity.name,
      Datapoints: found.map((bucket) => ({
        Timestamp: bucket.startMs,
        ...Object.fromEntries(valuesOf(bucket.set, basic)),
        Unit: unit,
        ...(extended.length > 0 ? { ExtendedStatistics: new Map(valuesOf(bucket.set, extended)) } : {}),
      })),
    };
  },
});

function refuseTooMany(datapoints: number): void {
  if (datapoints <= maximumDatapoints) return;
  throw invalidCombination(
    `You have requested up to ${Math.floor(datapoints).toLocaleString("en-US")} datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
  );
}

function statisticsOf(basic: readonly string[], extended: readonly string[]) {
  if (basic.length === 0 && extended.length === 0) {
    throw invalidCombination("At least one of the parameters Statistics and ExtendedStatistics must be specified.");
  }
  for (const name of basic) {
    if (!isBasicStatistic(name)) throw invalidValue(`The value ${name} for parameter Statistics is invalid.`);
  }
  for (const name of extended) {
    if (isBasicStatistic(name) || statisticOf(name) === undefined)
      throw invalidValue(`The value ${name} for parameter ExtendedStatistics is invalid.`);
  }
  return { basic, extended };
}

function valuesOf(set: StatisticSet, names: readonly string[]): [string, number][] {
  return names.flatMap((name) => {
    const value = statisticOf(name)?.(set);
    return value === undefined ? [] : [[name, value] as [string, number]];
  });
}

function unitOf(minutes: readonly { readonly unit?: string }[]): string {
  return minutes.at(-1)?.unit ?? "None";
}
