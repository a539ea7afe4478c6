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
  readonly past: () => MappingPast;
  readonly setOf: (figures: PastFigures) => StatisticSet | undefined;
}

/** A rare metric is listed when it had values so lately; the minutes before are not computed just to list it. */
const listedMinutes = 60;

/**
 * Metrics of whole minutes before `startedMs`; the minute in which the sandbox started is published by the runtime.
 * Series of several mappings under one identity, as those of a function that two of them share, become one.
 */
export function historySource(mappings: readonly PastMapping[], startedMs: number): MetricSource {
  let known: Map<string, PastSeries[]> | undefined;
  const index = (): Map<string, PastSeries[]> => {
    known ??= Map.groupBy(mappings.flatMap(seriesOfPast), ({ identity }) => metricKey(identity));
    return known;
  };
  return {
    *identities() {
      for (const series of index().values()) {
        const [first] = series;
        if (first !== undefined && series.some((each) => !each.isRare || hadLately(each))) yield first.identity;
      }
    },
    read(identity, fromMs, untilMs) {
      const series = index().get(metricKey(identity));
      if (series === undefined) return undefined;
      const endMs = Math.min(untilMs, minuteOf(startedMs));
      return readMinutes(series, fromMs, endMs);
    },
  };
}

function hadLately({ past, setOf }: PastSeries): boolean {
  const { minutes, at } = past();
  for (let index = Math.max(0, minutes - listedMinutes); index < minutes; index++) if (setOf(at(index)) !== undefined) return true;
  return false;
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

function seriesOfPast({ config, mskClusterName, ran, past }: PastMapping): PastSeries[] {
  const whileEnabled = <Figures>({ identity, isRare, setOf }: Series<Figures>, pick: (figures: PastFigures) => Figures): PastSeries => ({
    identity,
    isRare,
    past,
    setOf: (figures) => (figures.enabled ? setOf(pick(figures)) : undefined),
  });
  const ofMapping = ran ? mappingSeries(config).map((series) => whileEnabled(series, (figures) => figures)) : [];
  const ofFunction = ran ? functionSeries(config.functionName, config.qualifier).map((series) => whileEnabled(series, ({ fn }) => fn)) : [];
  const ofGroup = mskClusterName === undefined ? [] : groupSeries(config, mskClusterName);
  return [...ofMapping, ...ofFunction, ...ofGroup.map(({ identity, isRare, setOf }) => ({ identity, isRare, past, setOf }))];
}
