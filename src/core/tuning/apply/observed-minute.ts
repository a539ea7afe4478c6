import { ageFromArrivals } from "../../lag/age.ts";
import { arrivalsOf } from "../../lag/arrivals.ts";
import type { LagSamples } from "../../lag/samples.ts";
import { startOfMinute, valueAt } from "../../lag/spans.ts";
import type { Prices } from "../../prices.ts";
import { measuredMinutes } from "../backtest-minutes.ts";
import type { TunedFunction } from "../workload.ts";

/** What metrics tell of a minute; what they do not tell is undefined, which is not zero. */
export interface ObservedMinute {
  /** When it began. */
  readonly atMs: number;
  /** Records a second of the topic. */
  readonly arrivedPerSecond: number | undefined;
  readonly lagRecords: number | undefined;
  /** Of the oldest record that waits, by what arrived; less the error of that. */
  readonly ageMs: number | undefined;
  readonly invocations: number | undefined;
  /** Records that the function got. */
  readonly records: number | undefined;
  readonly errors: number | undefined;
  readonly throttles: number | undefined;
  readonly durationMs: number | undefined;
  readonly maximumDurationMs: number | undefined;
  /** Records that were given up: dropped, sent to the on-failure destination, or not sent there. */
  readonly givenUp: number | undefined;
  /** US dollars. */
  readonly cost: number | undefined;
}

export interface Observing {
  readonly fromMs: number;
  readonly function: TunedFunction;
  readonly prices: Prices;
  /** What falls to one mapping of the event poller units that a poller group shares is told by no metric: its cost is not known. */
  readonly isGrouped: boolean;
}

/** The settled minutes that began at or after `fromMs`. */
export function observedMinutes(samples: LagSamples, { fromMs, function: fn, prices, isGrouped }: Observing): readonly ObservedMinute[] {
  const arrivals = arrivalsOf(samples, samples.settledMinutes);
  const costs = isGrouped ? [] : measuredMinutes(samples, fn, prices);
  const observed: ObservedMinute[] = [];
  for (let minute = 0; minute < samples.settledMinutes; minute += 1) {
    const atMs = startOfMinute(samples, minute);
    if (atMs < fromMs) continue;
    const lagRecords = valueAt(samples, "lagRecords", minute);
    const age = lagRecords === undefined ? undefined : ageFromArrivals({ lagRecords, minute, arrivals, inPerSecond: undefined });
    const arrived = arrivals[minute];
    observed.push({
      atMs,
      arrivedPerSecond: arrived === undefined ? undefined : arrived / 60,
      lagRecords,
      ageMs: age?.kind === "known" ? Math.max(0, age.ms - age.errorMs) : undefined,
      invocations: valueAt(samples, "invocations", minute),
      records: valueAt(samples, "invoked", minute),
      errors: valueAt(samples, "errors", minute),
      throttles: valueAt(samples, "throttles", minute),
      durationMs: valueAt(samples, "durationMs", minute),
      maximumDurationMs: valueAt(samples, "maximumDurationMs", minute),
      givenUp: givenUpIn(samples, minute),
      cost: costs[minute]?.cost,
    });
  }
  return observed;
}

/** A failed delivery counts as a drop as well (Lambda Developer Guide, "Types of metrics"). */
function givenUpIn(samples: LagSamples, minute: number): number | undefined {
  const counts = (["dropped", "deliveredToDestination"] as const).map((metric) => valueAt(samples, metric, minute));
  return counts.every((count) => count === undefined) ? undefined : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}
