import { dayMs, hourMs } from "../durations.ts";
import { operation } from "../protocols/rpc-service.ts";
import type { ValueOf } from "../protocols/shape.ts";
import type { StatisticSet } from "../world.ts";
import { invalidCombination, invalidValue, required } from "./errors.ts";
import { metricIdentity } from "./identity.ts";
import { putMetricDataInput } from "./shapes.ts";

type Datum = NonNullable<ValueOf<typeof putMetricDataInput>["MetricData"]>[number];

/** Limits of PutMetricData's API reference. */
const maximumData = 1_000;
const maximumValues = 150;
const oldestMs = 14 * dayMs;
const furthestAheadMs = 2 * hourMs;
const largestValue = 2 ** 360;

export const putMetricData = operation({
  input: putMetricDataInput,
  run(input, world) {
    const namespace = required(input.Namespace, "Namespace");
    const reserved = /^(AWS\/|:)/.exec(namespace)?.[0];
    if (reserved !== undefined) throw invalidValue(`The value ${reserved} for parameter Namespace is invalid.`);
    const data = [...(input.MetricData ?? []), ...(input.EntityMetricData ?? []).flatMap((entity) => entity.MetricData ?? [])];
    if (data.length === 0) throw required(undefined, "MetricData");
    if (data.length > maximumData) throw invalidValue(`The collection MetricData must not have a size greater than ${maximumData}.`);
    // All or nothing: every datum is checked before the first is kept.
    const checked = data.map((datum, at) => {
      const path = `MetricData.member.${at + 1}.`;
      const identity = metricIdentity({ ...datum, Namespace: namespace }, path);
      return { identity, atMs: timeOf(datum, path, world.clock.now()), set: setOf(datum, path), unit: datum.Unit };
    });
    for (const { identity, atMs, set, unit } of checked) world.metrics.publish(identity, atMs, set, unit);
    return undefined;
  },
});

function timeOf({ Timestamp: atMs }: Datum, path: string, nowMs: number): number {
  if (atMs === undefined) return nowMs;
  if (atMs < nowMs - oldestMs || atMs > nowMs + furthestAheadMs) {
    throw invalidValue(
      `The parameter ${path}Timestamp must specify a time no later than 2 hours in the future and no earlier than two weeks before now.`,
    );
  }
  return atMs;
}

function setOf(datum: Datum, path: string): StatisticSet {
  const given = [datum.Value, datum.Values, datum.StatisticValues].filter((form) => form !== undefined);
  if (given.length > 1)
    throw invalidCombination(`The parameters ${path}Value, ${path}Values and ${path}StatisticValues are mutually exclusive.`);
  if (datum.StatisticValues !== undefined) return fromStatistics(datum.StatisticValues, path);
  if (datum.Values !== undefined) return fromValues(datum.Values, datum.Counts, path);
  const value = checkedValue(required(datum.Value, `${path}Value`), `${path}Value`);
  return { sum: value, minimum: value, maximum: value, count: 1 };
}

function fromStatistics(statistics: NonNullable<Datum["StatisticValues"]>, path: string): StatisticSet {
  const figure = (name: keyof typeof statistics) => {
    const parameter = `${path}StatisticValues.${name}`;
    return checkedValue(required(statistics[name], parameter), parameter);
  };
  const set = { sum: figure("Sum"), minimum: figure("Minimum"), maximum: figure("Maximum"), count: figure("SampleCount") };
  if (set.count <= 0) throw invalidValue(`The value ${set.count} for parameter ${path}StatisticValues.SampleCount must be greater than 0.`);
  if (set.minimum > set.maximum) {
    throw invalidCombination(
      `The parameter ${path}StatisticValues.Maximum must be greater than or equal to ${path}StatisticValues.Minimum.`,
    );
  }
  return set;
}

function fromValues(values: readonly number[], counts: readonly number[] | undefined, path: string): StatisticSet {
  if (values.length === 0) throw required(undefined, `${path}Values`);
  if (values.length > maximumValues) throw invalidValue(`The collection ${path}Values must not have a size greater than ${maximumValues}.`);
  if (counts !== undefined && counts.length !== values.length) {
    throw invalidValue(`The parameters ${path}Values and ${path}Counts must be of the same size.`);
  }
  const byValue = new Map<number, number>();
  let sum = 0;
  let count = 0;
  for (const [at, given] of values.entries()) {
    const value = checkedValue(given, `${path}Values.member.${at + 1}`);
    const times = checkedValue(counts?.[at] ?? 1, `${path}Counts.member.${at + 1}`);
    byValue.set(value, (byValue.get(value) ?? 0) + times);
    sum += value * times;
    count += times;
  }
  return { sum, minimum: Math.min(...values), maximum: Math.max(...values), count, values: byValue };
}

function checkedValue(value: number, parameter: string): number {
  if (Number.isFinite(value) && Math.abs(value) <= largestValue) return value;
  throw invalidValue(`The value ${value} for parameter ${parameter} is invalid.`);
}
