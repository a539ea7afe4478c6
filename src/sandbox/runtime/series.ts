import type { MetricIdentity, MetricStore, StatisticSet } from "../world.ts";

/** One metric, and how a minute's figures become its statistic set. */
export interface Series<Figures> {
  readonly identity: MetricIdentity;
  readonly unit: string;
  /** It comes only in minutes in which something went wrong, and nobody lists it before that. */
  readonly isRare: boolean;
  /** undefined: nothing to publish in such a minute. */
  readonly setOf: (figures: Figures) => StatisticSet | undefined;
}

export function seriesOf<Figures>(namespace: string, dimensions: ReadonlyMap<string, string>) {
  return (name: string, setOf: Series<Figures>["setOf"], { unit = "Count", isRare = false } = {}): Series<Figures> => ({
    identity: { namespace, name, dimensions },
    unit,
    isRare,
    setOf,
  });
}

export function publishAll<Figures>(store: MetricStore, all: readonly Series<Figures>[], minuteMs: number, figures: Figures): void {
  for (const { identity, unit, setOf } of all) {
    const set = setOf(figures);
    if (set !== undefined) store.publish(identity, minuteMs, set, unit);
  }
}
