import { ageSeries } from "./age.ts";
import { flowOf } from "./flow.ts";
import type { LagReport } from "./report.ts";
import type { MinuteValues } from "./samples.ts";

/** Series of a mapping that are worked out of its samples, one value a minute. */
export interface MappingCurves {
  readonly ageMs: MinuteValues;
  readonly inPerSecond: MinuteValues;
  readonly outPerSecond: MinuteValues;
}

/** What a chart of the mapping shows beside its lag. A report does not hold it: only a mapping that is looked at needs it. */
export function curvesOf({ mapping, samples, pollers: { partitions } }: LagReport): MappingCurves {
  const { arrivals, rates } = flowOf(mapping, samples, partitions);
  const perSecond = (values: MinuteValues = []): MinuteValues => values.map((value) => (value === undefined ? undefined : value / 60));
  return {
    ageMs: ageSeries(samples, { arrivals, inPerSecond: rates.inPerSecond, partitions }),
    inPerSecond: perSecond(arrivals),
    outPerSecond: perSecond(samples.series.get("committed")),
  };
}
