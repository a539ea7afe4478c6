import { arrivalsOf } from "../lag/arrivals.ts";
import type { LagMetric, LagSamples, MinuteValues } from "../lag/samples.ts";
import { median } from "../statistics.ts";
import type { DurationMinute } from "./duration-fit.ts";
import type { LaneMinute } from "./lane-count.ts";
import type { TuningSettings } from "./workload.ts";

/** What a mapping's settled minutes tell of its workload, before anything is fitted to it. */
export interface Evidence {
  /** Records that producers wrote, minute by minute. */
  readonly arrivals: MinuteValues;
  readonly passShare: number;
  /** Of a record on the wire; undefined: no metric tells. */
  readonly recordBytes: number | undefined;
  /** Provisioned ones, most of the time; undefined on demand. */
  readonly pollers: number | undefined;
  readonly invocations: number;
  /** Minutes from which the duration is learned. */
  readonly steadyMinutes: readonly DurationMinute[];
  /** Minutes from which the number of lanes is learned. */
  readonly laneMinutes: readonly LaneMinute[];
}

interface PolledTopic {
  readonly settings: Pick<TuningSettings, "pollers">;
  readonly partitions: number;
}

export function evidenceOf(samples: LagSamples, polled: PolledTopic): Evidence {
  const arrivals = arrivalsOf(samples, samples.settledMinutes).slice(0, samples.settledMinutes);
  const passShare = passShareOf(samples);
  const pollers = pollersOf(samples, polled);
  return {
    arrivals,
    passShare,
    recordBytes: recordBytesOf(samples),
    pollers,
    invocations: total(samples, "invocations"),
    steadyMinutes: steadyMinutes(samples),
    laneMinutes: laneMinutes(samples, arrivals, passShare, pollers),
  };
}

function total({ series }: LagSamples, metric: LagMetric): number {
  return (series.get(metric) ?? []).reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

/** 1 − FilteredOut / Polled; without a filter nothing is filtered out. */
function passShareOf(samples: LagSamples): number {
  const polled = total(samples, "polled");
  return polled === 0 ? 1 : Math.max(0, 1 - total(samples, "filteredOut") / polled);
}

/** Only in provisioned mode Lambda tells the bytes. */
function recordBytesOf(samples: LagSamples): number | undefined {
  const [bytes, polled] = [total(samples, "polledBytes"), total(samples, "polled")];
  return bytes > 0 && polled > 0 ? bytes / polled : undefined;
}

/** Provisioned pollers, most of the time; without the metric the minimum. Undefined on demand. */
function pollersOf({ series, settledMinutes }: LagSamples, { settings, partitions }: PolledTopic): number | undefined {
  if (settings.pollers === undefined) return undefined;
  const known = (series.get("pollers") ?? []).slice(0, settledMinutes).filter((value) => value !== undefined);
  return Math.min(partitions, Math.max(1, median(known) ?? settings.pollers.minimum));
}

/** Minutes in which every invocation ran through. Invoked records count retries, as invocations do. */
function steadyMinutes({ series, settledMinutes }: LagSamples): DurationMinute[] {
  const at = (metric: LagMetric, minute: number) => series.get(metric)?.[minute];
  const found: DurationMinute[] = [];
  for (let minute = 0; minute < settledMinutes; minute += 1) {
    const [invocations, invoked, durationMs] = [at("invocations", minute), at("invoked", minute), at("durationMs", minute)];
    if (!invocations || invoked === undefined || durationMs === undefined) continue;
    if ((at("errors", minute) ?? 0) > 0 || (at("throttles", minute) ?? 0) > 0) continue;
    found.push({ invocations, records: invoked / invocations, durationMs });
  }
  return found;
}

/** Minutes with the usual number of pollers: with others there are other lanes. */
function laneMinutes(
  { series, settledMinutes }: LagSamples,
  arrivals: readonly (number | undefined)[],
  passShare: number,
  pollers: number | undefined,
): LaneMinute[] {
  const found: LaneMinute[] = [];
  for (let minute = 0; minute < settledMinutes; minute += 1) {
    const [invocations, invoked, arrived] = [series.get("invocations")?.[minute], series.get("invoked")?.[minute], arrivals[minute]];
    if (!invocations || !invoked || arrived === undefined || (series.get("errors")?.[minute] ?? 0) > 0) continue;
    if (pollers !== undefined && (series.get("pollers")?.[minute] ?? pollers) !== pollers) continue;
    found.push({ recordsPerSecond: (arrived * passShare) / 60, records: invoked / invocations });
  }
  return found;
}
