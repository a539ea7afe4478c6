import type { MappingDocument } from "../mapping/model.ts";
import type { MetricQuery } from "../mapping/ports.ts";
import type { Places } from "./discovery.ts";
import { withImpliedZeros } from "./implied-zeros.ts";
import type { MinuteStore } from "./minute-store.ts";
import { hasAny, minuteMs } from "./minutes.ts";
import { type MissingSamples, whatIsMissing } from "./missing.ts";
import type { LagMetric, LagSamples, MinuteValues } from "./samples.ts";

/** What CloudWatch tells of one mapping. */
export interface MappingSamples {
  readonly samples: LagSamples;
  /** `AWS/Lambda SumOffsetLag`; undefined: no lag was found. */
  readonly source: string | undefined;
  /** The minute of the newest lag. */
  readonly asOfMs: number | undefined;
  /** Why there is no lag, or what is missing beside it. */
  readonly missing?: MissingSamples;
}

/** Where a mapping's metrics are. */
export interface Placed {
  readonly lag: MetricQuery | undefined;
  readonly places: Places;
}

/** The newest minutes beside the running one that may lack samples: that samples come within 1 to 3 minutes is UNCONFIRMED. */
export const unsettledMinutes = 2;

/** What was read of a mapping, in the window as it is now. */
export function mappingSamples(store: MinuteStore, mapping: MappingDocument, { lag, places }: Placed, nowMs: number): MappingSamples {
  const { fromMs, minutes } = store.window;
  const series = new Map<LagMetric, MinuteValues>();
  if (lag !== undefined) series.set("lagRecords", store.values(lag));
  for (const [metric, place] of places) {
    series.set(metric, place === "silent" ? Array.from({ length: minutes }, () => undefined) : store.values(place));
  }
  const newest = series.get("lagRecords")?.findLastIndex((value) => value !== undefined) ?? -1;
  const missing = whatIsMissing(mapping, {
    lagNamespace: lag?.namespace,
    hasPolled: hasAny(series.get("polled") ?? []),
    nowMs,
    spanMs: minutes * minuteMs,
  });
  return {
    samples: { fromMs, minutes, series: withImpliedZeros(series), settledMinutes: Math.max(0, minutes - 1 - unsettledMinutes) },
    source: lag === undefined ? undefined : `${lag.namespace} ${lag.name}`,
    asOfMs: newest < 0 ? undefined : fromMs + newest * minuteMs,
    ...(missing === undefined ? {} : { missing }),
  };
}
