import { quantile } from "../../statistics.ts";
import type { Range } from "../candidate.ts";
import { type Expectation, expectedAt } from "./expectation.ts";
import type { ObservedMinute } from "./observed-minute.ts";

/** What was predicted for the load that came, and what was measured; a measure is undefined where metrics do not tell it. */
export interface Realised {
  readonly minutes: number;
  /** Records a second. */
  readonly arrivedPerSecond: number;
  /** Undefined for a load beyond what was looked at. */
  readonly predicted: RealisedFigures<Range> | undefined;
  readonly measured: RealisedFigures<number | undefined>;
}

interface RealisedFigures<Figure> {
  /** US dollars a month, if it went on like this. */
  readonly costMonth: Figure;
  /** Of the oldest record that waits, in 99 of 100 minutes. */
  readonly ageMs: Figure;
  readonly batch: Figure;
  readonly durationMs: Figure;
  readonly invocationsPerSecond: Figure;
}

/** Of the minutes in which a step was judged; undefined where nothing is known of them. */
export function realisedBy(minutes: readonly ObservedMinute[], expectation: Expectation, hoursPerMonth: number): Realised | undefined {
  const known = minutes.filter((minute) => minute.arrivedPerSecond !== undefined && minute.invocations !== undefined);
  if (known.length === 0) return undefined;
  const sum = (value: (minute: ObservedMinute) => number | undefined) => known.reduce((all, minute) => all + (value(minute) ?? 0), 0);
  const arrivedPerSecond = sum((minute) => minute.arrivedPerSecond) / known.length;
  const costs = known.flatMap(({ cost }) => cost ?? []);
  const invocations = sum((minute) => minute.invocations);
  const expected = expectedAt(expectation, arrivedPerSecond);
  return {
    minutes: known.length,
    arrivedPerSecond,
    predicted: expected && {
      costMonth: expected.costMonth,
      ageMs: expected.ageP99Ms,
      batch: expected.batch,
      durationMs: expected.durationMs,
      invocationsPerSecond: expected.invocationsPerSecond,
    },
    measured: {
      costMonth: costs.length === 0 ? undefined : (costs.reduce((all, cost) => all + cost, 0) / costs.length) * 60 * hoursPerMonth,
      ageMs: quantile(
        known.flatMap(({ ageMs }) => ageMs ?? []),
        0.99,
      ),
      batch: invocations === 0 ? undefined : sum(({ records }) => records) / invocations,
      durationMs: invocations === 0 ? undefined : sum((minute) => (minute.durationMs ?? 0) * (minute.invocations ?? 0)) / invocations,
      invocationsPerSecond: invocations / (known.length * 60),
    },
  };
}
