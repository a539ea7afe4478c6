import { isPaused } from "../mapping/inspection.ts";
import { minuteMs } from "./minutes.ts";
import type { LagReport } from "./report.ts";

export interface DrainTarget {
  /** Records in flight count: they are done when they are committed. */
  readonly atMostRecords: number;
  /** Older figures may be from before the producers were paused. */
  readonly startedMs: number;
}

/** A mapping that is not known to be drained. */
export interface Undrained {
  readonly report: LagReport;
  /** `confirming`: its lag is small enough, and CloudWatch's settled minutes do not say so yet. */
  readonly why: "lag" | "confirming" | "no-data";
}

export interface DrainProgress {
  /** The most lag first; without data last. */
  readonly left: readonly Undrained[];
  readonly drained: readonly LagReport[];
  /** Paused by a person, beside others: nobody reads them, so they are not waited for. */
  readonly leftOut: readonly LagReport[];
}

/**
 * Which mappings have at most so many records before them. What brokers say counts at once. CloudWatch is minutes late: there
 * two settled minutes that began after the start have to say so, and no newer one may say otherwise.
 */
export function drainProgress(reports: readonly LagReport[], target: DrainTarget): DrainProgress {
  const leftOut = reports.length > 1 ? reports.filter(({ mapping }) => isPaused(mapping)) : [];
  const asked = reports.filter((report) => !leftOut.includes(report));
  const judged = asked.map((report) => ({ report, why: whyNotDrained(report, target) }));
  const left = judged.flatMap(({ report, why }) => (why === undefined ? [] : [{ report, why }]));
  return {
    left: left.toSorted((a, b) => (b.report.lagRecords ?? -1) - (a.report.lagRecords ?? -1)),
    drained: judged.flatMap(({ report, why }) => (why === undefined ? [report] : [])),
    leftOut,
  };
}

function whyNotDrained(report: LagReport, { atMostRecords, startedMs }: DrainTarget): Undrained["why"] | undefined {
  const { lagRecords, source, asOfMs = 0 } = report;
  if (lagRecords === undefined) return "no-data";
  if (lagRecords > atMostRecords) return "lag";
  const confirmed = source === "brokers" ? asOfMs >= startedMs : isConfirmed(report, { atMostRecords, startedMs });
  return confirmed ? undefined : "confirming";
}

function isConfirmed({ samples }: LagReport, { atMostRecords, startedMs }: DrainTarget): boolean {
  const minutes = (samples.series.get("lagRecords") ?? []).flatMap((value, index) =>
    value === undefined ? [] : [{ isLow: value <= atMostRecords, atMs: samples.fromMs + index * minuteMs, index }],
  );
  const since = minutes.filter(({ atMs }) => atMs >= startedMs);
  const [last, before] = since.filter(({ index }) => index < samples.settledMinutes).toReversed();
  return last?.isLow === true && before?.isLow === true && since.every(({ index, isLow }) => isLow || index < before.index);
}
