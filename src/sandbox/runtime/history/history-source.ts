import { minuteMs, minuteOf } from "../../durations.ts";
import { metricKey } from "../../metric-store.ts";
import { mergeSets } from "../../statistic-set.ts";
import type { MetricIdentity, MetricSource, StatisticSet } from "../../world.ts";
import { functionSeries } from "../function-series.ts";
import type { MappingConfig } from "../mapping-config.ts";
import { groupSeries, mappingSeries } from "../mapping-series.ts";
import type { Series } from "../series.ts";
import type { MappingPast, PastFigures } from "./mapping-past.ts";

/** A mapping that was there before the sandbox started. */
export interface PastMapping {
  readonly config: MappingConfig;
  readonly mskClusterName: string | undefined;
  /** False when it was disabled all the time: then only its group has metrics. */
  readonly ran: boolean;
  /** Computed when first asked for. */
  readonly past: () => MappingPast;
}

interface PastSeries {
  readonly identity: MetricIdentity;
  readonly isRare: boolean;
  readonly hasDataSince: (sinceMs: number) => boolean;
  readonly past: () => MappingPast;
  readonly setOf: (figures: PastFigures) => StatisticSet | undefined;
}

/** A rare metric is listed when it had values so lately; the minutes before are not computed just to list it. */
const listedMs = 60 * minuteMs;

/**
 * Metrics of whole minutes before `startedMs`; the minute in which the sandbox started is published by the runtime.
 * Series of several mappings under one identity, as those of a function that two of them share, become one.
 */
export function historySource(mappings: readonly PastMapping[], startedMs: number): MetricSource {
  let known: Map<string, PastSeries[]> | undefined;
  const index = (): Map<string, PastSeries[]> => {
    known ??= Map.groupBy(
      mappings.flatMap((mapping) => seriesOfPast(mapping, minuteOf(startedMs))),
      ({ identity }) => metricKey(identity),
    );
    return known;
  };
  return {
    *identities() {
      for (const series of index().values()) {
        const [first] = series;
        if (first !== undefined && series.some((each) => !each.isRare || each.hasDataSince(startedMs - listedMs))) yield first.identity;
      }
    },
    read(identity, fromMs, untilMs) {
      const series = index().get(metricKey(identity));
      if (series === undefined) return undefined;
      const endMs = Math.min(untilMs, minuteOf(startedMs));
      return readMinutes(series, fromMs, endMs);
    },
    hasDataSince: (identity, sinceMs) =>
      index()
        .get(metricKey(identity))
        ?.some((series) => series.hasDataSince(sinceMs)) ?? false,
  };
}

/** Looks back from the newest minute, and never again at a minute that it has seen: the past stays as it is. */
function dataSince({ past, setOf }: Pick<PastSeries, "past" | "setOf">, untilMs: number): PastSeries["hasDataSince"] {
  let seenMs = untilMs;
  let newestMs = Number.NEGATIVE_INFINITY;
  return (sinceMs) => {
    const { minutes, firstMinuteMs, at } = past();
    const lastMs = firstMinuteMs + (minutes - 1) * minuteMs;
    for (; newestMs < seenMs && seenMs - minuteMs >= Math.max(sinceMs, firstMinuteMs); seenMs -= minuteMs) {
      const atMs = seenMs - minuteMs;
      if (atMs <= lastMs && setOf(at((atMs - firstMinuteMs) / minuteMs)) !== undefined) newestMs = atMs;
    }
    return newestMs >= sinceMs;
  };
}

function* readMinutes(series: readonly PastSeries[], fromMs: number, untilMs: number) {
  const firstMs = Math.min(...series.map(({ past }) => past().firstMinuteMs));
  for (let atMs = Math.max(firstMs, Math.ceil(fromMs / minuteMs) * minuteMs); atMs < untilMs; atMs += minuteMs) {
    let set: StatisticSet | undefined;
    for (const { past, setOf } of series) {
      const index = Math.round((atMs - past().firstMinuteMs) / minuteMs);
      const own = index < past().minutes ? setOf(past().at(index)) : undefined;
      set = set === undefined || own === undefined ? (set ?? own) : mergeSets(set, own);
    }
    if (set !== undefined) yield { minuteMs: atMs, set };
  }
}

function seriesOfPast({ config, mskClusterName, ran, past }: PastMapping, untilMs: number): PastSeries[] {
  const inPast = <Figures>({ identity, isRare }: Series<Figures>, setOf: PastSeries["setOf"]): PastSeries => ({
    identity,
    isRare,
    past,
    setOf,
    hasDataSince: dataSince({ past, setOf }, untilMs),
  });
  const whileEnabled = <Figures>(series: Series<Figures>, pick: (figures: PastFigures) => Figures): PastSeries =>
    inPast(series, (figures) => (figures.enabled ? series.setOf(pick(figures)) : undefined));
  const ofMapping = ran ? mappingSeries(config).map((series) => whileEnabled(series, (figures) => figures)) : [];
  const ofFunction = ran ? functionSeries(config.functionName, config.qualifier).map((series) => whileEnabled(series, ({ fn }) => fn)) : [];
  const ofGroup = mskClusterName === undefined ? [] : groupSeries(config, mskClusterName);
  return [...ofMapping, ...ofFunction, ...ofGroup.map((series) => inPast(series, series.setOf))];
}
