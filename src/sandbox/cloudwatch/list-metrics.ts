import { hourMs } from "../durations.ts";
import { pageToken, tokenPosition } from "../protocols/page-token.ts";
import { operation } from "../protocols/rpc-service.ts";
import type { MetricIdentity, World } from "../world.ts";
import { invalidNextToken, invalidValue, required } from "./errors.ts";
import { listMetricsInput, listMetricsOutput } from "./shapes.ts";

/** Figures of the API reference. */
const pageSize = 500;
const maximumFilters = 10;
const recentMs = 3 * hourMs;

export const listMetrics = operation({
  input: listMetricsInput,
  output: listMetricsOutput,
  run(input, world) {
    const filters = (input.Dimensions ?? []).map(({ Name, Value }, at) => ({
      name: required(Name, `Dimensions.member.${at + 1}.Name`),
      value: Value,
    }));
    if (filters.length > maximumFilters)
      throw invalidValue(`The collection Dimensions must not have a size greater than ${maximumFilters}.`);
    if (input.RecentlyActive !== undefined && input.RecentlyActive !== "PT3H") {
      throw invalidValue(`The value ${input.RecentlyActive} for parameter RecentlyActive is invalid.`);
    }
    const found = [...world.metrics.identities()].filter(
      (identity) =>
        (input.Namespace === undefined || identity.namespace === input.Namespace) &&
        (input.MetricName === undefined || identity.name === input.MetricName) &&
        filters.every(({ name, value }) => matches(identity, name, value)) &&
        (input.RecentlyActive === undefined || isRecent(world, identity)),
    );
    const start = positionOf(input.NextToken);
    const end = start + pageSize;
    return {
      Metrics: found.slice(start, end).map(metricOf),
      NextToken: end < found.length ? pageToken(end) : undefined,
    };
  },
});

/** A filter without a value takes every metric that has the dimension. */
function matches({ dimensions }: MetricIdentity, name: string, value: string | undefined): boolean {
  return value === undefined ? dimensions.has(name) : dimensions.get(name) === value;
}

function isRecent({ clock, metrics }: World, identity: MetricIdentity): boolean {
  return metrics.hasDataSince(identity, clock.now() - recentMs);
}

function metricOf({ namespace, name, dimensions }: MetricIdentity) {
  return { Namespace: namespace, MetricName: name, Dimensions: [...dimensions].map(([Name, Value]) => ({ Name, Value })) };
}

/** The list only ever grows at its end, so a position stays good while data arrives. */
function positionOf(token: string | undefined): number {
  if (token === undefined) return 0;
  const position = tokenPosition(token);
  if (position === undefined) throw invalidNextToken();
  return position;
}
